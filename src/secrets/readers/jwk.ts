import { isRandomEnough } from '../entropy.ts'
import { maskBlock } from '../mask.ts'
import { isPlaceholder } from '../placeholder.ts'
import { type Member, memberPattern, membersOf, objectsAround, type Span } from './json-objects.ts'

/** A JSON Web Key that holds what must stay secret: `d`, or `k` of a symmetric one. */
export interface PrivateJwk {
  secret: Member
  whole: Span
  masked: string
  /** false where nobody says how long the value of that type is */
  known: boolean
}

export const JWK_BYTES = 8 * 1024
const TYPE = /kty\\{0,3}["']?\s{0,8}:\s{0,8}\\{0,3}["'](?:RSA|EC|OKP|oct)\\{0,3}["']/g
const MEMBERS = memberPattern('kty|crv|kid|n|d|k')

/** Characters of a coordinate in base64url, by curve: RFC 7518, 6.2 and RFC 8037, 2. */
const BY_CURVE: Readonly<Record<string, number>> = {
  'P-256': 43,
  secp256k1: 43,
  'P-384': 64,
  'P-521': 88,
  Ed25519: 43,
  X25519: 43,
  Ed448: 76,
  X448: 75,
}
/** 128 bits, and 512 */
const LEAST_SYMMETRIC = 22
const LEAST_MODULUS = 86

/** Private keys of RFC 7517, wherever they stand, other than published ones. */
export function* privateJwks(text: string): Generator<PrivateJwk> {
  for (const whole of objectsAround(text, TYPE)) {
    const members = new Map<string, Member>()
    for (const member of membersOf(text, whole, MEMBERS)) members.set(member.key, member)
    const type = members.get('kty')?.value
    const secret = members.get(type === 'oct' ? 'k' : 'd')
    if (!type || !secret || !isReal(secret.value)) continue
    if (/example/i.test(members.get('kid')?.value ?? '')) continue
    const known = lengthFits(type, secret.value.length, members)
    if (known === false) continue
    const masked = maskBlock(`${type} JWK`, Math.floor((secret.value.length * 3) / 4))
    yield { secret, whole, masked, known: known ?? false }
  }
}

function isReal(value: string): boolean {
  if (!/^[\w-]{16,2048}$/.test(value) || PUBLISHED.some(start => value.startsWith(start))) return false
  return !isPlaceholder(value) && isRandomEnough(value)
}

/** Undefined where nothing tells. */
function lengthFits(type: string, length: number, members: ReadonlyMap<string, Member>): boolean | undefined {
  if (type === 'oct') return length >= LEAST_SYMMETRIC
  if (type === 'RSA') {
    const modulus = members.get('n')?.value.length ?? 0
    return modulus >= LEAST_MODULUS && length <= modulus && length >= 0.9 * modulus
  }
  const expected = BY_CURVE[members.get('crv')?.value ?? '']
  return expected === undefined ? undefined : length === expected
}

/** Beginnings of the secret members in RFC 7515, 7516, 7517, 7520 and 8037. */
const PUBLISHED: readonly string[] = [
  'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ',
  'Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2',
  'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1',
  'AY5pb7A0UFiB3RELSD64fTLOSV_jazdF7f',
  'kLdtIj6GbDks_ApCSTYQtelcNttlKiOyPz',
  '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk4',
  'X4cTteJY_gn4FYPsXB8rdXix5vwsg1FLN5',
  'GawgguFyGrWKav7AX4VKUg',
  'bWUC9B-EFRIo8kpGfh0ZuyGPvMNKvYWNtB',
  'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcD',
]
