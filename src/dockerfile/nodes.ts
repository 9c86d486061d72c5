import type { Position, Word } from '../model/dockerfile.ts'
import { type Arguments, parseArguments } from './arguments.ts'
import { DirectiveReader, escapeOf } from './directives.ts'
import { lower, runeBytes, trimmedRange, trimSpace } from './go-text.ts'
import { heredocStarts, type ReadHeredoc, readHeredoc } from './heredoc.ts'
import { withBytes } from './latin.ts'
import {
  type Lines,
  type LogicalLine,
  logicalLine,
  trimLeft,
  trimNewline,
  withoutByteOrderMark,
} from './lines.ts'
import { type Located, part, place, wordOf } from './located.ts'
import { Refusal } from './refusal.ts'
import { takeFlags, type WrittenFlag } from './take-flags.ts'
import { cutWord } from './words.ts'

/** A logical line, taken apart; whether it makes sense is another question. */
export interface Node extends LogicalLine, Arguments {
  /** as it is written */
  name: Word
  flags: readonly WrittenFlag[]
  heredocs: readonly ReadHeredoc[]
  /** of ONBUILD: the name of the instruction that it keeps */
  trigger: Word | null
  /** lines of comment since the node before, without their `#` */
  comments: readonly string[]
}

/** A file, taken apart as far as nothing in it is refused. */
export interface Nodes {
  nodes: readonly Node[]
  escapeToken: string
  refused: { refusal: Refusal; at: Position } | null
}

const WITH_HEREDOCS = new Set(['add', 'copy', 'run'])

/** Source: buildkit frontend/dockerfile/parser/parser.go, Parse. */
export function readNodes(lines: Lines, firstLine: number): Nodes {
  const directives = new DirectiveReader('#')
  const nodes: Node[] = []
  let escapeToken = '\\'
  let comments: string[] = []
  let at: Position = { line: firstLine, column: 1 }
  let line = lines.next()
  if (line !== undefined) line = withoutByteOrderMark(line)
  try {
    for (; line !== undefined; line = lines.next()) {
      const stripped = trimLeft(trimNewline(line))
      at = { line: place(line).line, column: place(stripped).column }
      const directive = directives.read(stripped)
      if (directive?.name === 'escape') escapeToken = escapeOf(directive.value.text)
      if (directive === undefined && stripped.text.startsWith('#')) addComment(comments, line)
      if (stripped.text === '' || stripped.text.startsWith('#')) continue
      const node = readNode(logicalLine(stripped, lines, escapeToken), lines, escapeToken)
      node.comments = comments
      nodes.push(node)
      comments = []
    }
    if (nodes.length === 0) throw new Refusal('file with no instructions')
    at = lines.overlong() ?? at
    if (lines.overlong() !== undefined)
      throw new Refusal('dockerfile line greater than max allowed size of 65535')
    return { nodes, escapeToken, refused: null }
  } catch (error) {
    if (error instanceof Refusal) return { nodes, escapeToken, refused: { refusal: error, at } }
    throw error
  }
}

/** Without its first byte, whatever that is. An empty comment does away with those before it. */
function addComment(comments: string[], line: Located): void {
  const comment = trimSpace(withBytes(runeBytes(line.text, 0).slice(1), part(line, 1)).text)
  if (comment === '') comments.length = 0
  else comments.push(comment)
}

function readNode(line: LogicalLine, lines: Lines, escapeToken: string): Node {
  const node = takeApart(line, escapeToken)
  if (!mayHaveHeredocs(node) || !line.content.text.includes('<<')) return node
  const heredocs = heredocStarts(line.content).map(start => readHeredoc(start, lines))
  const last = heredocs.at(-1)
  return { ...node, heredocs, endLine: last === undefined ? node.endLine : place(last.end).line }
}

function mayHaveHeredocs({ name, trigger, json }: Node): boolean {
  return !json && WITH_HEREDOCS.has(lower((trigger ?? name).text))
}

/**
 * Source: parser.go, newNodeFromLine; split_command.go, splitCommand. An ONBUILD takes apart what it keeps, to refuse
 * it; and so on for an ONBUILD in an ONBUILD, without a recursion that a hostile file could exhaust.
 */
function takeApart(line: LogicalLine, escapeToken: string): Node {
  const first = splitCommand(line.content, escapeToken)
  let trigger: Word | null = null
  let inner = first
  while (lower(inner.name.text) === 'onbuild' && inner.rest.text !== '') {
    inner = splitCommand(inner.rest, escapeToken)
    trigger ??= inner.name
  }
  const given = parseArguments(lower(inner.name.text), inner.rest, escapeToken)
  const own = inner === first ? given : { ...given, words: [wordOf(first.rest)] }
  return {
    content: line.content,
    startLine: line.startLine,
    endLine: line.endLine,
    blankInside: line.blankInside,
    comments: [],
    name: first.name,
    flags: first.flags,
    trigger,
    heredocs: [],
    words: own.words,
    json: own.json,
    legacy: own.legacy,
  }
}

interface SplitCommand {
  name: Word
  flags: WrittenFlag[]
  rest: Located
}

function splitCommand(line: Located, escapeToken: string): SplitCommand {
  const { word, rest } = cutWord(trim(line))
  if (rest === undefined) return { name: wordOf(word), flags: [], rest: part(word, word.text.length) }
  const taken = takeFlags(rest, escapeToken)
  return { name: wordOf(word), flags: taken.flags, rest: trim(taken.rest) }
}

function trim(text: Located): Located {
  return part(text, ...trimmedRange(text.text))
}

/** Where its logical line begins: the name may come lines later. */
export function placeOfLine({ startLine, content, name }: Node): Position {
  return { line: startLine, column: name.line === startLine ? name.column : place(content).column }
}
