import { isUtf8 } from 'node:buffer'

const LF = 0x0a
const CR = 0x0d

/** Where an offset of a text is: both from 1, columns in UTF-16 units. */
export interface Position {
  line: number
  column: number
}

/** Finds lines and columns of offsets that come in ascending order: the whole costs one pass. */
export class Positions {
  #line: number
  #column: number
  #at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array, from: Position = { line: 1, column: 1 }) {
    this.#bytes = bytes
    this.#line = from.line
    this.#column = from.column
  }

  of(offset: number): Position {
    const bytes = this.#bytes
    let lineStart = this.#at
    let wide = false
    for (let at = this.#at; at < offset; at++) {
      const byte = bytes[at]!
      if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) {
        this.#line++
        this.#column = 1
        lineStart = at + 1
        wide = false
      } else if (byte >= 0x80) wide = true
    }
    this.#column += wide ? units(bytes.subarray(lineStart, offset)) : offset - lineStart
    this.#at = Math.max(this.#at, offset)
    return { line: this.#line, column: this.#column }
  }
}

/** UTF-16 units of UTF-8; what is not UTF-8 counts as latin1. */
function units(bytes: Uint8Array): number {
  if (!isUtf8(bytes)) return bytes.length
  let count = 0
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1
  return count
}
