import type { EntryKind } from './entry.ts'
import type { RawPath } from './path.ts'
import type { StoredContent, WantedContent } from './stored-content.ts'

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
  /** where the bytes of a file are that is not on this machine under its path */
  content?: StoredContent
  /** of a device: what it stands for; absent where that can't be learnt */
  special?: { block: boolean; major: number; minor: number }
}

/** A regular file that is being read. */
export interface OpenFile {
  /** as it is now: it may change while it is read */
  stat(): { bytes: number; mode: number; inode: number; mtimeNs: bigint; changedNs: bigint }
  /** fills `into` from `position` on; fewer bytes only where the file ends */
  read(into: Uint8Array, position: number): number
  /**
   * Makes the file `target`, which must not be there, hold what this one holds: sharing its blocks where the file system
   * can, so that a later change of either does not show in the other. False where that is better done by reading.
   */
  copyTo?(target: string | Buffer): boolean
  close(): void
}

/**
 * Where entries come from. All paths are raw and relative to the root (`''`); nothing follows a link.
 * Every method throws the file system's own error (`code` ENOENT, EACCES, …).
 */
export interface ContextSource {
  /** the directory of this machine in which all of it lies, absolute; absent where it lies in none */
  root?: string
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
  /**
   * Parts of contents that are known by name, several of which must begin at 0; where there are such. Throws where
   * one of them can't be had.
   */
  readStored?(wanted: readonly WantedContent[]): Uint8Array[]
  /** directories where another file system, or a bind mount, begins */
  mountPoints(): ReadonlySet<string>
}
