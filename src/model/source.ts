import type { EntryKind } from './entry.ts'
import type { RawPath } from './path.ts'

/** A child of a directory as the listing gives it, without a stat. */
export interface RawEntry {
  name: string
  kind: EntryKind
}

export interface EntryStat {
  kind: EntryKind
  bytes: number
  mode: number
  mtimeMs: number
  /** when content or attributes last changed, which nobody can set back; milliseconds since the epoch */
  changedMs: number
  nlink: number
  /** identifies the file on its disk */
  inode: number
  device: number
  /** whether the calling user may read it; for a directory: list it */
  readable: boolean
}

/**
 * Where entries come from. All paths are raw and relative to the root (`''`); nothing follows a link.
 * Every method throws the file system's own error (`code` ENOENT, EACCES, …).
 */
export interface ContextSource {
  /** what lies in a directory, sorted by bytes */
  children(dir: RawPath | ''): RawEntry[]
  stat(path: RawPath | ''): EntryStat
  readLink(path: RawPath): string
  /** the first `limit` bytes of a regular file, or all of it */
  read(path: RawPath, limit?: number): Uint8Array
  /** directories where another file system, or a bind mount, begins */
  mountPoints(): ReadonlySet<string>
}
