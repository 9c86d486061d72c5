import type { Transfer } from '../model/build-plan.ts'
import type { Position } from '../model/dockerfile.ts'
import type { Finding, Location, RuleContext } from '../model/finding.ts'
import type { ContextPath } from '../model/path.ts'
import type { SourceOutcome } from '../model/reach.ts'

/** A place in the Dockerfile. */
export function locationAt({ reach }: RuleContext, { line, column }: Position): Location {
  return { file: reach!.file, line, column }
}

/** Who takes a source, in a sentence. */
export function takerOf({ kind, instruction }: Transfer): string {
  return kind === 'mount' ? 'RUN --mount' : instruction
}

/** What the sources of this snapshot are taken from, in a sentence. */
export function contextName({ snapshot }: RuleContext): string {
  const { named } = snapshot.request
  return named === undefined ? 'the context' : `the named context ${named}`
}

/** A source as it stands in a sentence: as it is written, and what variables have made of it. */
export function spoken({ source, transfer }: SourceOutcome): string {
  const { written, expanded } = source
  const bare = transfer.kind === 'mount' ? expanded : written
  if (bare === expanded || bare === `"${expanded}"` || bare === `'${expanded}'`) return expanded
  return `${bare} (${expanded})`
}

/** The stages that are built and that a source is a fault of, by name or number. */
export function stageNames({ reach }: RuleContext, outcomes: readonly SourceOutcome[]): string[] {
  const stages = [...new Set(outcomes.map(({ stage }) => stage))]
  return stages.map(index => reach!.plan.stages[index]?.name ?? String(index))
}

/** A finding about what one source names, at the place where it is written. */
export function sourceFinding(
  ctx: RuleContext,
  outcomes: readonly SourceOutcome[],
  about: Omit<Finding, 'location' | 'data'> & { data?: Finding['data'] },
): Finding {
  const { transfer, source, failure } = outcomes[0]!
  return {
    ...(source.path !== '' && { path: source.path as ContextPath }),
    ...about,
    location: locationAt(ctx, source),
    data: {
      source: transfer.kind === 'mount' ? source.expanded : source.written,
      stages: stageNames(ctx, outcomes),
      ...(failure && { reason: failure.reason }),
      ...about.data,
    },
  }
}
