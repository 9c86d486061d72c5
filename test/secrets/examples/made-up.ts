/**
 * Values for tests, made by a fixed sequence: nobody's secret, the same in every run, and written down nowhere,
 * so that no public scanner takes this repository for a leak.
 */
const ALPHABETS = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  base62: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
} as const

export type Alphabet = keyof typeof ALPHABETS

let state = 20_261_101

/** The next number of a linear congruential sequence (Numerical Recipes), below `limit`. */
function next(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}

/** A random text. */
export function madeUp(alphabet: Alphabet, length: number): string {
  const characters = ALPHABETS[alphabet]
  return Array.from({ length }, () => characters[next(characters.length)]).join('')
}

/** A password as a generator makes it. */
export function password(length = 16): string {
  return `${madeUp('base62', length - 3)}k7Z`
}

/** PEM under a label: random bytes behind the first three of a sequence in DER. */
export function pem(
  label: string,
  options: { size?: number; header?: string; lineEnd?: string } = {},
): string {
  const { size = 600, header, lineEnd = '\n' } = options
  const body = `MIIE${madeUp('base64', size).slice(4)}`.match(/.{1,64}/g)!
  const lines = [
    `-----BEGIN ${label}-----`,
    ...(header ? [header, ''] : []),
    ...body,
    `-----END ${label}-----`,
    '',
  ]
  return lines.join(lineEnd)
}

/** An unencrypted (or encrypted) key as ssh-keygen writes it. */
export function opensshKey(cipher = 'none'): string {
  const head = Buffer.from(`openssh-key-v1\0\0\0\0${String.fromCharCode(cipher.length)}${cipher}\0`)
  const body = `${head.toString('base64')}${madeUp('base64', 300)}`
  return `-----BEGIN OPENSSH ${'PRIVATE KEY'}-----\n${body}\n-----END OPENSSH ${'PRIVATE KEY'}-----\n`
}

/** `beginning`, then random bytes. */
export function binary(beginning: readonly number[] | string, size = 400): Uint8Array {
  const rest = Array.from({ length: size }, () => next(256))
  const head = typeof beginning === 'string' ? [...Buffer.from(beginning, 'latin1')] : beginning
  return Uint8Array.from([...head, 0, ...rest])
}

/** Base64 of a text. */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
