import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import { quote } from './words.ts'

interface Position {
  line: number
  column: number
}

/** Something wrong in the configuration, in one line. */
export interface Problem extends Position {
  text: string
}

/** A configuration as plain data, and where each part of it is written. */
export interface ConfigDocument {
  value: unknown
  /** of the key or the value that the keys lead to; where that is absent, of what should hold it */
  positionOf(keys: readonly unknown[], part: 'key' | 'value'): Position
}

/** The composer calls itself for each level, and V8 ends the process when its stack is used up. */
const MAX_DEPTH = 50

/**
 * Reads YAML, and so JSON, as data: mappings, lists and plain values, each key once.
 *
 * @param section the key that holds the configuration, as in `package.json`; absent: all of the document
 * @returns the document, or all that keeps it from being read
 */
export function readDocument(text: string, section?: string): ConfigDocument | Problem[] {
  const lines = new LineCounter()
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const problemAt = (offset: number, text: string): Problem => ({ ...positionAt(offset), text })

  const deep = measure(text, lines)
  if (deep !== undefined) return [problemAt(deep, `nested more than ${MAX_DEPTH} levels deep`)]

  // own check for repeated keys: the library's is quadratic, and package.json may repeat what it likes elsewhere
  const document = parseDocument(text, { schema: 'core', prettyErrors: false, uniqueKeys: false })
  const refused = [...document.errors, ...document.warnings]
  if (refused.length > 0) return refused.map(error => problemAt(error.pos[0], describe(error)))

  const { contents } = document
  const root =
    section === undefined ? contents : isMap(contents) ? pairOf(contents, section)?.value : undefined
  if (root === undefined) return [problemAt(0, `no key ${quote(section)}`)]
  const unfit = isNode(root) ? unfitNodes(root) : []
  if (unfit.length > 0) return unfit.map(([node, text]) => problemAt(startOf(node), text))
  return {
    value: isNode(root) ? root.toJS(document) : {},
    positionOf: (keys, part) => positionAt(startOf(find(root, keys, part))),
  }
}

/** Notes where lines start. Returns the offset at which the text nests too deeply, if it does. */
function measure(text: string, lines: LineCounter): number | undefined {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme))
    if (parser.stack.length > MAX_DEPTH) return parser.offset
  }
  return undefined
}

function describe({ code, message }: { code: string; message: string }): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins; a configuration is one'
  return message.charAt(0).toLowerCase() + message.slice(1)
}

/** What stands for something other than itself, or a second time for the same thing. */
function unfitNodes(root: Node): [node: unknown, text: string][] {
  const found: [unknown, string][] = []
  visit(root, (_, node) => {
    if (isAlias(node)) found.push([node, `alias ${quote(node.source)}: write out what it stands for`])
    else if (isNode(node) && node.tag)
      found.push([node, `tag ${quote(node.tag)}: only plain values are read`])
    if (isMap(node)) found.push(...repeatedKeys(node))
  })
  return found
}

function repeatedKeys(map: YAMLMap): [node: unknown, text: string][] {
  const seen = new Set<string>()
  return map.items
    .filter(({ key }) => seen.size === seen.add(nameOf(key)).size)
    .map(({ key }) => [key, `${quote(nameOf(key))} is given twice`])
}

function find(node: unknown, [key, ...rest]: readonly unknown[], part: 'key' | 'value'): unknown {
  if (key === undefined) return node
  if (isSeq(node)) return find(node.items[Number(key)], rest, part)
  const pair = isMap(node) ? pairOf(node, key) : undefined
  if (!pair) return node
  return part === 'key' && rest.length === 0 ? pair.key : find(pair.value, rest, part)
}

function pairOf(map: YAMLMap, name: unknown) {
  return map.items.findLast(({ key }) => nameOf(key) === name)
}

/** A key as it becomes one of a plain object. */
function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value ?? '') : String(key)
}

function startOf(node: unknown): number {
  return (isNode(node) && node.range?.[0]) || 0
}
