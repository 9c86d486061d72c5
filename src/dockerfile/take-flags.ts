import type { Flag, Position } from '../model/dockerfile.ts'
import { runeBytes } from './go-text.ts'
import { isLatinSpace, withBytes } from './latin.ts'
import { type Located, part, place } from './located.ts'

/** A flag of an instruction, and where its value stands. */
export interface WrittenFlag extends Flag {
  valueAt: Position
}

/**
 * Takes the flags off the front of what follows an instruction's name, and their quotes and escapes out of them. The
 * frontend goes byte by byte and takes each for a rune, so that in a flag all that is not ASCII changes, and a flag
 * ends where a byte looks like white space.
 * Source: buildkit frontend/dockerfile/parser/split_command.go, extractBuilderFlags.
 */
export function takeFlags(line: Located, escapeToken: string): { flags: WrittenFlag[]; rest: Located } {
  const flags: WrittenFlag[] = []
  const { text } = line
  let at = 0
  while (at < text.length) {
    if (isLatinSpace(runeBytes(text, at)[0]!)) {
      at++
      continue
    }
    if (text[at] !== '-' || text[at + 1] !== '-') break
    const scan = new FlagScan(escapeToken)
    const end = scan.read(text, at)
    if (scan.word === '--' && end.at < text.length) return { flags, rest: part(line, end.at) }
    if (scan.word !== '--') flags.push(toFlag(line, at, scan))
    const left = end.bytes.findIndex(byte => !isLatinSpace(byte))
    if (left >= 0) return { flags, rest: withBytes(end.bytes.slice(left), part(line, end.next)) }
    at = end.next
  }
  return { flags, rest: part(line, at) }
}

interface FlagEnd {
  /** where the rune stands that ended it */
  at: number
  /** behind that rune */
  next: number
  /** the bytes of that rune behind the one that ended it */
  bytes: number[]
}

class FlagScan {
  word = ''
  /** where the first `=` stands */
  equals = -1
  #quote = ''
  #escaped = false
  #escapeToken: string

  constructor(escapeToken: string) {
    this.#escapeToken = escapeToken
  }

  read(text: string, start: number): FlagEnd {
    let at = start
    while (at < text.length) {
      const bytes = runeBytes(text, at)
      const next = at + (bytes.length === 4 ? 2 : 1)
      for (const [index, byte] of bytes.entries()) {
        if (this.#quote === '' && !this.#escaped && isLatinSpace(byte))
          return { at, next, bytes: bytes.slice(index + 1) }
        this.#take(String.fromCharCode(byte), at)
      }
      at = next
    }
    return { at, next: at, bytes: [] }
  }

  #take(char: string, at: number) {
    if (this.#escaped) this.#escaped = false
    else if (char === this.#quote) {
      this.#quote = ''
      return
    } else if (this.#quote === '' && (char === '"' || char === "'")) {
      this.#quote = char
      return
    } else if (char === this.#escapeToken) {
      this.#escaped = true
      return
    }
    if (char === '=' && this.equals < 0) this.equals = at
    this.word += char
  }
}

function toFlag(line: Located, start: number, { word, equals }: FlagScan): WrittenFlag {
  const sign = word.indexOf('=')
  const at = place(line, start)
  if (sign < 0) return { name: word.slice(2), value: null, valueAt: at, ...at }
  return { name: word.slice(2, sign), value: word.slice(sign + 1), valueAt: place(line, equals + 1), ...at }
}
