import { bytesAt, decodeBase64 } from '../decode.ts'
import type { Hit } from '../kind.ts'
import { maskBlock } from '../mask.ts'
import { lineCounter, matchesOf } from './lines.ts'

const PEM_HEADER = /-----BEGIN ((?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?)-----/g
/** An RSA key of 8,192 bits is about 6.4 KB of text; escaped line ends make it longer. */
const MAX_PEM = 12 * 1024
const MIN_BASE64 = 64
/** `-----BEGIN` in base64 */
const BASE64_PEM = /LS0tLS1CRUdJTi[A-Za-z0-9+/=]{64,16384}/g

/** Private keys in PEM, OpenSSH and OpenPGP armour: bare, quoted, with escaped line ends, or in one layer of base64. */
export function privateKeyHits(text: string): Hit[] {
  const lineAt = lineCounter(text)
  const hits: Hit[] = []
  for (const match of matchesOf(text, PEM_HEADER)) {
    const hit = armoured(match[1]!, text.slice(match.index + match[0].length, match.index + MAX_PEM))
    if (hit) hits.push({ ...hit, line: lineAt(match.index) })
  }
  const wrappedLineAt = lineCounter(text)
  for (const match of matchesOf(text, BASE64_PEM)) {
    const [inner] = privateKeyHits(decodeBase64(match[0]) ?? '')
    if (inner) hits.push({ ...inner, line: wrappedLineAt(match.index) })
  }
  return hits
}

/** The PGP armour of a private key stays a secret whether or not it has a passphrase. */
function armoured(label: string, following: string): Hit | undefined {
  const end = following.indexOf('-----END')
  const body = end < 0 ? following : following.slice(0, end)
  const base64 = body.replace(/\\[nrt]/g, '').replace(/[^A-Za-z0-9+/=]/g, '')
  if (base64.length < MIN_BASE64 || /\.{3}|…|<|\$\{|\{\{/.test(body)) return undefined
  if (new Set(base64).size < 16 || base64.startsWith(VAGRANT_KEY)) return undefined
  const encrypted = label.startsWith('ENCRYPTED') || body.includes('4,ENCRYPTED') || hasOpensshCipher(base64)
  const masked = maskBlock(label, Math.floor((base64.length * 3) / 4))
  return { masked, ground: 'token', ...(encrypted && { severity: 'warning' as const }) }
}

/** Published, and the same in every Vagrant box. */
const VAGRANT_KEY = 'MIIEogIBAAKCAQEA6NF8iallvQVp22WD'

/** Whether a text holds a key that everybody has. */
export function isPublishedKey(text: string): boolean {
  return text.includes(VAGRANT_KEY)
}

const OPENSSH_MAGIC = 'openssh-key-v1\0'

/** PROTOCOL.key of openssh-portable: the magic, then the cipher's name with its length before it. */
function hasOpensshCipher(base64: string): boolean {
  const head = Buffer.from(base64.slice(0, 64), 'base64')
  if (head.toString('latin1', 0, OPENSSH_MAGIC.length) !== OPENSSH_MAGIC) return false
  return head.toString('latin1', 19, 23) !== 'none'
}

/** The beginnings of private keys in DER; lengths are left open. */
const DER_KEYS: readonly { label: string; bytes: readonly (number | null)[] }[] = [
  // PKCS#8: version 0, then the identifier of RSA, or that of an elliptic curve
  {
    label: 'PKCS #8 RSA private key',
    bytes: [0x30, 0x82, null, null, 2, 1, 0, 0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1],
  },
  {
    label: 'PKCS #8 EC private key',
    bytes: [0x30, 0x81, null, 2, 1, 0, 0x30, null, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1],
  },
  {
    label: 'PKCS #8 Ed25519 private key',
    bytes: [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70],
  },
  // PKCS#1: version 0, then the modulus
  { label: 'RSA private key', bytes: [0x30, 0x82, null, null, 2, 1, 0, 2, 0x82] },
  // SEC1: version 1, then the key of 32 bytes
  { label: 'EC private key', bytes: [0x30, 0x77, 2, 1, 1, 4, 0x20] },
]

/** A private key in DER, by how the file begins. */
export function derKeyHit(bytes: Uint8Array): Hit | undefined {
  const found = DER_KEYS.find(key => bytesAt(bytes, 0, key.bytes))
  return found && { masked: maskBlock(found.label, bytes.length), ground: 'token' }
}
