import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type OpenedTar, openTar, openTarIn, openTarStream } from './archive/open.ts'
import { readTar } from './archive/read-tar.ts'
import { unpack } from './archive/unpack.ts'
import { laidFiles } from './context/laid-files.ts'
import { readFully } from './context/read-fully.ts'
import { nodeAt, type TreeNode } from './context/tree.ts'
import { UsageError } from './errors.ts'
import type { Files } from './model/files.ts'
import type { Builder } from './model/request.ts'
import type { Incomplete } from './model/snapshot.ts'
import type { StoredContent } from './model/stored-content.ts'

export interface ArchiveOptions {
  /** whose archives count: some take more than others */
  builder: Builder
  /** what `-` stands for: a stream, or a regular file that is open */
  input?: (AsyncIterable<Uint8Array> & { isTTY?: boolean }) | { fd: number } | undefined
  /** default: the process's working directory */
  cwd?: string
}

/**
 * The files of a tar archive, as an engine unpacks them, in place of the archive itself: `dir` is its own path, taken
 * for a directory. Throws a UsageError where the builder would not take it for an archive, a CtxguardError where it is
 * damaged, a ContextRefusedError where the engine would fail to unpack it.
 *
 * @param file relative to `cwd`, or `-`
 */
export async function archiveFiles(
  file: string,
  { builder, input, cwd = process.cwd() }: ArchiveOptions,
): Promise<{ files: Files; dir: string; close(): void }> {
  const path = resolve(cwd, file)
  const tar = file === '-' ? await openInput(input, builder) : await openTar(path, file, builder)
  try {
    const dir = file === '-' ? join(realpathSync(cwd), '-') : realpathSync(path)
    const { root, clamped } = unpack(readTar(tar), tar.label)
    const contents = {
      read: (offset: string | number, into: Uint8Array, position: number) =>
        readFully(tar.fd, into, Number(offset) + position),
      stored: (offset: string | number): StoredContent => ({
        kind: 'part',
        fd: tar.fd,
        offset: Number(offset),
      }),
    }
    const notes = [...ignoreFileNote(root, builder), ...clampedNote(clamped)]
    const files = laidFiles({ root, contents }, { kind: 'archive', dir, label: file, notesOn: () => notes })
    return { files, dir, close: tar.close }
  } catch (error) {
    tar.close()
    throw error
  }
}

function openInput(input: ArchiveOptions['input'], builder: Builder): Promise<OpenedTar> {
  if (input !== undefined && !(Symbol.asyncIterator in input)) return openTarIn(input.fd, 'stdin', builder)
  if (input === undefined || input.isTTY)
    throw new UsageError('--tar - wants an archive on stdin, and that is a terminal', {
      hint: 'tar -c . | ctxguard check --tar -',
    })
  return openTarStream(input, 'stdin', builder)
}

function ignoreFileNote(root: TreeNode, builder: Builder): Incomplete[] {
  const names = ['.containerignore', '.dockerignore'].filter(name => liesIn(root, name))
  const [name] = builder === 'podman' ? names : names.slice(-1)
  if (name === undefined || (builder !== 'podman' && name !== '.dockerignore')) return []
  const applied = builder === 'podman'
  return [
    {
      what: applied ? `podman applies ${name} to an archive` : `${name} is not applied to an archive`,
      path: name,
      reason: applied
        ? 'docker would send all that the archive holds'
        : `${builder} takes all that it holds; podman would leave out what it lists`,
      hint: applied ? null : 'leave out what must not be sent when the archive is made: ctxguard tar',
      fatal: false,
      note: true,
    },
  ]
}

function liesIn(root: TreeNode, name: string): boolean {
  try {
    return nodeAt(root, name).kind !== 'directory'
  } catch {
    return false
  }
}

function clampedNote(clamped: readonly string[]): Incomplete[] {
  const [first] = clamped
  if (first === undefined) return []
  const them = clamped.length > 1 ? `it and ${clamped.length - 1} more` : 'it'
  return [
    {
      what: 'names in the archive lead out of it',
      path: first,
      reason: `Docker up to 26 puts ${them} below the root of the context; 28.5 refuses the archive`,
      hint: 'find out who made the archive',
      fatal: false,
      note: true,
    },
  ]
}
