import type { Candidate, Verdict } from '../tokens/token.ts'

/** Of values drawn from all letters: one of hexadecimal digits alone is a digest or a commit. */
export function noDigest({ value }: Candidate): Verdict {
  return /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(value) ? null : {}
}

/** Fewer letters a word are drawn by lot. */
const LETTERS_A_WORD = 3.5

/** Letters alone that fall into words at their capitals: a function, a class. */
function isName(value: string): boolean {
  if (!/^[A-Za-z]+$/.test(value)) return false
  const words = value.split(/(?=[A-Z])/)
  return words.every(word => word.length >= 2) && value.length >= LETTERS_A_WORD * words.length
}

/** The same, and no name of code either. */
export function drawnLetters(candidate: Candidate): Verdict {
  return isName(candidate.value) ? null : noDigest(candidate)
}

/** Of 40 characters and more: both cases and digits, which no path and no name has so easily. */
export function mixed({ value }: Candidate): Verdict {
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /[0-9]/.test(value) ? {} : null
}

/** The last of some words before a value: earlier ones belong to other values. */
export function lastWord(text: string, words: RegExp): string | undefined {
  return text.match(words)?.at(-1)?.toLowerCase()
}
