import type { ContextPath, RawPath } from './path.ts'
import type { StoredContent } from './stored-content.ts'

export type EntryKind = 'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'device'

/** Something of the context that the builder takes. */
export interface ContextEntry {
  path: ContextPath
  /** present only where a name on the path is not UTF-8 */
  rawPath?: RawPath
  kind: EntryKind
  /** size of a regular file; 0 for all else */
  bytes: number
  /** permission bits with setuid, setgid and sticky: 0 to 0o7777 */
  mode: number
  /** modification time in milliseconds since the epoch */
  mtimeMs: number
  /** when content or attributes last changed, which nobody can set back; milliseconds since the epoch */
  changedMs: number
  /** identifies a file on its disk */
  inode: number
  /** where its bytes are, where that is not on this machine under its path */
  content?: StoredContent
  /** number of names the file has on its disk, where there is more than one */
  nlink?: number
  /** the first listed name of the same file: the builder sends this one as a hard link to it */
  hardlinkOf?: ContextPath
  link?: LinkInfo
  /** an excluded directory, there only because something below it is included again */
  parentOnly?: true
  /** the builder can't read it */
  unreadable?: true
  /** BuildKit lists the file and sends it with 0 bytes: its walk includes what its open refuses */
  arrivesEmpty?: true
  /** another file system, or a bind mount, begins here */
  mountPoint?: true
}

/** Where a symlink leads when the context root is taken for `/`, as builders resolve it. */
export interface LinkInfo {
  /** the target as it is written in the link */
  target: string
  absolute: boolean
  /** read as the host reads it, the target lies outside the context */
  escapes: boolean
  /**
   * - `found`: leads to `resolved`
   * - `dangling`: nothing lies at the end of it
   * - `loop`: it never ends
   */
  outcome: 'found' | 'dangling' | 'loop'
  /** what the in-root resolution ends at; the path that would have to exist where it dangles */
  resolved: ContextPath
}
