import type { ContextEntry } from '../model/entry.ts'
import type { ContextSource, OpenFile } from '../model/source.ts'
import { type Member, rawPathOf } from './members.ts'
import { type ReadAhead, readAhead } from './read-ahead.ts'
import { type Piece, readPiece, SLOT_BYTES } from './slot.ts'
import { asWalked, changed, checkStat, checkUnchanged, openWalked } from './unchanged.ts'

/** A part of a file, in memory that is used again for the next one. */
export interface WalkedPiece {
  content: Uint8Array
  mtimeNs: bigint
}

/** Whether the content of a member is read from where it was walked. */
export function isRead({ entry, given }: Member): boolean {
  return entry.kind === 'file' && entry.hardlinkOf === undefined && !entry.arrivesEmpty && given === undefined
}

/**
 * A long file is read in steps of half of what a pipe holds: while the other side takes one, the next is read. To read
 * more at once leaves it waiting, and a thread that reads ahead takes its processor: both cost half as much again.
 */
const STEP_BYTES = 32 * 1024

/** What the members of a context hold that are read, each piece once and in their order. */
export class Contents {
  readonly #source: ContextSource
  readonly #ahead: ReadAhead | undefined
  #memory: Uint8Array | undefined
  /** the long file that is being read */
  #long: { file: OpenFile; mtimeNs: bigint } | undefined

  constructor(members: readonly Member[], source: ContextSource) {
    this.#source = source
    const entries = members.filter(isRead).map(({ entry }) => entry)
    this.#ahead = readAhead(entries.filter(entry => !this.#isLong(entry)).flatMap(piecesOf), source)
  }

  /**
   * The next piece, which begins at `from`: all of a short file. Throws a
   * {@link import('../errors.ts').CtxguardError} unless it is of the file that was walked, and nobody has written to that.
   */
  next(entry: ContextEntry, from: number): WalkedPiece {
    return this.#isLong(entry) ? this.#step(entry, from) : this.#piece(entry, from)
  }

  /** To be called when no more is wanted. */
  close(): void {
    this.#ahead?.close()
    this.#long?.file.close()
    this.#long = undefined
  }

  /** Whether it is read in steps: what does not lie in a directory may be unpacked anew for each. */
  #isLong({ bytes }: ContextEntry): boolean {
    return this.#source.root !== undefined && bytes > SLOT_BYTES
  }

  #piece(entry: ContextEntry, from: number): WalkedPiece {
    const piece = pieceAt(entry, from)
    const { content, stat } =
      this.#ahead?.next() ??
      asWalked(entry.path, () => readPiece(this.#source, piece, this.#own().subarray(0, piece.bytes)))
    const { mtimeNs } = checkStat(stat, entry)
    if (content.length < piece.bytes)
      throw changed(entry.path, `it ends after ${from + content.length} bytes`)
    return { content, mtimeNs }
  }

  #step(entry: ContextEntry, from: number): WalkedPiece {
    if (from === 0) {
      const file = openWalked(this.#source, entry)
      this.#long = { file, mtimeNs: 0n }
      this.#long.mtimeNs = checkUnchanged(file, entry).mtimeNs
    }
    const { file, mtimeNs } = this.#long!
    const content = this.#own().subarray(0, Math.min(STEP_BYTES, entry.bytes - from))
    const count = asWalked(entry.path, () => file.read(content, from))
    const isLast = from + count === entry.bytes
    // after the last byte it answers for all of them
    if (isLast || count < content.length) checkUnchanged(file, entry)
    if (count < content.length) throw changed(entry.path, `it ends after ${from + count} bytes`)
    if (isLast) {
      file.close()
      this.#long = undefined
    }
    return { content, mtimeNs }
  }

  #own(): Uint8Array {
    this.#memory ??= Buffer.allocUnsafeSlow(SLOT_BYTES)
    return this.#memory
  }
}

function piecesOf(entry: ContextEntry): Piece[] {
  const count = Math.max(1, Math.ceil(entry.bytes / SLOT_BYTES))
  return Array.from({ length: count }, (_, i) => pieceAt(entry, i * SLOT_BYTES))
}

function pieceAt(entry: ContextEntry, from: number): Piece {
  return { path: rawPathOf(entry), from, bytes: Math.min(SLOT_BYTES, entry.bytes - from) }
}
