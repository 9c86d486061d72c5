import { saysSecret } from '../key-names.ts'
import type { Ground, Hit } from '../kind.ts'
import { maskValue } from '../mask.ts'
import { isCredential, looksSecret } from '../values.ts'
import type { Pair } from './pairs.ts'

/** A hit of a value; this is where the value ends. */
export function hitOf(pair: { key?: string; value: string; line?: number }, ground: Ground): Hit {
  return {
    ...(pair.key !== undefined && { key: pair.key }),
    masked: maskValue(pair.value),
    ...(pair.line !== undefined && { line: pair.line }),
    ground,
  }
}

/** Pairs whose name says secret and whose value looks like one. */
export function guessHits(pairs: Iterable<Pair>): Hit[] {
  const hits: Hit[] = []
  const seen = new Set<string>()
  for (const pair of pairs) {
    if (!saysSecret(pair.key) || !looksSecret(pair.key, pair.value)) continue
    // several readings of one XML element find the same value
    const at = `${pair.line}:${pair.value}`
    if (!seen.has(at)) hits.push(hitOf(pair, 'guess'))
    seen.add(at)
  }
  return hits
}

/** Pairs whose value is a credential, their fields being made for that. */
export function credentialHits(pairs: Iterable<Pair>): Hit[] {
  return [...pairs].filter(pair => isCredential(pair.value)).map(pair => hitOf(pair, 'field'))
}
