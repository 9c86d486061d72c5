import { basename, dirname, relative } from 'node:path'
import type { Files } from '../model/files.ts'
import { resolveInRoot } from './links.ts'

/** What a builder finds where it looks for a file. */
export type Opened =
  /** a regular file that may be read; a socket or a device counts as an empty one */
  | { state: 'read'; file: string | null }
  | { state: 'missing' }
  /** a link whose end does not exist */
  | { state: 'dangling' }
  /** a link that leaves the directory the builder was given, so that its end is not there */
  | { state: 'escapes' }
  | { state: 'unreadable' }
  | { state: 'directory' }
  /** a FIFO: whoever opens it waits for ever */
  | { state: 'hangs' }

/** Looks for `name` as a builder that was given `dir` does: links are followed, and end, inside `dir`. */
export function openInRoot(files: Files, dir: string, name: string): Opened {
  const source = files.source(dir)
  const { outcome, path, escapes } = resolveInRoot(source, name, dir)
  if (outcome === 'found') return openFound(files, `${dir}/${path}`)
  if (outcome === 'dangling' && path === name) return { state: 'missing' }
  return { state: escapes ? 'escapes' : 'dangling' }
}

/**
 * Looks for a Dockerfile as BuildKit does, which gets to see its directory and nothing else of a disk; of an archive it
 * has all, and so have the others. Throws where its directory does not exist.
 */
export function openDockerfile(files: Files, file: string): Opened {
  const tree = files.treeAt(file)
  if (tree?.kind === 'archive') return openInRoot(files, tree.dir, relative(tree.dir, file))
  return openInRoot(files, files.realpath(dirname(file)), basename(file))
}

/** Looks for a file as any program does. */
export function openOnHost(files: Files, file: string): Opened {
  try {
    return openFound(files, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ELOOP') return { state: 'dangling' }
    if (code === 'EACCES' || code === 'EPERM') return { state: 'unreadable' }
    return { state: files.kindOf(file) === undefined ? 'missing' : 'dangling' }
  }
}

function openFound(files: Files, file: string): Opened {
  const { kind, readable } = files.stat(file)
  if (kind === 'directory') return { state: 'directory' }
  if (kind === 'fifo') return { state: 'hangs' }
  if (kind !== 'file') return { state: 'read', file: null }
  return readable ? { state: 'read', file } : { state: 'unreadable' }
}

/** Far beyond what any builder would take; read whole, it would fill the memory. */
const MOST_BYTES = 16 * 2 ** 20

/** The bytes of an ignore file or a Dockerfile that was found, or why they can't be had. */
export function openedBytes(
  files: Files,
  { file }: Opened & { state: 'read' },
): { bytes: Uint8Array } | { reason: string } {
  if (file === null) return { bytes: new Uint8Array() }
  try {
    const bytes = files.read(file, MOST_BYTES + 1)
    return bytes.length > MOST_BYTES ? { reason: 'is larger than 16 MiB' } : { bytes }
  } catch (error) {
    return { reason: (error as Error).message }
  }
}
