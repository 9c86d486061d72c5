// Go's %q, which the frontend's messages are full of.

const NAMED: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

const PLAIN = /^[\x20-\x7e]*$/
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u

/** `text` in double quotes, as Go's strconv.Quote writes it. */
export function quoted(text: string): string {
  if (PLAIN.test(text) && !text.includes('"') && !text.includes('\\')) return `"${text}"`
  let out = ''
  for (const char of text) out += NAMED[char] ?? (PRINTABLE.test(char) ? char : escaped(char.codePointAt(0)!))
  return `"${out}"`
}

function escaped(code: number): string {
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}
