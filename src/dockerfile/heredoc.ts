import type { Heredoc, Position } from '../model/dockerfile.ts'
import { expandToWords, newAllowance } from './expand/index.ts'
import { type Lines, trimNewline } from './lines.ts'
import { type Located, place } from './located.ts'
import { Refusal } from './refusal.ts'

/** How many `<<` are looked at, so that a line full of them is no trouble. */
const NEAR = 16

/** `<<NAME` as it stands in an instruction. */
export interface HeredocStart {
  name: string
  expand: boolean
  /** `<<-`: leading tabs are not part of it */
  chomp: boolean
}

/** A heredoc that stands in an instruction. */
export interface PlacedStart {
  start: HeredocStart
  at: Position
}

/** A heredoc and its lines, as they came. */
export interface ReadHeredoc extends PlacedStart {
  lines: readonly Located[]
  /** the line that ends it */
  end: Located
  contentLine: number
}

/**
 * What a word of the form `<<NAME` begins; undefined for any other word. Throws a refusal where its quotes don't match.
 * Source: buildkit frontend/dockerfile/parser/parser.go, ParseHeredoc.
 */
function heredocStart(word: string): HeredocStart | undefined {
  const [operator] = /^[0-9]*<<-?/.exec(word) ?? []
  if (operator === undefined) return undefined
  const target = word.slice(operator.length).replace(/^[\t\n\f\r ]+/, '')
  if (target === '' || target.includes('<')) return undefined
  const chomp = operator.endsWith('-')
  const plain = /^(["']?)([-\w./]+)\1$/.exec(target)
  if (plain !== null) return { name: plain[2]!, expand: plain[1] === '', chomp }
  const words = lex(target, { rawQuotes: false, rawEscapes: false })
  if (words.length !== 1) return undefined
  const raw = lex(target, { rawQuotes: true, rawEscapes: false })
  if (raw.length !== 1)
    throw new Refusal(`internal lexing of heredoc produced inconsistent results: ${target}`)
  const name = words[0]!
  return { name, expand: quotes(name) === quotes(raw[0]!), chomp }
}

/** As {@link heredocStart}; words that it refuses are words like any other. */
export function possibleHeredoc(word: string): HeredocStart | undefined {
  try {
    return heredocStart(word)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** All that a logical line begins. Source: parser.go, heredocsFromLine. */
export function heredocStarts(line: Located): PlacedStart[] {
  let from = 0
  return wordsOfLine(line.text)
    .map(heredocStart)
    .filter(start => start !== undefined)
    .map(start => {
      const at = findStart(line.text, start.name, from)
      from = at + 2
      return { start, at: place(line, at) }
    })
}

/** Where the `<<` of a name stands: the lexer does not say. */
function findStart(line: string, name: string, from: number): number {
  const first = line.indexOf('<<', from)
  let at = first
  for (let tries = 0; at >= 0 && tries < NEAR; tries++) {
    const blanks = /-?[\t\n\f\r ]*/y
    blanks.lastIndex = at + 2
    blanks.test(line)
    if (readsAs(line, blanks.lastIndex, name)) return at
    at = line.indexOf('<<', at + 2)
  }
  return first >= 0 ? first : line.lastIndexOf('<<')
}

/** Whether the name stands there, quotes and backslashes aside. */
function readsAs(line: string, start: number, name: string): boolean {
  let at = start
  for (const char of name) {
    while (at < line.length && '"\'\\'.includes(line[at]!) && !line.startsWith(char, at)) at++
    if (!line.startsWith(char, at)) return false
    at += char.length
  }
  return true
}

function wordsOfLine(line: string): readonly string[] {
  try {
    return lex(line, { rawQuotes: true, rawEscapes: true })
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

/** Words in which no variable is known, so that all variables stay as they are. The escape token is a backslash. */
function lex(text: string, raw: { rawQuotes: boolean; rawEscapes: boolean }): readonly string[] {
  const read = expandToWords(text, () => undefined, { escape: '\\', skipUnset: true, ...raw }, newAllowance())
  if ('reason' in read) throw new Refusal(read.reason)
  return read.words
}

function quotes(word: string): number {
  return word.replace(/[^'"]+/g, '').length
}

/** Reads on to the line that is the heredoc's name and nothing else. Throws a refusal where none comes. */
export function readHeredoc({ start, at }: PlacedStart, from: Lines): ReadHeredoc {
  const lines: Located[] = []
  for (let line = from.next(); line !== undefined; line = from.next()) {
    const text = trimNewline(line).text
    if ((start.chomp ? text.replace(/^\t+/, '') : text) === start.name)
      return { start, at, lines, end: line, contentLine: place(lines[0] ?? line).line }
    lines.push(line)
  }
  throw new Refusal('unterminated heredoc')
}

export function toHeredoc({ start, at, lines, contentLine }: ReadHeredoc): Heredoc {
  const { line, column } = at
  const { name, expand, chomp } = start
  return { name, content: contentOf(lines, chomp), expand, contentLine, line, column }
}

export function contentOf(lines: readonly Located[], chomp: boolean): string {
  return lines.map(({ text }) => (chomp ? text.replace(/^\t+/, '') : text)).join('')
}
