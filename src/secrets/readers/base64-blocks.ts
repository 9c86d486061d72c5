import { decodeBase64 } from '../decode.ts'

/** Base64 in a text, with what it says. */
export interface Base64Block {
  start: number
  end: number
  /** latin1 */
  decoded: string
}

const MOST = 24 * 1024
/** What goes on in the next line, below the first one or in a quoted text. */
const NEXT_LINE = /(?:\r\n|\r|\n|\\n|\\\\n|\\r\\n)[ \t]{0,64}([A-Za-z0-9+/_-]{20,16384}={0,2})/y

/**
 * The base64 around each match of a pattern (global, without a group), in one line or in several.
 *
 * @param beginning how such a block begins, where it need not be with its first character
 */
export function* base64Around(text: string, pattern: RegExp, beginning: RegExp): Generator<Base64Block> {
  let from = 0
  for (const { index } of text.matchAll(pattern)) {
    if (index < from) continue
    const first = startOf(text, index, Math.max(from, index - MOST))
    let end = endOf(text, index, first + MOST)
    const lines = [text.slice(first, end)]
    for (; end < first + MOST; end = NEXT_LINE.lastIndex) {
      NEXT_LINE.lastIndex = end
      const line = NEXT_LINE.exec(text)?.[1]
      if (line === undefined) break
      lines.push(line)
    }
    const joined = lines.join('')
    const skipped = Math.max(0, joined.search(beginning))
    const decoded = decodeBase64(joined.slice(skipped))
    if (decoded !== undefined) yield { start: first + skipped, end, decoded }
    from = end
  }
}

function startOf(text: string, at: number, least: number): number {
  let start = at
  while (start > least && isBase64(text.charCodeAt(start - 1))) start--
  return start
}

function endOf(text: string, at: number, most: number): number {
  let end = at
  while (end < Math.min(most, text.length) && isBase64(text.charCodeAt(end))) end++
  const padding = text.startsWith('==', end) ? 2 : text[end] === '=' ? 1 : 0
  return end + padding
}

function isBase64(code: number): boolean {
  const lower = code | 0x20
  // letters, digits and the solidus, then `+ - _`
  return (
    (lower >= 0x61 && lower <= 0x7a) ||
    (code >= 0x2f && code <= 0x39) ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x5f
  )
}
