import type { ContextEntry } from '../model/entry.ts'
import type { ContextSource } from '../model/source.ts'
import { type Member, rawPathOf } from './members.ts'
import { type ReadAhead, readAhead } from './read-ahead.ts'
import { type Piece, readPiece, SLOT_BYTES } from './slot.ts'
import { asWalked, changed, checkStat } from './unchanged.ts'

/** A part of a file, in memory that is used again for the next one. */
export interface WalkedPiece {
  content: Uint8Array
  mtimeNs: bigint
}

/** Whether the content of a member is read from where it was walked. */
export function isRead({ entry, given }: Member): boolean {
  return entry.kind === 'file' && entry.hardlinkOf === undefined && !entry.arrivesEmpty && given === undefined
}

/** What the members of a context hold that are read, each piece once and in their order. */
export class Contents {
  readonly #source: ContextSource
  readonly #ahead: ReadAhead | undefined
  #memory: Uint8Array | undefined

  constructor(members: readonly Member[], source: ContextSource) {
    const pieces = members.filter(isRead).flatMap(({ entry }) => piecesOf(entry))
    this.#source = source
    this.#ahead = readAhead(pieces, source)
  }

  /**
   * The next piece, which begins at `from`: all of a short file. Throws a
   * {@link import('../errors.ts').CtxguardError} unless it is of the file that was walked, and nobody has written to that.
   */
  next(entry: ContextEntry, from: number): WalkedPiece {
    const piece = pieceAt(entry, from)
    const { content, stat } =
      this.#ahead?.next() ??
      asWalked(entry.path, () => readPiece(this.#source, piece, this.#own().subarray(0, piece.bytes)))
    const { mtimeNs } = checkStat(stat, entry)
    if (content.length < piece.bytes)
      throw changed(entry.path, `it ends after ${from + content.length} bytes`)
    return { content, mtimeNs }
  }

  /** To be called when no more is wanted. */
  close(): void {
    this.#ahead?.close()
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
