import { Matcher, tracePath } from '../ignore/index.ts'
import type { RuleContext } from '../model/finding.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import type { ContextPath } from '../model/path.ts'
import { BUILDER_NAMES } from './builder-names.ts'
import { matchablePath, matcherOf, patternsOf, quoted, reachesBelow } from './ignore-file-lines.ts'
import { oncePerWalk } from './once.ts'

/** Why an exception can't let in what it names. */
export interface DeadException {
  kind: 'overruled' | 'unprotected' | 'unreached'
  /** follows the line in a sentence */
  says: string
  /** 1-based number of the line that keeps it out */
  by: number
  /** the line to write in its place, and where or why */
  instead: string
  why: string
}

/** By line: the exceptions that can not let in what they name. */
export const deadExceptions = oncePerWalk((ctx): ReadonlyMap<IgnorePattern, DeadException> => {
  const dead = new Map<IgnorePattern, DeadException>()
  for (const [index, pattern] of patternsOf(ctx).entries()) {
    const use = ctx.snapshot.patternUse[index]
    if (!pattern.negated || use === undefined || use.decided > 0) continue
    const why =
      overruled(ctx, index) ??
      (use.skipped > 0 ? unprotected(ctx, index) : undefined) ??
      unreached(ctx, index)
    if (why !== undefined) dead.set(pattern, why)
  }
  return dead
})

/** A later line excludes even the plainest path that the exception describes. */
function overruled(ctx: RuleContext, index: number): DeadException | undefined {
  const patterns = patternsOf(ctx)
  const path = plainestPath(patterns[index]!)
  if (path === undefined) return undefined
  const { by } = tracePath(matcherOf(ctx), path).judgement
  const later = patterns[by]
  if (by <= index || later === undefined || later.negated) return undefined
  return {
    kind: 'overruled',
    says: `lets nothing in: ${quoted(later)} comes later, on line ${later.line}, and excludes it again`,
    by: later.line,
    instead: `!${patterns[index]!.pattern}`,
    why: `only below line ${later.line} it lets something in`,
  }
}

/**
 * Mirrors moby/patternmatcher MatchesUsingParentResults: an exception that was not needed at a directory does not
 * count for what lies below it, though documentation and the matcher's other methods say that it does.
 */
function unprotected(ctx: RuleContext, index: number): DeadException | undefined {
  const { entries, patternUse } = ctx.snapshot
  const patterns = patternsOf(ctx)
  const pattern = patterns[index]!
  const own = new Matcher([pattern], ctx.snapshot.request.builder)
  for (const entry of entries) {
    if (entry.kind !== 'directory' || entry.parentOnly || own.matches(matchablePath(entry)).length === 0)
      continue
    if (!holdsExcluded(ctx, entry.path)) continue
    const earlier = patterns
      .slice(0, index)
      .find(
        (one, at) => !one.negated && patternUse[at]!.decided > 0 && reachesBelow(one, matchablePath(entry)),
      )
    if (earlier === undefined) continue
    return {
      kind: 'unprotected',
      says: `brings nothing back: ${entry.path}/ itself is not excluded, so what ${quoted(earlier)} on line ${earlier.line} excludes below it stays out`,
      by: earlier.line,
      instead: `!${pattern.pattern}/**`,
      why: 'it names what lies below, and not the directory alone',
    }
  }
  return undefined
}

function holdsExcluded(ctx: RuleContext, dir: ContextPath): boolean {
  const sent = ctx.below(dir).length
  return ctx.countBelow(dir, sent + 1) > sent
}

/** Other builders than BuildKit enter an excluded directory only where the text of an exception begins with it. */
function unreached(ctx: RuleContext, index: number): DeadException | undefined {
  const { request, excluded } = ctx.snapshot
  const pattern = patternsOf(ctx)[index]!
  if (request.builder === 'buildkit' || !/[*?[]/.test(pattern.pattern)) return undefined
  const dir = excluded.prunedDirectories.find(
    one => !one.builderWalks && one.line < pattern.line && reachesBelow(pattern, one.path),
  )
  if (dir === undefined) return undefined
  return {
    kind: 'unreached',
    says: `finds nothing below ${dir.path}/, which line ${dir.line} excludes: ${BUILDER_NAMES[request.builder]} does not look there for an exception with a wildcard`,
    by: dir.line,
    instead: `!${dir.path}/**`,
    why: 'an exception that begins with the name of the directory opens it',
  }
}

/** A path that the pattern matches, its wildcards taken for as little as they allow; undefined for the intricate. */
function plainestPath(pattern: IgnorePattern): string | undefined {
  const path = pattern.pattern
    .replace(/\/\*\*$/, '/x')
    .replaceAll('**/', '')
    .replaceAll('**', '')
    .replace(/[*?]/g, 'x')
  return path !== '' && new Matcher([pattern], 'buildkit').matches(path).length > 0 ? path : undefined
}
