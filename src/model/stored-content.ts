/** Where the bytes of a file are that is not on this machine under its path. */
export type StoredContent =
  /** known by a name that no other bytes have: the blob of a commit */
  | { kind: 'object'; name: string }
  /** they stand in a file that this process has open, from `offset` on */
  | { kind: 'part'; fd: number; offset: number }

/** A part of what is known by a name; `length` may reach beyond its end. */
export interface WantedContent {
  name: string
  from: number
  length: number
}
