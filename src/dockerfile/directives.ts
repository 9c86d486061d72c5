import type { Directives, Word } from '../model/dockerfile.ts'
import { isSpace } from './go-text.ts'
import { type Lines, openLines, withoutByteOrderMark } from './lines.ts'
import { type Located, part, place } from './located.ts'
import { Refusal } from './refusal.ts'

const NAMES = new Set(['syntax', 'escape', 'check'])

interface Directive {
  name: string
  value: Located
}

/**
 * Reads lines of the form `# name=value` for as long as nothing else has come, one line at a time.
 * Source: buildkit frontend/dockerfile/parser/directives.go, DirectiveParser.
 */
export class DirectiveReader {
  #seen = new Set<string>()
  #comment: string
  done = false

  constructor(comment: string) {
    this.#comment = comment
  }

  /** Throws a refusal where a name comes twice. */
  read(line: Located): Directive | undefined {
    if (this.done) return undefined
    const directive = line.text.startsWith(this.#comment)
      ? directiveIn(line, this.#comment.length)
      : undefined
    if (directive === undefined) {
      this.done = true
      return undefined
    }
    if (this.#seen.has(directive.name))
      throw new Refusal(`only one ${directive.name} parser directive can be used`)
    this.#seen.add(directive.name)
    return directive
  }
}

function directiveIn(line: Located, start: number): Directive | undefined {
  let at = start
  while (at < line.text.length && isSpace(line.text.charCodeAt(at))) at++
  const name = /[a-zA-Z][a-zA-Z0-9]*/y
  name.lastIndex = at
  const found = name.exec(line.text)?.[0].toLowerCase()
  if (found === undefined || !NAMES.has(found)) return undefined
  at = skipBlanks(line.text, name.lastIndex)
  if (line.text[at] !== '=' || at + 1 === line.text.length) return undefined
  return { name: found, value: valueFrom(line, at + 1) }
}

/** A value of nothing but blanks is its last blank: the frontend wants one character at least. */
function valueFrom(line: Located, start: number): Located {
  const { text } = line
  const first = Math.min(skipBlanks(text, start), text.length - 1)
  let end = text.length
  while (end > first + 1 && isBlank(text, end - 1)) end--
  return part(line, first, end)
}

function skipBlanks(text: string, start: number): number {
  let at = start
  while (at < text.length && isBlank(text, at)) at++
  return at
}

/** `\s` of Go's regular expressions. */
function isBlank(text: string, at: number): boolean {
  return '\t\n\f\r '.includes(text[at]!)
}

/** The escape character that a directive asks for. Throws a refusal where it is none. */
export function escapeOf(value: string): string {
  if (value === '`' || value === '\\') return value
  throw new Refusal(`invalid escape token '${value}' does not match \` or \\`)
}

/**
 * What the file says to the frontend as a whole. Source: parser/directives.go, DetectSyntax and ParseDirective, which
 * read the file on their own before the parser does.
 */
export function readDirectives(text: string, firstLine: number): Omit<Directives, 'escape'> {
  const detect = (key: string, comment: string) => firstWord(openLines(text, firstLine), key, comment)
  const syntax = detect('syntax', '#') ?? detect('syntax', '//') ?? syntaxOfJson(text, firstLine)
  return { syntax, check: detect('check', '#') }
}

/** The first word of the value. */
function firstWord(lines: Lines, key: string, comment: string): Word | null {
  const reader = new DirectiveReader(comment)
  let line = lines.next()
  if (line !== undefined) line = withoutByteOrderMark(line)
  if (line?.text.startsWith('#!')) line = lines.next()
  for (; line !== undefined && !reader.done; line = lines.next()) {
    const directive = readQuietly(reader, part(line, 0, line.text.replace(/\r?\n$/, '').length))
    if (directive === 'twice') return null
    if (directive?.name === key)
      return { text: directive.value.text.split(' ', 1)[0]!, ...place(directive.value) }
  }
  return null
}

function readQuietly(reader: DirectiveReader, line: Located): Directive | 'twice' | undefined {
  try {
    return reader.read(line)
  } catch {
    return 'twice'
  }
}

function syntaxOfJson(text: string, firstLine: number): Word | null {
  const shebang = /^\ufeff?#![^\n]*\n?/.exec(text)?.[0] ?? ''
  const json = text.slice(shebang.length).replace(/^\ufeff/, '')
  if (!/^[\t\n\r ]*\{/.test(json)) return null
  try {
    const value: unknown = JSON.parse(json)
    const syntax = value !== null && typeof value === 'object' && 'syntax' in value ? value.syntax : null
    return typeof syntax === 'string'
      ? { text: syntax, line: firstLine + (shebang === '' ? 0 : 1), column: 1 }
      : null
  } catch {
    return null
  }
}
