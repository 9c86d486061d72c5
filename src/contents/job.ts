import type { StoredContent } from '../model/stored-content.ts'
import type { Examined } from './examined.ts'
import type { LoadedPart } from './ranges.ts'

/** A file that is to be looked at. */
export interface Job {
  /** its place among the files that are looked at */
  index: number
  /** as it is reported */
  path: string
  /** relative to the context, for the file system */
  rawPath: string
  bytes: number
  /** where its bytes are, where that is not at its path */
  content?: StoredContent
  /** the bytes of one that is known by name; absent before they were read, and where they can't be had */
  parts?: readonly LoadedPart[]
}

/** What a worker is given when it starts. */
export interface WorkerData {
  root: string
  mostBytes: number
  /** two numbers that it writes: the batches that it has begun, and the job it is at, from 1; 0 between batches */
  progress: SharedArrayBuffer
}

/** Files that have something to say; of all others there is nothing. */
export type Outcomes = [index: number, examined: Examined][]
