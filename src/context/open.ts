import { statSync } from 'node:fs'
import { directorySource, readFileSafely } from './directory.ts'
import { resolveInRoot } from './links.ts'

/** What a builder finds where it looks for a file. */
export type Opened =
  | { state: 'read'; bytes: Uint8Array }
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
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'missing' }
    if (code === 'ELOOP') return { state: 'dangling' }
    if (code === 'EACCES') return { state: 'unreadable' }
    throw error
  }
}

function openFound(file: string): Opened {
  const stats = statSync(file)
  if (stats.isDirectory()) return { state: 'directory' }
  if (stats.isFIFO()) return { state: 'hangs' }
  // a socket arrives as an empty file; a device has nothing to say either
  if (!stats.isFile()) return { state: 'read', bytes: new Uint8Array() }
  try {
    return { state: 'read', bytes: readFileSafely(file, undefined, 'follow') }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return { state: 'unreadable' }
    throw error
  }
}
