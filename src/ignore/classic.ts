import type { IgnorePattern } from '../model/ignore.ts'
import { Matcher } from './matcher.ts'

interface ClassicContext {
  /** the file's patterns and the exceptions that the client adds behind them */
  patterns: IgnorePattern[]
  /** sent by the client, removed again by the daemon before the first instruction */
  removed: ReadonlySet<string>
}

/**
 * The classic client sends the ignore file and the Dockerfile even where they are excluded, and the daemon removes
 * them (docker/cli TrimBuildFilesFromExcludes, moby daemon/builder/remotecontext removeDockerfile). The exceptions
 * can open directories that would be pruned else. `dockerfile` is relative to the context.
 */
export function classicContext(
  patterns: readonly IgnorePattern[],
  dockerfile: string | undefined,
): ClassicContext {
  const matcher = new Matcher(patterns, 'classic')
  const names = ['.dockerignore', ...(dockerfile === undefined ? [] : [dockerfile])]
  const exceptions = names
    .filter(name => legacyExcludes(matcher, name))
    .map(name => ({ line: 0, text: `!${name}`, pattern: name, negated: true }))
  return {
    patterns: [...patterns, ...exceptions],
    removed: new Set(names.filter(name => flatExcludes(matcher, name))),
  }
}

/** Mirrors PatternMatcher.Matches: of the directories above, it tests only the one as deep as the pattern. */
function legacyExcludes(matcher: Matcher, path: string): boolean {
  const parents = path.split('/').slice(0, -1)
  let excluded = false
  for (const [index, { pattern, negated }] of matcher.patterns.entries()) {
    if (negated !== excluded) continue
    const depth = pattern.split('/').length
    const tested = depth <= parents.length ? [path, parents.slice(0, depth).join('/')] : [path]
    if (tested.some(one => matcher.matches(one).includes(index))) excluded = !negated
  }
  return excluded
}

/** Mirrors PatternMatcher.MatchesOrParentMatches: the last pattern that matches the path or one above it. */
function flatExcludes(matcher: Matcher, path: string): boolean {
  const names = path.split('/')
  const all = names.flatMap((_, depth) => matcher.matches(names.slice(0, depth + 1).join('/')))
  const last = Math.max(-1, ...all)
  return last >= 0 && !matcher.patterns[last]!.negated
}
