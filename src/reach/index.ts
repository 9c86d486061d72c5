import type { BuildPlan, TransferOrigin } from '../model/build-plan.ts'
import type { Reached, ReachFacts, SourceOutcome } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { copyGround, outcomesOf } from './copy.ts'
import { type Arrival, type Flow, flowOf } from './flow.ts'
import { rangeIndex } from './ranges.ts'
import { everyEntry, type RequestedEntries, takenEntries } from './requested.ts'

/**
 * What a build takes of a snapshot, and how far each entry gets. `file` is what reports call the Dockerfile. The
 * snapshot is that of the main context, or of the named one that its request names.
 */
export function reachOf(snapshot: Snapshot, plan: BuildPlan, file: string): ReachFacts {
  const { named, builder } = snapshot.request
  const ground = copyGround(snapshot, plan)
  const outcomes = plan.stages.flatMap(stage =>
    stage.transfers
      .filter(({ origin }) => isOf(origin, named))
      .flatMap(transfer => outcomesOf(ground, stage.index, transfer)),
  )
  const taken = builder === 'podman' ? takenEntries(snapshot, outcomes) : ground.requested
  const unknown = plan.unknown.some(({ everything }) => everything)
  const requested = unknown ? everyEntry(snapshot) : taken
  const flow = flowOf(plan, outcomes, ground.tree)
  return {
    file,
    plan,
    requested,
    outcomes,
    exposureOf: exposures(plan, flow, outcomes, requested, unknown),
    takenBy: index =>
      outcomes.filter(({ placements }) => placements.some(one => index >= one.from && index < one.to)),
  }
}

function isOf(origin: TransferOrigin, named: string | undefined): boolean {
  return named === undefined ? origin.kind === 'context' : origin.kind === 'named' && origin.name === named
}

function exposures(
  plan: BuildPlan,
  { own, final, unsure }: Flow,
  outcomes: readonly SourceOutcome[],
  requested: RequestedEntries,
  unknown: boolean,
): ReachFacts['exposureOf'] {
  const inFinal = rangeIndex(final)
  const inStages = rangeIndex(own.flatMap((found, index) => found.map(one => ({ ...one, stage: index }))))
  const perhaps = rangeIndex(unsure)
  const mounted = rangeIndex(
    outcomes
      .filter(({ transfer }) => transfer.kind === 'mount')
      .flatMap(({ placements, transfer }) => placements.map(({ from, to }) => ({ from, to, by: transfer }))),
  )
  return (from, to = from + 1): Reached => {
    const arrived = inFinal.find(from, to)
    if (arrived) return { exposure: 'final', carrier: carrierOf(arrived), mayReachFinal: false }
    const mayReachFinal = unknown || perhaps.find(from, to) !== undefined
    const copied = inStages.find(from, to)
    if (copied)
      return { exposure: `stage:${stageName(plan, copied.stage)}`, carrier: carrierOf(copied), mayReachFinal }
    for (let index = from; index < to; index++) {
      if (!requested.has(index)) continue
      const mount = mounted.find(from, to)
      return { exposure: 'requested', ...(mount && { carrier: carrierOf(mount) }), mayReachFinal }
    }
    return { exposure: 'sent', mayReachFinal: false }
  }
}

function stageName({ stages }: BuildPlan, index: number): string {
  return stages[index]?.name ?? String(index)
}

function carrierOf({ by }: Pick<Arrival, 'by'>): NonNullable<Reached['carrier']> {
  return { line: by.onbuildLine ?? by.line, instruction: by.text }
}
