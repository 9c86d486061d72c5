import { lineCounter, linesOf, matchesOf } from './lines.ts'

/** A name and what it is set to, as text. */
export interface Pair {
  key: string
  value: string
  /** 1-based */
  line: number
  /** of the value's first character, in UTF-16 units from 1; absent where a reader does not tell */
  column?: number
  /** whether the value stands in quotes; absent likewise */
  quoted?: boolean
}

const MAX_LINE = 4096
const PAIR =
  /^[ \t]{0,128}(?:(?:export|local|readonly|ENV|ARG)[ \t]{1,8}|-[ \t]{1,8}|\$(?:env:)?)?(["']?)([A-Za-z_][\w.[\]-]{0,127})\1[ \t]{0,64}(?:=>|:=|[:=])(.*)$/

/** `key = value` and `key: value`, one a line: dotenv, INI, properties, TOML, flat YAML, HCL, shells. */
export function* linePairs(text: string): Generator<Pair> {
  let line = 0
  for (const whole of linesOf(text)) {
    line++
    const { text: pair, from } = unwrapped(whole.slice(0, MAX_LINE))
    const match = PAIR.exec(pair)
    if (!match) continue
    const raw = match[3]!
    const { value, quoted } = literalOf(raw)
    const before = from + match[0].length - raw.trimStart().length
    yield { key: match[2]!, value, line, column: before + (quoted ? 2 : 1), quoted }
  }
}

/** An item of a list that is quoted as a whole: `- "KEY=value"`, as environments are listed. */
function unwrapped(line: string): { text: string; from: number } {
  const match = /^([ \t]{0,128}-[ \t]{1,8}(["']))(\w[^"']{0,1024})\2[ \t]{0,8}$/.exec(line)
  return match && match[3]!.includes('=')
    ? { text: match[3]!, from: match[1]!.length }
    : { text: line, from: 0 }
}

/** A value without its quotes, or without the comment and the punctuation that follow it. */
function literalOf(raw: string): { value: string; quoted: boolean } {
  const text = raw.trim()
  const quote = text[0]
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1)
    return { value: end < 0 ? text.slice(1) : text.slice(1, end), quoted: true }
  }
  if (quote === '#') return { value: '', quoted: false }
  const comment = [text.indexOf(' #'), text.indexOf('\t#')].filter(at => at >= 0)
  const bare = comment.length > 0 ? text.slice(0, Math.min(...comment)).trimEnd() : text
  return { value: bare.endsWith(',') || bare.endsWith(';') ? bare.slice(0, -1) : bare, quoted: false }
}

const JSON_PAIR = /"([^"\\\n]{1,128})"\s{0,32}:\s{0,32}"((?:[^"\\\n]|\\[^\n]){0,4096})"/g

/** String members of JSON, at any depth; comments and trailing commas do no harm. */
export function* jsonPairs(text: string): Generator<Pair> {
  const positionAt = positionCounter(text)
  for (const match of text.matchAll(JSON_PAIR)) {
    const [whole, key, value] = match as unknown as [string, string, string]
    const start = match.index + whole.length - value.length - 1
    yield { key, value, ...positionAt(start), quoted: true }
  }
}

/** Finds line and column of offsets that are asked in ascending order: the whole then costs one pass. */
function positionCounter(text: string): (offset: number) => { line: number; column: number } {
  const lineEnd = /\r\n?|\n/g
  let line = 1
  let start = 0
  let next = lineEnd.exec(text)
  return offset => {
    while (next !== null && next.index < offset) {
      line++
      start = next.index + next[0].length
      next = lineEnd.exec(text)
    }
    return { line, column: offset - start + 1 }
  }
}

const XML_FORMS: readonly RegExp[] = [
  // <add key="K" value="V"/>, <property name="K" value="V"/>
  /\b(?:key|name)\s{0,4}=\s{0,4}"([^"<>]{1,128})"\s{1,32}value\s{0,4}=\s{0,4}"([^"<>]{0,1024})"/g,
  // <property name="K">V</property>
  /<\w{1,32}\s{1,8}name="([^"<>]{1,128})"\s{0,8}>([^<>]{1,1024})<\//g,
  // <key>K</key><string>V</string>
  /<key>([^<>]{1,128})<\/key>\s{0,64}<string>([^<>]{1,1024})<\//g,
  // <K>V</K>
  /<([A-Za-z][\w:.-]{0,63})(?:\s[^<>]{0,256})?>([^<>]{1,1024})<\//g,
  // K="V"
  /\s([A-Za-z][\w:.-]{0,63})\s{0,4}=\s{0,4}["']([^"'<>]{1,1024})["']/g,
]

/** Elements, attributes and the usual pairs of both. Comments are left out. */
export function* xmlPairs(text: string): Generator<Pair> {
  const bare = withoutComments(text)
  for (const form of XML_FORMS) {
    const positionAt = positionCounter(bare)
    for (const match of bare.matchAll(form)) {
      const [whole, key, raw] = match as unknown as [string, string, string]
      const start = match.index + whole.lastIndexOf(raw) + raw.length - raw.trimStart().length
      yield { key, value: raw.trim(), ...positionAt(start), quoted: true }
    }
  }
}

/** Blanks comments; lines and columns keep their numbers. */
function withoutComments(xml: string): string {
  let kept = ''
  let at = 0
  for (;;) {
    const open = xml.indexOf('<!--', at)
    if (open < 0) return kept + xml.slice(at)
    const close = xml.indexOf('-->', open)
    const end = close < 0 ? xml.length : close + 3
    kept += xml.slice(at, open) + xml.slice(open, end).replace(/[^\r\n]+/g, run => ' '.repeat(run.length))
    at = end
  }
}

const CODE_PAIR =
  /(?:define\(\s{0,8}["'](?<constant>\w{1,64})["']\s{0,8},|["'$]?(?<name>\b[\w.]{1,64})["']?\]?\s{0,16}(?:=>|=|:))\s{0,16}(?:'(?<single>[^'\n]{0,1024})'|"(?<double>[^"\n]{0,1024})")/g

/** Names set to string literals in PHP and Python: `define('K', 'V')`, `$k = 'V'`, `'k' => 'V'`, `K = "V"`. */
export function* codePairs(text: string): Generator<Pair> {
  const lineAt = lineCounter(text)
  for (const { groups, index } of text.matchAll(CODE_PAIR)) {
    const key = groups?.constant ?? groups?.name ?? ''
    yield { key, value: groups?.single ?? groups?.double ?? '', line: lineAt(index) }
  }
}

/** What a pattern's first group catches, as pairs of that key. */
export function capturedPairs(text: string, pattern: RegExp, key: string): Pair[] {
  const lineAt = lineCounter(text)
  return [...matchesOf(text, pattern)].map(match => ({ key, value: match[1]!, line: lineAt(match.index) }))
}
