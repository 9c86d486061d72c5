import type { Candidate, Verdict } from '../tokens/token.ts'

/**
 * The accounts of Hardhat, Foundry and Ganache with their usual phrases: everybody has these keys. The first eight
 * digits of each.
 */
const DEVELOPMENT = new Set(
  `ac0974be 59c6995e 5de4111a 7c852118 47e179ec 8b3a350c 92db14e4 4bbbf85c dbda1821 2a871d07 f214f2b2 701b615b
  a267530f 47c99abe c526ee95 8166f546 ea6c44ac 689af8ef de9be858 df57089f 4f3edf98 6cbed15c 6370fd03 646f1ce2
  add53f9a 395df67f e485d098 a453611d 829e924f b0057716`.split(/\s+/),
)

const HASH_NAME =
  /(?:hash|tx|txid|txn|transaction|topics?|root|digest|salt|block|signature|sig|address|addr|public|selector|slot|proof|role|code|data|input|state|storage)(?:[_-]?id)?["'\]]{0,2}\s{0,4}[=:(]\s{0,4}["'`]?$/i
const KEY_NAME =
  /(?:private|secret|signer|deployer|wallet|account)\w{0,24}["'\]]{0,2}\s{0,4}[=:(]\s{0,4}["'`]?$/i

/** A key of 32 bytes looks like a hash: without `0x` the name right before it must say which of the two it is. */
export function ethereumKey({ value, before }: Candidate): Verdict {
  const digits = value.startsWith('0x') ? value.slice(2) : value
  if (DEVELOPMENT.has(digits.slice(0, 8).toLowerCase()) || HASH_NAME.test(before)) return null
  return digits !== value || KEY_NAME.test(before) ? {} : null
}
