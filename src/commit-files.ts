import { existsSync, realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { laidFiles } from './context/laid-files.ts'
import { newDirectory, type TreeNode } from './context/tree.ts'
import { CtxguardError, UsageError } from './errors.ts'
import { type Commit, type CommitEntry, readCommit } from './git/commit.ts'
import { commitFacts } from './git/commit-facts.ts'
import { commitNotes } from './git/commit-notes.ts'
import { gitObjects } from './git/objects.ts'
import { worktreeOf } from './git/worktree.ts'
import type { Files } from './model/files.ts'
import { isTooLong, LONGEST_PATH, type RawPath, spell } from './model/path.ts'
import type { StoredContent } from './model/stored-content.ts'

/** Files that are read from somewhere else, and that has to be ended. */
export interface OpenedFiles {
  files: Files
  close(): void
}

/**
 * The files of a commit in place of the worktree that `near` lies in: what a clean clone of it would have. `near` need
 * not exist. Throws a UsageError where there is no repository or no such commit, a CtxguardError where git fails.
 */
export async function commitFiles(near: string, ref: string): Promise<OpenedFiles> {
  const top = repositoryNear(near)
  const objects = gitObjects(top)
  const commit = await readCommit(top, ref, objects).catch((error: unknown) => {
    objects.close()
    throw error
  })
  const tree = {
    root: treeOf(commit),
    contents: {
      read(oid: string | number, into: Uint8Array, from: number) {
        const [bytes] = objects.read([{ name: String(oid), from, length: into.length }])
        into.set(bytes!)
        return bytes!.length
      },
      stored: (oid: string | number): StoredContent => ({ kind: 'object', name: String(oid) }),
      readStored: objects.read,
    },
  }
  const files = laidFiles(tree, {
    kind: 'commit',
    dir: top,
    label: ref,
    commit: commit.oid,
    notesOn: commitNotes(commit, objects),
    gitFacts: commitFacts(commit, top),
  })
  return { files, close: () => objects.close() }
}

/** Of the nearest directory above that exists. */
function repositoryNear(near: string): string {
  const path = resolve(near)
  if (!existsSync(path)) {
    if (dirname(path) !== path) return repositoryNear(dirname(path))
  } else {
    const top = worktreeOf(realpathSync(path))
    if (top !== null) return top
  }
  throw new UsageError(`--ref needs a repository, and ${near} lies in none`, {
    hint: 'name a context inside a clone',
  })
}

/** As a clone under the usual umask has them. */
const MODES: Record<CommitEntry['kind'], number> = {
  file: 0o644,
  executable: 0o755,
  symlink: 0o777,
  directory: 0o755,
  submodule: 0o755,
}

function treeOf({ time, entries }: Commit): TreeNode {
  const mtimeNs = BigInt(time) * 1_000_000_000n
  const root = newDirectory(0o755, mtimeNs, 0)
  const directories = new Map<string, TreeNode>([['', root]])
  for (const [index, { path, kind, oid, bytes }] of entries.entries()) {
    if (isTooLong(path)) throw notCheckedOut(path, `a path is longer than ${LONGEST_PATH} bytes`)
    const slash = path.lastIndexOf('/')
    const name = path.slice(slash + 1)
    const siblings = directories.get(path.slice(0, Math.max(slash, 0)))?.children
    if (siblings === undefined) throw notCheckedOut(path, 'a name in a tree holds a slash')
    if (siblings.has(name)) throw notCheckedOut(path, 'it is there twice')
    const isDirectory = kind === 'directory' || kind === 'submodule'
    const node: TreeNode = isDirectory
      ? newDirectory(MODES[kind], mtimeNs, index + 1)
      : {
          kind: kind === 'symlink' ? 'symlink' : 'file',
          mode: MODES[kind],
          bytes: Number.isNaN(bytes) ? 0 : bytes,
          mtimeNs,
          inode: index + 1,
          nlink: 1,
          content: oid,
        }
    if (kind === 'directory') directories.set(path, node)
    siblings.set(name, node)
  }
  return root
}

function notCheckedOut(path: RawPath, reason: string): CtxguardError {
  const all = spell(path)
  const shown = all.length > 100 ? `${all.slice(0, 100)}…` : all
  return new CtxguardError(`the commit holds ${shown}, which git would not check out: ${reason}`, {
    hint: 'find out who made it: git fsck',
  })
}
