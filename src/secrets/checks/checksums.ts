import type { Candidate, Verdict } from '../tokens/token.ts'

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** CRC-32 (IEEE 802.3) of ASCII text. `zlib` has one only since Node 20.15. */
export function crc32(text: string): number {
  let crc = -1
  for (let at = 0; at < text.length; at++) crc = (crc >>> 8) ^ TABLE[(crc ^ text.charCodeAt(at)) & 0xff]!
  return ~crc >>> 0
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function base62(number: number, length: number): string {
  let text = ''
  for (let left = number; left > 0; left = Math.floor(left / 62)) text = BASE62[left % 62] + text
  return text.padStart(length, '0')
}

/** A checksum that does not hold makes a value less certain, and no more: formats change. */
export function weighedBy(holds: boolean): Verdict {
  return holds ? { confidence: 'checksum' } : { less: true }
}

/** The last six characters of GitHub's and npm's tokens are the CRC-32 of those between the prefix and them. */
export function githubChecksum({ value }: Candidate): Verdict {
  const drawn = value.slice(value.indexOf('_') + 1, -6)
  return weighedBy(base62(crc32(drawn), 6) === value.slice(-6))
}
