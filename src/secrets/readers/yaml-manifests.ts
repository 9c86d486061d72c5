import type { Span } from './json-objects.ts'

/** An entry of a Secret's `data` (encoded) or `stringData`: where its value stands, and what it says. */
export interface Entry extends Span {
  key: string
  value: string
  /** in base64 */
  encoded: boolean
}

interface YamlSecret {
  whole: Span
  entries: readonly Entry[]
}

interface Line extends Span {
  text: string
  /** columns of the first character, and of the first one after the dash of a list */
  indent: number
  content: number
  /** says nothing of the structure: empty, a comment, a template's statement */
  skipped: boolean
}

const KIND = /^kind:[ \t]{1,8}["']?Secret["']?[ \t]{0,64}(?:#.{0,256})?$/
const SEPARATOR = /^(?:---|\.\.\.)(?:[ \t]|$)/

/** Secrets written in YAML, also as items of a list. */
export function yamlSecrets(text: string): YamlSecret[] {
  if (!/kind:[ \t]{1,8}["']?Secret\b/.test(text)) return []
  const lines = linesWithColumns(text)
  const found: YamlSecret[] = []
  for (let at = 0; at < lines.length; at++) {
    const { content, text } = lines[at]!
    if (!KIND.test(text.slice(content))) continue
    const [first, last] = mappingAround(lines, at, content)
    const entries = entriesOf(lines.slice(first, last + 1), content)
    found.push({ whole: { start: lines[first]!.start, end: lines[last]!.end }, entries })
    // what follows belongs to this one
    at = last
  }
  return found
}

function linesWithColumns(text: string): Line[] {
  const lines: Line[] = []
  for (const { 0: whole, index } of text.matchAll(/[^\r\n]{1,65536}/g)) {
    const indent = whole.search(/[^ ]/)
    const dash = /^-[ ]{1,16}(?=[^ ])/.exec(whole.slice(Math.max(0, indent), indent + 20))?.[0].length ?? 0
    const skipped = indent < 0 || whole[indent] === '#' || whole.startsWith('{{', indent)
    lines.push({
      start: index,
      end: index + whole.length,
      text: whole,
      indent,
      content: indent + dash,
      skipped,
    })
  }
  return lines
}

/** The first and the last line of the mapping whose keys stand in that column. */
function mappingAround(lines: readonly Line[], at: number, column: number): [number, number] {
  const belongs = ({ skipped, indent, text }: Line) => skipped || (indent >= column && !SEPARATOR.test(text))
  let first = at
  // a dash before the first key ends the search: it begins the item
  while (first > 0 && lines[first]!.indent >= column) {
    const line = lines[first - 1]!
    if (!belongs(line) && !(line.content === column && line.indent < column)) break
    first--
  }
  let last = at
  while (last + 1 < lines.length && belongs(lines[last + 1]!)) last++
  return [first, last]
}

const SECTION = /^(stringData|data):[ \t]{0,64}(?:#.{0,256})?$/
const ENTRY = /^(["']?)([\w./-]{1,253})\1:[ \t]{0,64}(.{0,65536})$/

function entriesOf(lines: readonly Line[], column: number): Entry[] {
  const entries: Entry[] = []
  let section: string | undefined
  let entryColumn = 0
  for (const [at, line] of lines.entries()) {
    if (line.skipped) continue
    if (line.content === column) {
      section = SECTION.exec(line.text.slice(column))?.[1]
      entryColumn = 0
      continue
    }
    if (section === undefined) continue
    entryColumn ||= line.indent
    const match = line.indent === entryColumn && ENTRY.exec(line.text.slice(line.indent))
    if (!match) continue
    const [, , key, raw] = match as unknown as [string, string, string, string]
    const value = /^[|>]/.test(raw) ? blockBelow(lines, at) : inline(raw, line.end - raw.length)
    if (value) entries.push({ key, ...value, encoded: section === 'data' })
  }
  return entries
}

type Value = Pick<Entry, 'start' | 'end' | 'value'>

/** A value on its key's line, without quotes or comment. */
function inline(raw: string, start: number): Value {
  const quote = raw[0] === '"' || raw[0] === "'" ? raw[0] : ''
  const close = quote ? raw.indexOf(quote, 1) : raw.search(/[ \t]#|[ \t]{1,8}$/)
  const value = raw.slice(quote.length, close < 0 ? raw.length : close)
  return { value, start: start + quote.length, end: start + quote.length + value.length }
}

/** The lines below a key that are indented more: base64 in several lines, or a file. */
function blockBelow(lines: readonly Line[], at: number): Value | undefined {
  const { indent } = lines[at]!
  let last = at
  while (last + 1 < lines.length && lines[last + 1]!.indent > indent) last++
  if (last === at) return undefined
  const block = lines.slice(at + 1, last + 1)
  const texts = block.map(line => line.text.trim())
  const isBase64 = texts.every(text => /^[A-Za-z0-9+/]{1,16384}={0,2}$/.test(text))
  const [first] = block as [Line]
  return {
    value: texts.join(isBase64 ? '' : '\n'),
    start: first.start + first.indent,
    end: block.at(-1)!.end,
  }
}
