import type { RawPath } from '../model/path.ts'
import type { ContextSource, OpenFile } from '../model/source.ts'

/** The most that is read at one go: pieces of files, and bytes of them. */
export const SLOT_PIECES = 64
export const SLOT_BYTES = 256 * 1024

/** A file, or a part of one that is longer than a slot. */
export interface Piece {
  path: RawPath
  from: number
  bytes: number
}

/** What a piece holds, and what its file was found to be after that was read. */
export interface ReadPiece {
  content: Uint8Array
  stat: ReturnType<OpenFile['stat']>
}

/** Throws the file system's own errors; fewer bytes than asked for only where the file ends. */
export function readPiece(source: ContextSource, { path, from }: Piece, into: Uint8Array): ReadPiece {
  const file = source.open(path)
  try {
    const count = file.read(into, from)
    return { content: into.subarray(0, count), stat: file.stat() }
  } finally {
    file.close()
  }
}

const NUMBERS = 4
const TIMES = 2
const FAILED = -1

/** Memory that one slot takes. */
export const SLOT_MEMORY = SLOT_PIECES * (NUMBERS + TIMES) * 8 + SLOT_BYTES

/** Pieces in memory that threads can share: numbers and bytes, no objects. */
export class Slot {
  /** of each piece: bytes that were read, or FAILED; size, mode and inode of its file */
  readonly #numbers: Float64Array
  /** of each piece: when its file was written, and changed in any way, in nanoseconds */
  readonly #times: BigInt64Array
  readonly #content: Uint8Array

  constructor(memory: ArrayBufferLike, offset = 0) {
    this.#numbers = new Float64Array(memory, offset, SLOT_PIECES * NUMBERS)
    this.#times = new BigInt64Array(memory, offset + this.#numbers.byteLength, SLOT_PIECES * TIMES)
    const contentAt = offset + this.#numbers.byteLength + this.#times.byteLength
    this.#content = new Uint8Array(memory, contentAt, SLOT_BYTES)
  }

  fill(source: ContextSource, pieces: readonly Piece[]): void {
    let at = 0
    for (const [i, piece] of pieces.entries()) {
      try {
        const { content, stat } = readPiece(source, piece, this.#content.subarray(at, at + piece.bytes))
        this.#write(i, content.length, stat)
      } catch {
        // whoever wants it reads it again, and says what is wrong
        this.#numbers[i * NUMBERS] = FAILED
      }
      at += piece.bytes
    }
  }

  #write(i: number, count: number, stat: ReadPiece['stat']): void {
    this.#numbers.set([count, stat.bytes, stat.mode, stat.inode], i * NUMBERS)
    this.#times[i * TIMES] = stat.mtimeNs
    this.#times[i * TIMES + 1] = stat.changedNs
  }

  /** The piece of that place, whose content begins at `offset`; undefined where it could not be read. */
  piece(i: number, offset: number): ReadPiece | undefined {
    const at = i * NUMBERS
    const count = this.#numbers[at]!
    if (count === FAILED) return undefined
    return {
      content: this.#content.subarray(offset, offset + count),
      stat: {
        bytes: this.#numbers[at + 1]!,
        mode: this.#numbers[at + 2]!,
        inode: this.#numbers[at + 3]!,
        mtimeNs: this.#times[i * TIMES]!,
        changedNs: this.#times[i * TIMES + 1]!,
      },
    }
  }
}
