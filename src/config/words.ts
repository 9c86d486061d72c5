import { nearest } from '../model/nearest.ts'

/** Longer than any sensible value: the start of a wrong one tells what it is. */
const LONGEST_QUOTED = 60

/** A wrong word or value as a message shows it: quoted, on one line, cut where it is long. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return JSON.stringify(text.length > LONGEST_QUOTED ? `${text.slice(0, LONGEST_QUOTED)}…` : text)
}

/** More than that are no list for one line. */
const MOST_LISTED = 6

/** What follows a complaint about a word: `: did you mean "limits"?`, or else the words that there are. */
export function suggestion(word: unknown, known: readonly string[]): string {
  const meant = typeof word === 'string' ? nearest(word, known) : undefined
  if (meant !== undefined) return `: did you mean ${quote(meant)}?`
  if (known.length > MOST_LISTED) return ''
  return `: write ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(known)}`
}
