// What Go's text/scanner and unicode packages make of characters, as the Dockerfile lexer sees them.

import { replaceInvalid } from '../go-text.ts'

/** Behind the last character. */
export const END = -1

/** Go's unicode.IsDigit. */
export function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 0x30 && code <= 0x39
  return /^\p{Nd}$/u.test(String.fromCodePoint(code))
}

/** A letter or digit of any script, or `_`. */
export function isNameCharacter(code: number): boolean {
  if (code === END) return false
  if (code < 0x80) return NAME_ASCII[code]!
  return /^[\p{L}\p{Nd}_]$/u.test(String.fromCodePoint(code))
}

const NAME_ASCII = Array.from({ length: 0x80 }, (_, code) => /\w/.test(String.fromCharCode(code)))

/** What text/scanner reads: without a byte order mark at the very start, U+FFFD for what is no character. */
export function scannable(text: string): string {
  const start = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  return replaceInvalid(start)
}

/** Go's `string(r)`, also of the end. */
export function characterOf(code: number): string {
  return code === END ? '\ufffd' : String.fromCodePoint(code)
}
