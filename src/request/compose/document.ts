import {
  Composer,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  type YAMLMap,
  type Scalar as YamlScalar,
} from 'yaml'
import { goText } from './scalars.ts'
import { type Budget, type Entry, NOTHING, spend, type Value } from './values.ts'

/** Something wrong in a file. */
interface Fault {
  line: number
  reason: string
}

/** The documents of a file, in order; and what a builder would refuse it for. */
export interface FileValues {
  documents: Entry[]
  faults: Fault[]
}

/** The composer calls itself for each level, and V8 ends the process when its stack is used up. */
const MAX_DEPTH = 100

/**
 * Reads YAML, and so JSON, as go-yaml does for compose: anchors, aliases and `<<` resolved, tags kept. It throws
 * nothing but BudgetSpent.
 */
export function readValues(text: string, file: string, budget: Budget): FileValues {
  const lines = new LineCounter()
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  const tokens = []
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme))
    if (parser.stack.length > MAX_DEPTH)
      return {
        documents: [],
        faults: [
          { line: lines.linePos(parser.offset).line, reason: `nested more than ${MAX_DEPTH} levels deep` },
        ],
      }
  }
  tokens.push(...parser.end())
  // without a schema every scalar stays as it is written; the library's check for repeated keys is quadratic
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, prettyErrors: false })
  const documents = [...composer.compose(tokens)]
  const refused = documents.flatMap(document => document.errors)[0]
  if (refused !== undefined) {
    const { pos, message } = refused
    const reason = message.charAt(0).toLowerCase() + message.slice(1)
    return { documents: [], faults: [{ line: lines.linePos(pos[0]).line, reason }] }
  }
  const reader = new ValueReader(file, lines, budget)
  return {
    documents: documents.flatMap(({ contents }) => (isNode(contents) ? [reader.document(contents)] : [])),
    faults: reader.faults,
  }
}

/** Walks a document in order, so that an alias finds the anchor before it. A state machine over one file. */
class ValueReader {
  readonly faults: Fault[] = []
  private readonly anchors = new Map<string, Node>()
  private readonly values = new Map<Node, Value>()
  private readonly open = new Set<Node>()
  private readonly file: string
  private readonly lines: LineCounter
  private readonly budget: Budget

  constructor(file: string, lines: LineCounter, budget: Budget) {
    this.file = file
    this.lines = lines
    this.budget = budget
  }

  document(contents: Node): Entry {
    this.anchors.clear()
    return this.entry(contents, contents)
  }

  private entry(node: unknown, at: unknown): Entry {
    const line = this.lineOf(at)
    const target = isAlias(node) ? this.anchors.get(node.source) : node
    if (isAlias(node) && target === undefined)
      this.faults.push({ line, reason: `unknown anchor ${node.source}` })
    if (!isNode(target)) return { value: NOTHING, file: this.file, line, tag: null }
    const tag = target.tag?.startsWith('!') ? target.tag : null
    return { value: this.value(target, line), file: this.file, line, tag }
  }

  private lineOf(node: unknown): number {
    return this.lines.linePos((isNode(node) && node.range?.[0]) || 0).line
  }

  private value(node: Node, line: number): Value {
    const known = this.values.get(node)
    if (known !== undefined) return known
    if (this.open.has(node)) {
      this.faults.push({ line, reason: 'an alias stands for what holds it' })
      return NOTHING
    }
    spend(this.budget)
    if ('anchor' in node && node.anchor) this.anchors.set(node.anchor, node)
    this.open.add(node)
    const value = this.newValue(node)
    this.open.delete(node)
    this.values.set(node, value)
    return value
  }

  private newValue(node: Node): Value {
    if (isMap(node)) return { kind: 'map', entries: this.entriesOf(node) }
    if (isSeq(node)) return { kind: 'list', items: node.items.map(item => this.entry(item, item)) }
    if (!isScalar(node)) return NOTHING
    const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
    return { kind: 'scalar', text: scalarText(node), block }
  }

  private entriesOf(map: YAMLMap): Map<string, Entry> {
    const entries = new Map<string, Entry>()
    const merged: Entry[] = []
    for (const { key, value } of map.items as Pair[]) {
      const entry = this.entry(value, key)
      const name = isScalar(key) ? String(key.value ?? '') : undefined
      if (isScalar(key) && key.anchor) this.anchors.set(key.anchor, key)
      if (name === undefined) this.faults.push({ line: entry.line, reason: 'a key is no plain text' })
      else if (name === '<<' && (key as YamlScalar).type === 'PLAIN') merged.push(...sourcesOf(entry))
      else {
        if (entries.has(name))
          this.faults.push({ line: entry.line, reason: `the key ${name} is given twice` })
        entries.set(name, entry)
      }
    }
    for (const source of merged) this.merge(source, entries)
    return entries
  }

  /** What is there already, be it written or merged before, wins. */
  private merge({ value, line }: Entry, into: Map<string, Entry>): void {
    if (value.kind !== 'map') {
      this.faults.push({ line, reason: 'what << merges is no mapping' })
      return
    }
    spend(this.budget, value.entries.size)
    for (const [name, entry] of value.entries) if (!into.has(name)) into.set(name, entry)
  }
}

function sourcesOf(entry: Entry): readonly Entry[] {
  return entry.value.kind === 'list' ? entry.value.items : [entry]
}

function scalarText({ value, type, tag }: YamlScalar): string | null {
  const text = typeof value === 'string' ? value : ''
  return type === 'PLAIN' && !tag ? goText(text) : text
}
