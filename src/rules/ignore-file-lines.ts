import { Matcher, tracePath } from '../ignore/index.ts'
import type { ContextEntry } from '../model/entry.ts'
import type { Finding, RuleContext } from '../model/finding.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { oncePerWalk } from './once.ts'

/** The lines of the ignore file that applies; none where none does. */
export function patternsOf({ snapshot }: RuleContext): readonly IgnorePattern[] {
  return snapshot.ignoreFile?.patterns ?? []
}

/** Judges paths as the builder does. */
export const matcherOf = oncePerWalk(ctx => new Matcher(patternsOf(ctx), ctx.snapshot.request.builder))

/** A finding about one line of the ignore file that applies. */
export function lineFinding(
  { snapshot }: RuleContext,
  { line, text }: IgnorePattern,
  about: Omit<Finding, 'location'>,
): Finding {
  return {
    ...about,
    location: { file: snapshot.ignoreFile!.label, line },
    data: { pattern: text, ...about.data },
  }
}

/** A line as it stands in a sentence: `` `!keep` ``; a very long one is cut. */
export function quoted({ text }: Pick<IgnorePattern, 'text'>): string {
  const line = text.replace('\ufeff', '').trim()
  return line.length > 80 ? `\`${line.slice(0, 79)}…\`` : `\`${line}\``
}

/** How a line is mended. It is no `fix.pattern`: that is a line to add, and here one has to go. */
export function insteadOf(line: string, why: string): string {
  return `write \`${line}\`: ${why}`
}

/** What a matcher is asked about: without loss, where the name is not UTF-8. */
export function matchablePath(entry: ContextEntry): string {
  return entry.rawPath ?? entry.path
}

/** Whether a pattern can match something below a directory. */
export function reachesBelow(pattern: IgnorePattern, dir: string): boolean {
  // the matcher knows it of exceptions, below a directory that is excluded
  const everything = { ...pattern, pattern: '**', negated: false }
  const matcher = new Matcher([everything, { ...pattern, negated: true }], 'buildkit')
  return matcher.fate(dir, tracePath(matcher, dir).judgement) === 'enter'
}
