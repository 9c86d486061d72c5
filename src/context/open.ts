import { accessSync, constants, lstatSync, statSync } from 'node:fs'
import { directorySource, readFileSafely } from './directory.ts'
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
export function openInRoot(dir: string, name: string): Opened {
  const source = directorySource(dir)
  const { outcome, path, escapes } = resolveInRoot(source, name, dir)
  if (outcome === 'found') return openFound(`${dir}/${path}`)
  if (outcome === 'dangling' && path === name) return { state: 'missing' }
  return { state: escapes ? 'escapes' : 'dangling' }
}

/** Looks for a file as any program on this host does. */
export function openOnHost(file: string): Opened {
  try {
    return openFound(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ELOOP') return { state: 'dangling' }
    if (code === 'EACCES' || code === 'EPERM') return { state: 'unreadable' }
    return { state: liesThere(file) ? 'dangling' : 'missing' }
  }
}

function liesThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

function openFound(file: string): Opened {
  const stats = statSync(file)
  if (stats.isDirectory()) return { state: 'directory' }
  if (stats.isFIFO()) return { state: 'hangs' }
  if (!stats.isFile()) return { state: 'read', file: null }
  try {
    accessSync(file, constants.R_OK)
    return { state: 'read', file }
  } catch {
    return { state: 'unreadable' }
  }
}

/** Far beyond what any builder would take; read whole, it would fill the memory. */
const MOST_BYTES = 16 * 2 ** 20

/** The bytes of an ignore file or a Dockerfile that was found, or why they can't be had. */
export function openedBytes({
  file,
}: Opened & { state: 'read' }): { bytes: Uint8Array } | { reason: string } {
  if (file === null) return { bytes: new Uint8Array() }
  try {
    const bytes = readFileSafely(file, MOST_BYTES + 1, 'follow')
    return bytes.length > MOST_BYTES ? { reason: 'is larger than 16 MiB' } : { bytes }
  } catch (error) {
    return { reason: (error as Error).message }
  }
}
