/** Pieces of files, cut into batches that fit a slot. */
export interface Batches {
  /** by batch: the paths, raw, NUL between two: few strings go between threads faster than many */
  paths: string[]
  /** where each batch begins among the pieces; the last one is the number of pieces */
  starts: Int32Array
  /** by piece: where it begins in its file, and its bytes */
  froms: Float64Array<SharedArrayBuffer>
  bytes: Int32Array<SharedArrayBuffer>
}

/** What the reading thread is given when it starts. */
export interface ReadAheadData {
  root: string
  batches: Batches
  /** by batch: whether somebody reads it, or has */
  claims: Int32Array<SharedArrayBuffer>
  /** by batch: the slot in which it is, from 1; 0 until then */
  places: Int32Array<SharedArrayBuffer>
  /** by slot: whether somebody still needs what is in it */
  taken: Int32Array<SharedArrayBuffer>
  slots: SharedArrayBuffer
}

/** Whoever is told true reads the batch. */
export function claim(claims: Int32Array, batch: number): boolean {
  return Atomics.compareExchange(claims, batch, 0, 1) === 0
}
