import type { Position } from '../model/dockerfile.ts'
import { byteLength, isSpace } from './go-text.ts'
import { join, type Located, located, part, place } from './located.ts'

/** bufio.MaxScanTokenSize */
const MAX_LINE_BYTES = 64 * 1024

const BYTE_ORDER_MARK = '\ufeff'

/** Lines with their ends, one after the other. */
export interface Lines {
  next(): Located | undefined
  /** the line that is too long: as in the frontend, reading ends before it */
  overlong(): Position | undefined
}

/** The lines of a file whose first line has the number `firstLine`. */
export function openLines(text: string, firstLine: number): Lines {
  return bounded(physicalLines(text, firstLine))
}

/**
 * A Go bufio.Scanner gives up at a line that does not fit its buffer. (Asked once more, as after a continuation, it
 * hands out the part that did fit. That is refused too, if perhaps in other words.)
 */
export function bounded(source: Iterator<Located, void>): Lines {
  let overlong: Position | undefined
  return {
    next() {
      const line = overlong === undefined ? source.next().value : undefined
      if (line === undefined || fits(line.text)) return line ?? undefined
      overlong = place(line)
      return undefined
    },
    overlong: () => overlong,
  }
}

function* physicalLines(text: string, firstLine: number): Generator<Located, void> {
  let line = firstLine
  let start = 0
  while (start < text.length) {
    const end = text.indexOf('\n', start) + 1 || text.length
    // editors count no column for a byte-order mark
    const column = start === 0 && text.startsWith(BYTE_ORDER_MARK) ? 0 : 1
    yield located(text.slice(start, end), line, column)
    start = end
    line++
  }
}

function fits(line: string): boolean {
  const room = line.endsWith('\n') ? MAX_LINE_BYTES : MAX_LINE_BYTES - 1
  return line.length * 3 <= room || (line.length <= room && byteLength(line) <= room)
}

/** A logical line: what continuations join, without the comments and empty lines between. */
export interface LogicalLine {
  content: Located
  /** of its first physical line */
  startLine: number
  endLine: number
  /** blank lines stand between its continuations */
  blankInside: boolean
}

/**
 * Goes on to the end of the logical line that `first` begins. Source: buildkit frontend/dockerfile/parser/parser.go,
 * Parse.
 */
export function logicalLine(first: Located, lines: Lines, escapeToken: string): LogicalLine {
  const parts: Located[] = []
  const startLine = place(first).line
  let endLine = startLine
  let blankInside = false
  let piece: Located | undefined = first
  while (piece !== undefined) {
    const continued = withoutContinuation(piece, escapeToken)
    parts.push(continued ?? piece)
    if (continued === undefined) break
    for (piece = lines.next(); piece !== undefined; piece = lines.next()) {
      endLine = place(piece).line
      piece = trimNewline(piece)
      if (!isBlankOrComment(piece.text)) break
      blankInside ||= blankLength(piece.text) === piece.text.length
    }
  }
  return { content: join(parts), startLine, endLine, blankInside }
}

/** The line without the escape character and the blanks at its end; undefined where it does not go on. */
function withoutContinuation(line: Located, escapeToken: string): Located | undefined {
  const { text } = line
  let end = text.length
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  if (end === 0 || text[end - 1] !== escapeToken || text[end - 2] === escapeToken) return undefined
  return part(line, 0, end - 1)
}

function isBlankOrComment(line: string): boolean {
  const start = blankLength(line)
  return start === line.length || line[start] === '#'
}

function blankLength(text: string): number {
  let length = 0
  while (length < text.length && isSpace(text.charCodeAt(length))) length++
  return length
}

export function withoutByteOrderMark(line: Located): Located {
  return line.text.startsWith(BYTE_ORDER_MARK) ? part(line, 1) : line
}

export function trimNewline(line: Located): Located {
  let end = line.text.length
  while (end > 0 && (line.text[end - 1] === '\n' || line.text[end - 1] === '\r')) end--
  return end === line.text.length ? line : part(line, 0, end)
}

export function trimLeft(line: Located): Located {
  const length = blankLength(line.text)
  return length === 0 ? line : part(line, length)
}
