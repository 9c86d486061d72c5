import type { Hit } from '../kind.ts'
import { type PrivateKey, privateKeys } from './armour.ts'
import { base64Around } from './base64-blocks.ts'
import { lineCounter, MAX_MATCHES } from './lines.ts'

export { isPublishedKey } from './armour.ts'
export { derKeyHit } from './der-keys.ts'

/** `-----BEGIN` in base64 */
const BASE64_HEADER = /LS0tLS1CRUdJTi/g

/** Private keys whose armour stands there in one layer of base64, as kubeconfigs and CI variables have it. */
export function* encodedPrivateKeys(text: string): Generator<PrivateKey> {
  for (const { start, end, decoded } of base64Around(text, BASE64_HEADER, BASE64_HEADER)) {
    const [key] = privateKeys(decoded)
    if (key) yield { ...key, start, end }
  }
}

/** Private keys in armour, plain or in one layer of base64. The OpenPGP ones stay a secret whether encrypted or not. */
export function privateKeyHits(text: string): Hit[] {
  return [...hitsOf(text, privateKeys), ...hitsOf(text, encodedPrivateKeys)]
}

function hitsOf(text: string, read: (text: string) => Iterable<PrivateKey>): Hit[] {
  const lineAt = lineCounter(text)
  const hits: Hit[] = []
  for (const { start, masked, encrypted } of read(text)) {
    hits.push({ masked, ground: 'token', line: lineAt(start), ...(encrypted && { severity: 'warning' }) })
    if (hits.length === MAX_MATCHES) break
  }
  return hits
}
