import { Worker } from 'node:worker_threads'
import { bundleFile } from '../bundle-file.ts'
import type { ContextSource } from '../model/source.ts'
import { type Batches, claim, type ReadAheadData } from './read-ahead-protocol.ts'
import { type Piece, type ReadPiece, SLOT_BYTES, SLOT_MEMORY, SLOT_PIECES, Slot } from './slot.ts'

/** Less is read before a thread has started. */
const LEAST_PIECES = 2000
const LEAST_BYTES = 32 * 2 ** 20
const SLOTS = 8
/** Batches that are read here while the thread is at the one that is wanted. */
const MOST_HERE = 2
/** A thread that needs so long for a batch is not waited for again. */
const PATIENCE_MS = 10_000

/** Pieces that are read before they are wanted. */
export interface ReadAhead {
  /**
   * The next piece, each once and in their order; its memory is used again when another one is asked for. Undefined where
   * it could not be read.
   */
  next(): ReadPiece | undefined
  /** ends the thread */
  close(): void
}

/**
 * Reads pieces, none longer than {@link SLOT_BYTES}, in a thread beside this one: half of the time that it takes to pack
 * many files goes into opening and closing them. Undefined where that would not pay, or where there is no directory to
 * read them from.
 */
export function readAhead(pieces: readonly Piece[], source: ContextSource): ReadAhead | undefined {
  const isMuch = () => pieces.reduce((sum, { bytes }) => sum + bytes, 0) >= LEAST_BYTES
  if (source.root === undefined || (pieces.length < LEAST_PIECES && !isMuch())) return undefined
  return new Reader(pieces, source, source.root)
}

function batchesOf(pieces: readonly Piece[]): Batches {
  const froms = new Float64Array(new SharedArrayBuffer(pieces.length * 8))
  const bytes = sharedNumbers(pieces.length)
  const starts = [0]
  let used = 0
  for (const [i, piece] of pieces.entries()) {
    froms[i] = piece.from
    bytes[i] = piece.bytes
    if (i - starts.at(-1)! === SLOT_PIECES || used + piece.bytes > SLOT_BYTES) {
      starts.push(i)
      used = 0
    }
    used += piece.bytes
  }
  starts.push(pieces.length)
  const paths = starts.slice(1).map((end, batch) =>
    pieces
      .slice(starts[batch], end)
      .map(({ path }) => path)
      .join('\0'),
  )
  return { paths, starts: Int32Array.from(starts), froms, bytes }
}

/** Whoever is free reads the next batch: the thread, or this one when it would have to wait for the thread. */
class Reader implements ReadAhead {
  readonly #pieces: readonly Piece[]
  readonly #starts: Int32Array
  readonly #source: ContextSource
  readonly #thread: Worker
  readonly #shared: Pick<ReadAheadData, 'claims' | 'places' | 'taken'>
  readonly #slots: readonly Slot[]
  /** batches that were read here, and memory for more */
  readonly #here = new Map<number, Slot>()
  readonly #spare: Slot[] = []
  #isLost = false
  #batch = -1
  #slot!: Slot
  #next = 0
  #offset = 0

  constructor(pieces: readonly Piece[], source: ContextSource, root: string) {
    const batches = batchesOf(pieces)
    const count = batches.paths.length
    const shared = {
      claims: sharedNumbers(count),
      places: sharedNumbers(count),
      taken: sharedNumbers(SLOTS),
    }
    const slots = new SharedArrayBuffer(SLOTS * SLOT_MEMORY)
    const workerData: ReadAheadData = { root, batches, ...shared, slots }
    this.#thread = new Worker(bundleFile('read-ahead-worker'), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    })
    // without it all is read here
    this.#thread.on('error', () => {})
    this.#thread.unref()
    this.#pieces = pieces
    this.#starts = batches.starts
    this.#source = source
    this.#shared = shared
    this.#slots = Array.from({ length: SLOTS }, (_, i) => new Slot(slots, i * SLOT_MEMORY))
  }

  next(): ReadPiece | undefined {
    if (this.#next === this.#starts[this.#batch + 1] || this.#batch < 0) this.#turn()
    const read = this.#slot.piece(this.#next - this.#starts[this.#batch]!, this.#offset)
    this.#offset += this.#pieces[this.#next++]!.bytes
    return read
  }

  close(): void {
    void this.#thread.terminate()
  }

  /** To the next batch. */
  #turn(): void {
    if (this.#batch >= 0) this.#release(this.#batch)
    this.#batch++
    this.#offset = 0
    this.#slot = this.#fetch(this.#batch)
  }

  #release(batch: number): void {
    if (this.#here.delete(batch)) {
      this.#spare.push(this.#slot)
      return
    }
    const { places, taken } = this.#shared
    const slot = Atomics.load(places, batch) - 1
    Atomics.store(taken, slot, 0)
    Atomics.notify(taken, slot)
  }

  #fetch(batch: number): Slot {
    const { claims, places } = this.#shared
    const known = this.#here.get(batch)
    if (known !== undefined) return known
    if (claim(claims, batch)) return this.#readHere(batch)
    for (let ahead = batch + 1; !this.#isLost; ahead++) {
      const place = Atomics.load(places, batch)
      if (place > 0) return this.#slots[place - 1]!
      if (this.#here.size < MOST_HERE && ahead < places.length) {
        if (claim(claims, ahead)) this.#readHere(ahead)
      } else if (Atomics.wait(places, batch, 0, PATIENCE_MS) === 'timed-out') this.#isLost = true
    }
    return this.#readHere(batch)
  }

  #readHere(batch: number): Slot {
    const slot = this.#spare.pop() ?? new Slot(new ArrayBuffer(SLOT_MEMORY))
    slot.fill(this.#source, this.#pieces.slice(this.#starts[batch], this.#starts[batch + 1]))
    this.#here.set(batch, slot)
    return slot
  }
}

function sharedNumbers(count: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(count * 4))
}
