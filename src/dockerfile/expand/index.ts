import { quote } from '../go-text.ts'
import { Lexer, type LexerOptions, type Lookup } from './lexer.ts'
import { LimitError, SubstitutionError } from './substitute.ts'

export type { LexerOptions, Lookup } from './lexer.ts'

/**
 * What variables may still come to, in characters that they put in and steps of matching patterns. One for all words
 * of a build, so that `ARG A=$A$A` over and over ends soon.
 */
export interface Allowance {
  left: number
}

/** Far beyond what files that people write come to. */
const MAX_EXPANSION = 1 << 24

export function newAllowance(): Allowance {
  return { left: MAX_EXPANSION }
}

export interface Expanded {
  text: string
  /** variables that it names and that are set */
  used: ReadonlySet<string>
  /** variables that it names and that are not set */
  unset: ReadonlySet<string>
}

/** What the frontend says of a word, in its own words, or that it is beyond the limits of this reader. */
export interface Unexpandable {
  reason: string
  unset: ReadonlySet<string>
}

/**
 * A word with its variables replaced, quotes and escape characters gone. Mirrors moby/buildkit
 * frontend/dockerfile/shell/lex.go ProcessWordWithMatches.
 */
export function expandWord(
  word: string,
  lookup: Lookup,
  options: LexerOptions,
  allowance: Allowance,
): Expanded | Unexpandable {
  const lexer = new Lexer(word, lookup, options, spendFrom(allowance), false)
  const result = processed(lexer, word)
  if ('reason' in result) return result
  return { text: result.text, used: lexer.used, unset: lexer.unset }
}

/** The same, split at white space that is not quoted. Mirrors ProcessWords of the same file. */
export function expandToWords(
  word: string,
  lookup: Lookup,
  options: LexerOptions,
  allowance: Allowance,
): { words: readonly string[] } | Unexpandable {
  return processed(new Lexer(word, lookup, options, spendFrom(allowance), true), word)
}

function spendFrom(allowance: Allowance): (steps: number) => boolean {
  return steps => {
    allowance.left -= steps
    return allowance.left >= 0
  }
}

function processed(lexer: Lexer, word: string): { text: string; words: readonly string[] } | Unexpandable {
  try {
    return lexer.process()
  } catch (error) {
    if (!(error instanceof SubstitutionError)) throw error
    const what = error instanceof LimitError ? 'too much to expand' : `failed to process ${quote(word)}`
    return { reason: `${what}: ${error.message}`, unset: lexer.unset }
  }
}
