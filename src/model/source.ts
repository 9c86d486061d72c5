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

/** A regular file that is being read. */
export interface OpenFile {
  /** as it is now: it may change while it is read */
  stat(): { bytes: number; mode: number; inode: number; mtimeNs: bigint; changedNs: bigint }
  /** fills `into` from `position` on; fewer bytes only where the file ends */
  read(into: Uint8Array, position: number): number
  close(): void
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
  /** a regular file, to be read in pieces by somebody who wants to know that it stays the same meanwhile */
  open(path: RawPath): OpenFile
  /** modification time of anything, in nanoseconds since the epoch */
  mtimeNs(path: RawPath | ''): bigint
  /** directories where another file system, or a bind mount, begins */
  mountPoints(): ReadonlySet<string>
}
