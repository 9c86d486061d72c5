import { interpolate, type Lookup } from './interpolate.ts'

export interface Dotenv {
  values: ReadonlyMap<string, string>
  /** what compose would refuse; what comes before it is in `values` */
  problem?: { line: number; reason: string }
}

const BLANK = /[\t\v\f\r \u0085\u00a0]*/y
const SPACE = /\s*/y
const EXPORT = /export[\t\v\f\r \u0085\u00a0]+/y
/** Up to and with what ends a name; a line without any takes its value from the environment. */
const NAME = /([\p{L}\p{N}_.\-[\]\t\v\f\r \u0085\u00a0]*)([=:\n])/uy
const ESCAPE = /\\(?:[abcfnrtv$"\\]|0\d{0,3})/g

/**
 * Reads an env file as compose does (compose-go dotenv/parser.go). Values that are not in single quotes may use
 * variables, those of the environment first. No message holds a value: they are often secrets.
 */
export function readDotenv(text: string, environment: Lookup): Dotenv {
  const source = text.replace(/^\ufeff/, '')
  const values = new Map<string, string>()
  const lookup: Lookup = name => environment(name) ?? values.get(name)
  const fail = (at: number, reason: string): Dotenv => ({
    values,
    problem: { line: lineAt(source, at), reason },
  })
  let at = 0
  for (;;) {
    at = skip(SPACE, source, at)
    if (at >= source.length) return { values }
    if (source[at] === '#') {
      at = endOfLine(source, at)
      continue
    }
    at = skip(EXPORT, source, at)
    NAME.lastIndex = at
    const named = NAME.exec(source)
    if (named === null) {
      if (/^[\p{L}\p{N}_.\-[\]\s]*$/u.test(source.slice(at))) return { values }
      return fail(at, 'unexpected character in a variable name')
    }
    const name = named[1]!.trimEnd()
    if (name.includes(' ')) return fail(at, 'key cannot contain a space')
    at = NAME.lastIndex
    if (named[2] === '\n') {
      const inherited = lookup(name)
      if (inherited !== undefined) values.set(name, inherited)
      continue
    }
    const start = skip(BLANK, source, at)
    const read = readValue(source, start)
    if (read === undefined) return fail(start, 'unterminated quoted value')
    const value = read.expand ? interpolate(read.text, lookup) : { text: read.text }
    if ('problem' in value) return fail(start, 'invalid variable in a value')
    values.set(name, value.text)
    at = read.end
  }
}

function readValue(
  source: string,
  start: number,
): { text: string; expand: boolean; end: number } | undefined {
  const quote = source[start]
  if (quote !== '"' && quote !== "'") {
    const end = endOfLine(source, start)
    const text = source.slice(start, end).split(' #', 1)[0]!.trimEnd()
    return { text, expand: text.includes('$'), end }
  }
  let text = ''
  for (let at = start + 1; at < source.length; at++) {
    const char = source[at]!
    if (char === quote) {
      const value = quote === '"' ? text.replace(ESCAPE, unescaped) : text
      return { text: value, expand: quote === '"' && value.includes('$'), end: at + 1 }
    }
    // only the quote loses its backslash here
    if (char === '\\' && at + 1 < source.length) {
      at++
      text += source[at] === quote ? quote : `\\${source[at]}`
    } else text += char
  }
  return undefined
}

const CONTROL: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$$',
  '"': '"',
  '\\': '\\',
}

/** Go knows three octal digits and no `\c`. */
function unescaped(sequence: string): string {
  if (sequence[1] !== '0') return CONTROL[sequence[1]!] ?? sequence
  const octal = /^[0-3][0-7]{2}$/.exec(sequence.slice(2))
  return octal ? String.fromCharCode(Number.parseInt(octal[0], 8)) : sequence
}

function skip(what: RegExp, source: string, at: number): number {
  what.lastIndex = at
  return what.test(source) ? what.lastIndex : at
}

function endOfLine(source: string, at: number): number {
  const end = source.indexOf('\n', at)
  return end < 0 ? source.length : end
}

function lineAt(source: string, at: number): number {
  return source.slice(0, at).split('\n').length
}
