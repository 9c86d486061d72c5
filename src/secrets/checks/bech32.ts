import type { Candidate, Verdict } from '../tokens/token.ts'
import { weighedBy } from './checksums.ts'

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

/** The BCH code of BIP-173 over values of five bits. */
function polymod(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (let bit = 0; bit < GENERATOR.length; bit++) if ((top >>> bit) & 1) sum ^= GENERATOR[bit]!
  }
  return sum
}

/** Whether a text is bech32 with its checksum: a name, `1`, data, six characters. Its case does not matter. */
function isBech32(text: string): boolean {
  const lower = text.toLowerCase()
  const separator = lower.lastIndexOf('1')
  if (separator < 1) return false
  const name = Array.from(lower.slice(0, separator), char => char.charCodeAt(0))
  const data = Array.from(lower.slice(separator + 1), char => ALPHABET.indexOf(char))
  if (data.length < 6 || data.includes(-1)) return false
  return polymod([...name.map(code => code >>> 5), 0, ...name.map(code => code & 31), ...data]) === 1
}

/** Identities of age are bech32. */
export function bech32Checksum({ value }: Candidate): Verdict {
  return weighedBy(isBech32(value))
}
