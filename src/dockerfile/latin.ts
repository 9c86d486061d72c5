import { runeBytes } from './go-text.ts'
import { type Located, part } from './located.ts'

// Some of the frontend's code goes byte by byte and takes each byte for a rune, as if the text were Latin-1.

/** unicode.IsSpace of a byte that is taken for a rune. */
export function isLatinSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 9 && byte <= 13) || byte === 0x85 || byte === 0xa0
}

/** Bytes that were part of a rune stand before the rest as bytes that are not UTF-8. */
export function withBytes(bytes: readonly number[], rest: Located): Located {
  if (bytes.length === 0) return rest
  return { ...rest, text: rawBytes(bytes) + rest.text, from: rest.from - bytes.length }
}

/** The text up to the first byte that looks like white space, and from the next on that does not. */
export function cutLatin(text: Located): { head: Located; rest: Located } {
  const { at, bytes, space } = findSpace(text.text)
  const start = part(text, 0, at)
  const head = space > 0 ? { ...start, text: start.text + rawBytes(bytes.slice(0, space)) } : start
  let next = at + (bytes.length === 4 ? 2 : 1)
  const left = bytes.slice(space).findIndex(byte => !isLatinSpace(byte))
  if (left >= 0) return { head, rest: withBytes(bytes.slice(space + left), part(text, next)) }
  while (next < text.text.length && isLatinSpace(runeBytes(text.text, next)[0]!)) next++
  return { head, rest: part(text, next) }
}

/** The rune that holds the first byte of white space; past the end where there is none. */
function findSpace(text: string): { at: number; bytes: number[]; space: number } {
  let at = 0
  while (at < text.length) {
    const bytes = runeBytes(text, at)
    const space = bytes.findIndex(isLatinSpace)
    if (space >= 0) return { at, bytes, space }
    at += bytes.length === 4 ? 2 : 1
  }
  return { at, bytes: [], space: 0 }
}

function rawBytes(bytes: readonly number[]): string {
  return String.fromCharCode(...bytes.map(byte => 0xdc00 + byte))
}
