/** Text as Go sees it, where JavaScript differs. Bytes that are not UTF-8 stand as U+DC00 + byte. */

/** The runes of unicode.IsSpace; U+FEFF is not among them, U+0085 is. */
const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

/** unicode.IsSpace of one UTF-16 unit: all white space lies in the basic plane. */
export function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 9 && unit <= 13)
  return SPACE.test(String.fromCharCode(unit))
}

/** Where the text begins and ends without white space around it: [0, 0] where there is nothing else. */
export function trimmedRange(text: string): [number, number] {
  let end = text.length
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  let start = 0
  while (start < end && isSpace(text.charCodeAt(start))) start++
  return start === end ? [0, 0] : [start, end]
}

export function trimSpace(text: string): string {
  return text.slice(...trimmedRange(text))
}

/** strings.ToLower: rune by rune, so that no rune becomes two and no neighbour matters; what is no rune is U+FFFD. */
export function lower(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  return mapRunes(text, rune => firstRune(rune.toLowerCase()))
}

/** strings.ToUpper. */
export function upper(text: string): string {
  if (isAscii(text)) return text.toUpperCase()
  return mapRunes(text, rune => {
    const raised = rune.toUpperCase()
    return firstRune(raised) === raised ? raised : rune
  })
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

function mapRunes(text: string, map: (rune: string) => string): string {
  return replaceInvalid(text).replace(/[^\0-\x40\x5b-\x60\x7b-\x7f]/gu, map)
}

function firstRune(text: string): string {
  return String.fromCodePoint(text.codePointAt(0)!)
}

/** Each byte that is not UTF-8 becomes U+FFFD, as where Go decodes and writes again. */
export function replaceInvalid(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Cs}/gu, '\ufffd') : text
}

/** Length in bytes, `from` and `to` in UTF-16 units. */
export function byteLength(text: string, from = 0, to = text.length): number {
  let bytes = 0
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) bytes++
    else if (unit < 0x800) bytes += 2
    else if (unit < 0xd800 || unit > 0xdfff) bytes += 3
    else if (text.codePointAt(at)! > 0xffff) {
      bytes += 4
      at++
    } else bytes += unit >= 0xdc80 && unit <= 0xdcff ? 1 : 3
  }
  return bytes
}

/** The bytes of the rune at `at`. */
export function runeBytes(text: string, at: number): number[] {
  const rune = text.codePointAt(at)!
  if (rune < 0x80) return [rune]
  if (rune < 0x800) return [0xc0 | (rune >> 6), 0x80 | (rune & 63)]
  if (rune >= 0xdc80 && rune <= 0xdcff) return [rune - 0xdc00]
  if (rune < 0x10000) return [0xe0 | (rune >> 12), 0x80 | ((rune >> 6) & 63), 0x80 | (rune & 63)]
  return [0xf0 | (rune >> 18), 0x80 | ((rune >> 12) & 63), 0x80 | ((rune >> 6) & 63), 0x80 | (rune & 63)]
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

/** `%q`. Source: Go strconv.Quote. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, quoteRune)}"`
}

function quoteRune(rune: string): string {
  const known = ESCAPES[rune]
  if (known !== undefined) return known
  const code = rune.codePointAt(0)!
  if (code < 0x80) return `\\x${hex(code, 2)}`
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
