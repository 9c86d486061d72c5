import { entropyOf } from '../entropy.ts'
import type { Candidate, Verdict } from '../tokens/token.ts'

/** Shares of capitals among letters: names have fewer, constants and hashes have all or none. */
const FEWEST_CAPITALS = 0.14
const MOST_CAPITALS = 0.88

/** Whether capitals and small letters are mixed as by lot. Of random texts of 24 characters one in 500 is not. */
export function isMixed(value: string): boolean {
  const letters = value.match(/[A-Za-z]/g)?.length ?? 0
  const share = (value.match(/[A-Z]/g)?.length ?? 0) / letters
  return share >= FEWEST_CAPITALS && share <= MOST_CAPITALS
}

/** Leaves out names, slugs and hashes of the same length. */
export function mixedCase({ value }: Candidate): Verdict {
  return isMixed(value) ? {} : null
}

/** For values whose prefix says little: as many bits a character, and both cases. */
export function atLeast(bits: number): (candidate: Candidate) => Verdict {
  return ({ value }) => (entropyOf(value) >= bits && isMixed(value) ? {} : null)
}
