import type { Severity } from '../model/finding.ts'

export interface TextOptions {
  /** columns of the terminal; text is never set wider than 110 */
  width: number
  colour: boolean
  failOn: Severity | 'never'
  /** every path of every rule, not the first ten */
  all: boolean
  /** the fix and the page of every finding too */
  verbose: boolean
  /** only the verdict */
  quiet: boolean
  /** a command follows, whose exit code counts */
  runs?: boolean
}

/** How one report is set: the same with what follows from it. */
export interface Screen extends Omit<TextOptions, 'width'> {
  width: number
  /** one of several: it has to fit a screen of its own */
  compact: boolean
}

/** Width of the column that names severities. */
export const MARGIN = 9

/** Paths of a rule and lines of advice that are shown where nobody asked for all. */
export function shownAtOnce({ all, compact }: Screen): number {
  if (all) return Number.POSITIVE_INFINITY
  return compact ? 3 : 10
}

/** Lines with `word` in the column of the first. */
export function labelled(word: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? word.padEnd(MARGIN) : ' '.repeat(MARGIN)) + line)
}
