import { CtxguardError, UsageError } from '../errors.ts'
import type { RawPath } from '../model/path.ts'
import { gitFailure } from './failure.ts'
import { unquoted } from './names.ts'
import { AS_CLONED, type GitObjects } from './objects.ts'
import { runGit } from './run.ts'

/** Something that a commit holds. */
export interface CommitEntry {
  /** relative to the repository's top */
  path: RawPath
  kind: 'file' | 'executable' | 'symlink' | 'directory' | 'submodule'
  /** the object that holds its bytes, or its commit */
  oid: string
  /** of a file or link; NaN where the clone does not have it */
  bytes: number
}

/** A commit as a clean clone would check it out, filters and line ends apart. */
export interface Commit {
  /** its full name */
  oid: string
  /** when it was committed, in seconds since the epoch */
  time: number
  /** parents before what lies in them */
  entries: CommitEntry[]
}

/**
 * What a commit of the repository that `top` is the worktree of holds. Nothing of the repository is executed and
 * nothing is fetched.
 *
 * @param ref as people write it: a branch, a tag, `HEAD~2`, an object name
 * @throws UsageError where it names no commit
 * @throws CtxguardError where git fails, or the commit holds what no clone would check out
 */
export async function readCommit(top: string, ref: string, objects: GitObjects): Promise<Commit> {
  const oid = await commitNamed(top, ref)
  try {
    const listed = await runGit(top, [...AS_CLONED, 'ls-tree', '-r', '-t', '-l', '--full-tree', oid])
    const [head] = objects.read([{ name: oid, from: 0, length: HEAD_BYTES }])
    return { oid, time: timeOf(head!), entries: listed.split('\n').filter(Boolean).map(entryOf) }
  } catch (error) {
    throw failed(error, top, ref)
  }
}

async function commitNamed(top: string, ref: string): Promise<string> {
  const unknown = (cause?: unknown) =>
    new UsageError(`--ref ${JSON.stringify(ref)} names no commit of ${top}`, {
      hint: 'name a branch, a tag or a commit that this clone has',
      cause,
    })
  // git itself is not asked: an option is no ref
  if (ref === '' || ref.startsWith('-') || /[\0\n]/.test(ref)) throw unknown()
  let printed: string
  try {
    printed = await runGit(top, [
      ...AS_CLONED,
      'rev-parse',
      '--verify',
      '--end-of-options',
      `${ref}^{commit}`,
    ])
  } catch (error) {
    if (error instanceof Error && UNKNOWN.test(error.message)) throw unknown(error)
    throw failed(error, top, ref)
  }
  const oid = /^[0-9a-f]{40,64}$/m.exec(printed)?.[0]
  if (oid === undefined) throw unknown()
  return oid
}

/** Parents, author and committer come first. */
const HEAD_BYTES = 2 ** 16

function timeOf(head: Uint8Array): number {
  return Number(/^committer .* (\d+) [+-]\d+$/m.exec(Buffer.from(head).toString('latin1'))?.[1] ?? 0)
}

const UNKNOWN =
  /Needed a single revision|unknown revision|expected commit type|bad revision|ambiguous|not a (valid|tree)/

function failed(error: unknown, top: string, ref: string): CtxguardError {
  if (error instanceof CtxguardError) return error
  const { reason, hint } = gitFailure(error, top, '')
  const isPartial = /promisor|not allowed|lazy|missing/.test(reason)
  return new CtxguardError(`--ref ${ref}: ${reason}`, {
    hint: isPartial ? 'the clone is partial, and nothing is fetched here: fetch the commit whole' : hint!,
    cause: error,
  })
}

const KINDS: Record<string, CommitEntry['kind']> = {
  '040000': 'directory',
  '100644': 'file',
  // as git wrote it long ago
  '100664': 'file',
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
}

/** `100644 blob 9ba33040d7178ada7df717cb7c7c2528f0aeecc9    1234<tab>path`, the path in quotes where it is odd */
function entryOf(line: string): CommitEntry {
  const tab = line.indexOf('\t')
  const [mode, , oid, size] = line.slice(0, tab).split(/ +/)
  const path = unquoted(line.slice(tab + 1))
  const kind = KINDS[mode!]
  const odd = path.split('/').find(name => name === '' || name === '.' || name === '..' || isRepository(name))
  if (kind === undefined || odd !== undefined)
    throw new CtxguardError(`the commit holds ${path} (mode ${mode}), which git would not check out`, {
      hint: 'find out who made it: git fsck',
    })
  // `-` for what has no size of its own, BAD for what is not there
  return { path, kind, oid: oid!, bytes: size === '-' ? 0 : Number(size) }
}

/** On some file systems `.GIT` is the repository too: git checks out no such name. */
function isRepository(name: string): boolean {
  return name.length === 4 && name.toLowerCase() === '.git'
}
