import { lineCounter, linesOf, matchesOf } from './lines.ts'

/** A name and what it is set to, as text. */
export interface Pair {
  key: string
  value: string
  /** 1-based */
  line: number
}

const MAX_LINE = 4096
const PAIR =
  /^[ \t]{0,128}(?:export[ \t]{1,8}|-[ \t]{1,8})?(["']?)([A-Za-z_][\w.[\]-]{0,127})\1[ \t]{0,64}(?:=>|:=|[:=])(.*)$/

/** `key = value` and `key: value`, one a line: dotenv, INI, properties, TOML, flat YAML, HCL. */
export function* linePairs(text: string): Generator<Pair> {
  let line = 0
  for (const whole of linesOf(text)) {
    line++
    const match = PAIR.exec(whole.slice(0, MAX_LINE))
    if (match) yield { key: match[2]!, value: literalOf(match[3]!), line }
  }
}

/** A value without its quotes, or without the comment and the punctuation that follow it. */
function literalOf(raw: string): string {
  const text = raw.trim()
  const quote = text[0]
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1)
    return end < 0 ? text.slice(1) : text.slice(1, end)
  }
  if (quote === '#') return ''
  const comment = [text.indexOf(' #'), text.indexOf('\t#')].filter(at => at >= 0)
  const bare = comment.length > 0 ? text.slice(0, Math.min(...comment)).trimEnd() : text
  return bare.endsWith(',') || bare.endsWith(';') ? bare.slice(0, -1) : bare
}

const JSON_PAIR = /"([^"\\\n]{1,128})"\s{0,32}:\s{0,32}"((?:[^"\\\n]|\\[^\n]){0,4096})"/g

/** String members of JSON, at any depth; comments and trailing commas do no harm. */
export function* jsonPairs(text: string): Generator<Pair> {
  const lineAt = lineCounter(text)
  for (const match of text.matchAll(JSON_PAIR)) {
    yield { key: match[1]!, value: match[2]!, line: lineAt(match.index) }
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
    const lineAt = lineCounter(bare)
    for (const match of bare.matchAll(form)) {
      yield { key: match[1]!, value: match[2]!.trim(), line: lineAt(match.index) }
    }
  }
}

/** Blanks comments; lines keep their numbers. */
function withoutComments(xml: string): string {
  let kept = ''
  let at = 0
  for (;;) {
    const open = xml.indexOf('<!--', at)
    if (open < 0) return kept + xml.slice(at)
    const close = xml.indexOf('-->', open)
    const end = close < 0 ? xml.length : close + 3
    kept += xml.slice(at, open) + '\n'.repeat(linesOf(xml.slice(open, end)).length - 1)
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
