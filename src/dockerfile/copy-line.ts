import type { Heredoc, Word } from '../model/dockerfile.ts'
import { acceptFlags, boolOf, type FlagKind, filledWord, wordOfFlag, wordsOfFlag } from './flags.ts'
import { contentOf, type HeredocStart, possibleHeredoc, type ReadHeredoc } from './heredoc.ts'
import { type Meaning, nameOf } from './meaning.ts'
import type { Node } from './nodes.ts'
import { Refusal } from './refusal.ts'

type Flags = Readonly<Record<string, FlagKind>>

const FLAGS: Readonly<Record<'copy' | 'add', Flags>> = {
  add: {
    chown: 'string',
    chmod: 'string',
    link: 'bool',
    'keep-git-dir': 'bool',
    checksum: 'string',
    unpack: 'bool',
    exclude: 'strings',
  },
  copy: {
    chown: 'string',
    from: 'string',
    chmod: 'string',
    link: 'bool',
    exclude: 'strings',
    parents: 'bool',
  },
}

/** Source: buildkit frontend/dockerfile/instructions/parse.go, parseCopy, parseAdd and parseSourcesAndDest. */
export function copyMeaning(node: Node): Meaning {
  const name = nameOf(node)
  const kind = name === 'ADD' ? 'add' : 'copy'
  const dest = node.words.at(-1)
  if (dest === undefined || node.words.length === 1) {
    const reason =
      'requires at least two arguments, but only one was provided. Destination could not be determined'
    throw new Refusal(`${name} ${reason}`)
  }
  const flags = acceptFlags(node.flags, FLAGS[kind])
  if (possibleHeredoc(dest.text) !== undefined)
    throw new Refusal(`${name} cannot accept a heredoc as a destination`)
  const { sources, heredocs } = sourcesOf(node)
  return {
    kind,
    sources,
    heredocs,
    dest,
    from: wordOfFlag(flags, 'from'),
    exclude: wordsOfFlag(flags, 'exclude'),
    parents: boolOf(flags, 'parents') === true,
    link: boolOf(flags, 'link') === true,
    chmod: filledWord(flags, 'chmod'),
    chown: filledWord(flags, 'chown'),
    unpack: boolOf(flags, 'unpack'),
    checksum: filledWord(flags, 'checksum'),
  }
}

function sourcesOf(node: Node): { sources: Word[]; heredocs: Heredoc[] } {
  const body = bodies(node.heredocs)
  const sources: Word[] = []
  const heredocs: Heredoc[] = []
  for (const word of node.words.slice(0, -1)) {
    const start = possibleHeredoc(word.text)
    if (start === undefined) {
      sources.push(word)
      continue
    }
    const { content, contentLine } = body(start) ?? { content: '', contentLine: word.line }
    const { line, column } = word
    heredocs.push({ name: start.name, content, expand: start.expand, contentLine, line, column })
  }
  return { sources, heredocs }
}

/** By name: of several with one name, the last is what each of them stands for. Each is put together once. */
function bodies(read: readonly ReadHeredoc[]) {
  const byName = new Map(read.map(heredoc => [heredoc.start.name, heredoc]))
  const contents = new Map<string, string>()
  return ({ name, chomp }: HeredocStart) => {
    const found = byName.get(name)
    if (found === undefined) return undefined
    const key = `${chomp ? '-' : ''} ${name}`
    const content = contents.get(key) ?? contentOf(found.lines, chomp)
    contents.set(key, content)
    return { content, contentLine: found.contentLine }
  }
}
