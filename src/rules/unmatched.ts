import { globMatcher, hasWildcards } from '../ignore/index.ts'
import type { RuleContext } from '../model/finding.ts'
import { joinPath, type RawPath, spell } from '../model/path.ts'
import type { SourceOutcome } from '../model/reach.ts'
import type { ContextSource } from '../model/source.ts'

/**
 * Of a directory in which a wildcard matches nothing BuildKit transfers nothing, not even the directory, and it is
 * there that the build fails. What is at fault is the wildcard, or the line that excludes what it would match.
 */
export function withCause(ctx: RuleContext, outcome: SourceOutcome): SourceOutcome {
  const { source, failure, transfer } = outcome
  const isUnmatched =
    failure?.kind === 'forbidden' &&
    transfer.kind !== 'mount' &&
    hasWildcards(source.path) &&
    ctx.entryAt(failure.path)?.kind === 'directory'
  if (!isUnmatched) return outcome
  const match = firstMatch(ctx.snapshot.source, '', source.path.split('/').map(globMatcher))
  const cause = match === undefined ? 'no-match' : 'excluded'
  return { ...outcome, failure: { ...failure, kind: cause, path: spell(match ?? source.path) } }
}

type NameTest = (name: string) => boolean

/** The first path on disk, excluded or not, whose names pass the tests. */
function firstMatch(
  source: ContextSource,
  dir: RawPath | '',
  [test, ...tests]: readonly NameTest[],
): RawPath | undefined {
  for (const { name, kind } of childrenOf(source, dir)) {
    if (!test!(name)) continue
    const path = joinPath<RawPath>(dir as RawPath, name)
    if (tests.length === 0) return path
    const below = kind === 'directory' ? firstMatch(source, path, tests) : undefined
    if (below !== undefined) return below
  }
  return undefined
}

function childrenOf(source: ContextSource, dir: RawPath | '') {
  try {
    return source.children(dir)
  } catch {
    return [] // not ours to list, or gone
  }
}
