import type { Declared, Word } from '../model/dockerfile.ts'
import { acceptFlags } from './flags.ts'
import { atLeastOne, type Meaning, nameOf, OTHER } from './meaning.ts'
import type { Node } from './nodes.ts'
import { Refusal } from './refusal.ts'

// Source: buildkit frontend/dockerfile/instructions/parse.go, parseEnv, parseLabel, parseArg and parseKvps.

export function envMeaning(node: Node): Meaning {
  acceptFlags(node.flags, {})
  return { kind: 'env', declared: pairs(node), legacy: node.legacy }
}

export function labelMeaning(node: Node): Meaning {
  acceptFlags(node.flags, {})
  pairs(node)
  return OTHER
}

/** Flags mean nothing here, and are not refused. */
export function argMeaning(node: Node): Meaning {
  atLeastOne(node)
  return { kind: 'arg', declared: node.words.map(word => declared(word, 'ARG')) }
}

function pairs(node: Node): (Declared & { value: string })[] {
  atLeastOne(node)
  const [first, second] = node.words
  if (node.legacy)
    return [{ key: first!.text, value: second!.text, line: first!.line, column: first!.column }]
  return node.words.map(word => {
    const { key, value, line, column } = declared(word, nameOf(node))
    return { key, value: value ?? '', line, column }
  })
}

function declared({ text, line, column }: Word, instruction: string): Declared {
  const sign = text.indexOf('=')
  if (sign === 0) throw new Refusal(`${instruction} names can not be blank`)
  if (sign < 0) return { key: text, value: null, line, column }
  return { key: text.slice(0, sign), value: text.slice(sign + 1), line, column }
}
