import { LESS } from '../../model/finding.ts'
import { maskBlock } from '../mask.ts'
import { ARMOUR_BYTES, type PrivateKey, privateKeys } from '../readers/armour.ts'
import { encodedPrivateKeys } from '../readers/private-keys.ts'
import { PUTTY_BYTES, puttyKeys } from '../readers/putty-keys.ts'
import type { Detector, RawMatch } from './detector.ts'
import {
  PGP_EXAMPLES,
  PRIVATE_KEY_EXAMPLES,
  PUTTY_EXAMPLES,
  SSH2_EXAMPLES,
  XML_EXAMPLES,
} from './key-examples.ts'

/** Bytes of a header before the words by which it is found. */
const HEADER_BYTES = 64

/** Private keys in the forms that programs keep them in. */
export const KEY_TOKENS: readonly Detector[] = [
  {
    id: 'private-key',
    title: 'a private key',
    rank: 'shape',
    severity: 'error',
    scope: 'everywhere',
    keywords: ['PRIVATE KEY-----', 'LS0tLS1CRUdJTi'],
    before: HEADER_BYTES,
    after: ARMOUR_BYTES,
    *find(text) {
      yield* armoured(privateKeys(text), 'pem')
      yield* armoured(encodedPrivateKeys(text), 'pem')
    },
    examples: PRIVATE_KEY_EXAMPLES,
  },
  {
    id: 'pgp-private-key',
    title: 'an OpenPGP private key',
    rank: 'shape',
    severity: 'error',
    scope: 'everywhere',
    // the second is `-----BEGIN PGP` in base64
    keywords: ['PGP PRIVATE KEY BLOCK', 'LS0tLS1CRUdJTiBQR1'],
    before: HEADER_BYTES,
    after: ARMOUR_BYTES,
    *find(text) {
      yield* armoured(privateKeys(text), 'pgp')
      yield* armoured(encodedPrivateKeys(text), 'pgp')
    },
    examples: PGP_EXAMPLES,
  },
  {
    id: 'ssh2-key',
    title: "a private key in ssh.com's format",
    rank: 'shape',
    severity: 'warning',
    scope: 'everywhere',
    keywords: ['SSH2 ENCRYPTED PRIVATE KEY'],
    before: HEADER_BYTES,
    after: ARMOUR_BYTES,
    find: text => armoured(privateKeys(text), 'ssh2'),
    examples: SSH2_EXAMPLES,
  },
  {
    id: 'putty-key',
    title: 'a PuTTY private key',
    rank: 'shape',
    severity: 'error',
    scope: 'everywhere',
    keywords: ['PuTTY-User-Key-File-'],
    before: 16,
    after: PUTTY_BYTES,
    *find(text) {
      for (const { encrypted, ...key } of puttyKeys(text))
        yield { ...key, severity: encrypted ? 'warning' : 'error' }
    },
    examples: PUTTY_EXAMPLES,
  },
  {
    id: 'xml-rsa-key',
    title: 'an RSA private key in XML',
    rank: 'whole',
    severity: 'error',
    keywords: ['RSAKeyValue>', 'RSAKeyValue&gt;'],
    before: 16,
    after: 8 * 1024,
    find: rsaKeyValues,
    examples: XML_EXAMPLES,
  },
]

/** A key whose body does not bear out its header may be somebody's random text. */
function* armoured(keys: Iterable<PrivateKey>, wanted: PrivateKey['family']): Generator<RawMatch> {
  for (const { family, start, end, masked, encrypted, holds } of keys) {
    if (family !== wanted) continue
    const severity = encrypted || family === 'ssh2' ? 'warning' : 'error'
    const confidence = family === 'pgp' && holds && { confidence: 'checksum' as const }
    yield { start, end, masked, severity: holds === false ? LESS[severity] : severity, ...confidence }
  }
}

const ELEMENT = /(?:<|&lt;)RSAKeyValue(?:>|&gt;)/g
const CLOSING = /(?:<|&lt;)\/RSAKeyValue(?:>|&gt;)/
const PRIVATE_EXPONENT = /(?:<|&lt;)D(?:>|&gt;)([A-Za-z0-9+/=\s]{64,2048})(?:<|&lt;)/d

/** XML Signature's element with .NET's private members; a public one has no `D`. */
function* rsaKeyValues(text: string): Generator<RawMatch> {
  const starts = Array.from(text.matchAll(ELEMENT), match => match.index)
  for (const [i, start] of starts.entries()) {
    const part = text.slice(start, Math.min(starts[i + 1] ?? text.length, start + 8 * 1024))
    const match = PRIVATE_EXPONENT.exec(part)
    if (!match) continue
    const base64 = match[1]!.replace(/\s/g, '')
    if (base64.length < 64 || new Set(base64).size < 16) continue
    const [from, to] = match.indices![1]!
    const closing = CLOSING.exec(part)
    const end = start + (closing ? closing.index + closing[0].length : to)
    const masked = maskBlock('RSA private key', Math.floor((base64.replace(/={1,2}$/, '').length * 3) / 4))
    yield {
      start: start + from,
      end: start + to,
      masked,
      severity: 'error',
      key: 'D',
      whole: { start, end: Math.max(end, start + to) },
    }
  }
}
