import { Matcher, parseIgnoreFile, tracePath } from '../ignore/index.ts'
import type { RuleContext } from '../model/finding.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { ignoreLineFor } from '../model/ignore-line.ts'
import { joinPath, type RawPath } from '../model/path.ts'
import { matcherOf, patternsOf, quoted } from './ignore-file-lines.ts'

/** The line that keeps a path out, and the path that it matches: this one or a directory above it. */
interface Excluding {
  pattern: IgnorePattern
  at: string
}

/** Undefined where no line does. */
export function excludingLine(ctx: RuleContext, path: string): Excluding | undefined {
  const { judgement, steps, pruned } = tracePath(matcherOf(ctx), path)
  if (!judgement.excluded && pruned === null) return undefined
  // an exception may let the path in again where the builder never comes to look
  const step = steps.findLast(({ sent }) => !sent)
  return step && { pattern: step.pattern, at: step.at }
}

/** In a sentence: `` line 3 of .dockerignore (`dist`) ``. */
export function lineName({ snapshot }: RuleContext, pattern: IgnorePattern): string {
  return `line ${pattern.line} of ${snapshot.ignoreFile!.label} (${quoted(pattern)})`
}

/**
 * An exception for each of these paths; undefined where they would not let them in at the end of the ignore file.
 * Of a directory they let in all but what some other line excludes.
 */
export function linesFor(ctx: RuleContext, paths: readonly RawPath[]): readonly string[] | undefined {
  // the marks that begin a comment or an exception are ordinary behind the first one
  const lines = paths.map(path => `!${ignoreLineFor(path).replace(/^\\(?=[#!])/, '')}`)
  return linesThatLetIn(ctx, lines, paths)
}

/** The lines, if at the end of the ignore file they make the builder take these paths. */
export function linesThatLetIn(
  ctx: RuleContext,
  lines: readonly string[],
  paths: readonly RawPath[],
): readonly string[] | undefined {
  const { builder } = ctx.snapshot.request
  const { patterns, problems } = parseIgnoreFile(Buffer.from(lines.join('\n')), builder)
  if (problems.length > 0 || patterns.length !== lines.length) return undefined
  const matcher = new Matcher([...patternsOf(ctx), ...patterns], builder)
  const works = paths.every(path => isTaken(matcher, path) && bringsItsOwn(ctx, matcher, path))
  return works ? lines : undefined
}

function isTaken(matcher: Matcher, path: string): boolean {
  const { judgement, pruned } = tracePath(matcher, path)
  return !judgement.excluded && !judgement.arrivesEmpty && pruned === null
}

/** Enough to tell whether what lies in a directory comes along. */
const LOOKED_AT = 100

/** Of a directory: whether nothing in it is left out because the directory, or one above it, was. */
function bringsItsOwn({ snapshot: { source } }: RuleContext, matcher: Matcher, path: RawPath): boolean {
  if (source.stat(path).kind !== 'directory') return true
  return source
    .children(path)
    .slice(0, LOOKED_AT)
    .every(({ name }) => {
      const child = joinPath(path, name)
      return isTaken(matcher, child) || tracePath(matcher, child).steps.at(-1)?.at === child
    })
}
