import type { Candidate, Verdict } from '../tokens/token.ts'
import { crc32, weighedBy } from './checksums.ts'

const CRC_LENGTH = 7
const ROUTABLE = /\.[a-z0-9]{9}$/

/**
 * A routable token (`glpat-<payload>.01.<length><CRC>`) ends in the CRC-32 of all before, in base 36. An instance may
 * put a name of its own before the prefix; it counts then.
 */
export function gitlabChecksum({ value, before }: Candidate): Verdict {
  if (!ROUTABLE.test(value)) return {}
  const own = /[\w-]{1,20}-$/.exec(before.slice(-32))?.[0] ?? ''
  const sum = value.slice(-CRC_LENGTH)
  return weighedBy(['', own].some(prefix => checksumOf(prefix + value.slice(0, -CRC_LENGTH)) === sum))
}

function checksumOf(text: string): string {
  return crc32(text).toString(36).padStart(CRC_LENGTH, '0')
}
