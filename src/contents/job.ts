import type { Examined } from './examine-file.ts'

/** A file that is to be looked at. */
export interface Job {
  /** its place among the snapshot's entries */
  index: number
  /** as it is reported */
  path: string
  /** relative to the context, for the file system */
  rawPath: string
  bytes: number
}

/** What a worker is given when it starts. */
export interface WorkerData {
  root: string
  mostBytes: number
  /** where it writes which job of its batch it is at: its number, from 1 */
  progress: SharedArrayBuffer
}

/** Files that have something to say; of all others there is nothing. */
export type Outcomes = [index: number, examined: Examined][]
