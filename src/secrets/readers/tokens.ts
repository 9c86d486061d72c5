import type { Hit } from '../kind.ts'
import { authorizationHits } from './authorization.ts'
import { guessHits } from './hits.ts'
import type { Pair } from './pairs.ts'
import { privateKeyHits } from './private-keys.ts'
import { urlHits } from './urls.ts'

/** What tells by itself, wherever it stands: private keys, credentials in URLs, HTTP authorization. */
export function tokenHits(text: string): Hit[] {
  return [...privateKeyHits(text), ...urlHits(text), ...authorizationHits(text)]
}

/** Tokens, and what the names of pairs give away; each line is reported for the better ground. */
export function settingHits(tokens: readonly Hit[], pairs: Iterable<Pair>): Hit[] {
  const told = new Set(tokens.map(hit => hit.line))
  return [...tokens, ...guessHits(pairs).filter(hit => !told.has(hit.line))]
}
