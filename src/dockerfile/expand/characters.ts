// What Go's text/scanner and unicode packages make of characters, as the Dockerfile lexer sees them.

/** Behind the last character. */
export const END = -1

const SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/
const LONE_SURROGATE = /[\ud800-\udfff]/u
const LONE_SURROGATES = /[\ud800-\udfff]/gu
const DIGIT = /^\p{Nd}$/u
const NAME = /^[\p{L}\p{Nd}_]$/u

/** Go's unicode.IsSpace. */
export function isSpace(char: string): boolean {
  return SPACE.test(char)
}

/** Go's unicode.IsDigit. */
export function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 0x30 && code <= 0x39
  return DIGIT.test(String.fromCodePoint(code))
}

/** A letter or digit of any script, or `_`. */
export function isNameCharacter(code: number): boolean {
  if (code === END) return false
  if (code < 0x80) return NAME_ASCII[code]!
  return NAME.test(String.fromCodePoint(code))
}

const NAME_ASCII = Array.from({ length: 0x80 }, (_, code) => NAME.test(String.fromCharCode(code)))

/** What text/scanner reads: without a byte order mark at the very start, U+FFFD for what is no character. */
export function scannable(text: string): string {
  const start = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  return LONE_SURROGATE.test(start) ? start.replace(LONE_SURROGATES, '\ufffd') : start
}

/** Go's `string(r)`, also of the end. */
export function characterOf(code: number): string {
  return code === END ? '\ufffd' : String.fromCodePoint(code)
}
