import type { Word } from '../model/dockerfile.ts'
import { acceptFlags, filledWord } from './flags.ts'
import { lower, quote } from './go-text.ts'
import type { Meaning } from './meaning.ts'
import type { Node } from './nodes.ts'
import { Refusal } from './refusal.ts'

/** Source: buildkit frontend/dockerfile/instructions/parse.go, parseFrom. */
export function fromMeaning(node: Node): Meaning {
  const stage = stageName(node.words)
  const flags = acceptFlags(node.flags, { platform: 'string' })
  return { kind: 'from', base: node.words[0]!, platform: filledWord(flags, 'platform'), stage }
}

/** Source: parse.go, parseBuildStageName. */
function stageName(words: readonly Word[]): string | null {
  if (words.length === 1) return null
  // Go folds the long s too
  if (words.length !== 3 || !/^a[s\u017f]$/i.test(words[1]!.text))
    throw new Refusal('FROM requires either one or three arguments')
  const written = words[2]!.text
  const name = lower(written)
  if (/^[a-z][-a-z0-9_.]*$/.test(name)) return name
  const rule = "name can't start with a number or contain symbols"
  throw new Refusal(`invalid name for build stage: ${quote(written)}, ${rule}`)
}
