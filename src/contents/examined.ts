import type { ContentDigest } from '../model/finding.ts'
import type { FileSecrets } from '../model/secret.ts'

/** What became of reading one file. */
export interface Examined {
  /** what it holds; absent where there is nothing */
  secrets?: FileSecrets
  /** it is a Git LFS pointer, and stands for a file of so many bytes */
  pointer?: number
  digest?: ContentDigest
  /** it is no longer what the walk saw, or it changed while it was read */
  changed?: true
  /** it could not be read: the file system's code, such as EACCES */
  failed?: string
}

/** In place of the file system's code: git does not give the bytes of a blob. */
export const OBJECT_MISSING = 'EOBJECT'

/** In place of the file system's code: the reading went well, and this code did not. */
export const SEARCH_FAILED = 'ESEARCH'
