import type { BuildPlan, PlannedStage, Transfer } from '../model/build-plan.ts'
import type { Placement, Range, SourceOutcome } from '../model/reach.ts'
import { carry } from './carry.ts'
import type { EntryTree } from './tree.ts'

/** Entries of the context that an instruction brought into a stage. */
export interface Arrival extends Placement {
  /** the instruction, in this stage or in one that it is built on, or whose files it copies */
  by: Transfer
  /** number of the stage whose instruction it is */
  byStage: number
}

/** What of the context comes into the stages of a build. */
export interface Flow {
  /** by number of the stage; empty for one that is not carried out */
  arrivals: readonly (readonly Arrival[])[]
  /** entries that may get into the final image in a way that paths do not tell */
  unsure: readonly Range[]
}

/** Beyond that, only which entries come into a stage is kept, and not where they lie: stages can double what they copy. */
const MOST_ARRIVALS = 2000

/**
 * Follows what every COPY and ADD takes of the context from stage to stage, as far as paths tell. A RUN may move or
 * copy anything, so what lies in a stage from which the final image takes something may get there.
 */
export function flowOf(plan: BuildPlan, outcomes: readonly SourceOutcome[], tree: EntryTree): Flow {
  const arrivals: Arrival[][] = plan.stages.map(() => [])
  const unsure: { range: Range; stage: number }[] = []
  for (const stage of plan.stages) {
    if (!stage.reachable) continue
    const own = arrivals[stage.index]!
    if (stage.base.kind === 'stage') own.push(...(arrivals[stage.base.index] ?? []))
    own.push(...ofContext(stage, outcomes))
    for (const transfer of stage.transfers) {
      if (transfer.origin.kind !== 'stage' || transfer.kind === 'mount') continue
      for (const arrival of arrivals[transfer.origin.index] ?? []) {
        for (const source of transfer.sources) {
          const carried = carry(tree, arrival, source.path, transfer)
          own.push(...carried.placements.map(one => ({ ...one, by: transfer, byStage: stage.index })))
          if (carried.unsure) unsure.push({ range: arrival, stage: stage.index })
        }
      }
    }
    arrivals[stage.index] = bounded(own)
  }
  const feeds = feedingStages(plan)
  return {
    arrivals,
    unsure: [
      ...unsure.filter(({ stage }) => feeds[stage]).map(({ range }) => range),
      ...handledByRun(plan, arrivals, outcomes, feeds),
    ],
  }
}

function ofContext({ index }: PlannedStage, outcomes: readonly SourceOutcome[]): Arrival[] {
  return outcomes
    .filter(({ stage, transfer }) => stage === index && transfer.kind !== 'mount')
    .flatMap(({ placements, transfer }) => placements.map(one => ({ ...one, by: transfer, byStage: index })))
}

function bounded(arrivals: Arrival[]): Arrival[] {
  if (arrivals.length <= MOST_ARRIVALS) return arrivals
  const known = new Map<string, Arrival>()
  for (const arrival of arrivals) known.set(`${arrival.from} ${arrival.to}`, { ...arrival, at: null })
  return [...known.values()]
}

/** The target and the stages it is built on: their files are the final image's, and so are their layers. */
function finalStages({ stages, target }: BuildPlan): Set<number> {
  const final = new Set<number>()
  // another frontend has no stages that are known here
  let stage = stages[target]
  while (stage !== undefined && !final.has(stage.index)) {
    final.add(stage.index)
    stage = stage.base.kind === 'stage' ? stages[stage.base.index] : undefined
  }
  return final
}

/** Stages from which something gets into the final image, directly or by way of others: those refer to earlier ones. */
function feedingStages(plan: BuildPlan): boolean[] {
  const feeds = plan.stages.map(() => false)
  for (const index of finalStages(plan)) feeds[index] = true
  for (const { index, base, transfers } of [...plan.stages].reverse()) {
    if (!feeds[index]) continue
    if (base.kind === 'stage') feeds[base.index] = true
    for (const { origin } of transfers) if (origin.kind === 'stage') feeds[origin.index] = true
  }
  return feeds
}

/** What a RUN finds in its stage, or mounts, and could leave anywhere. */
function handledByRun(
  { stages, text }: BuildPlan,
  arrivals: readonly (readonly Arrival[])[],
  outcomes: readonly SourceOutcome[],
  feeds: readonly boolean[],
): Range[] {
  const mounted = outcomes.filter(({ transfer, stage }) => transfer.kind === 'mount' && feeds[stage])
  const found = stages.flatMap(({ index }) => {
    const lastRun = text.stages[index]?.commands.findLast(({ kind }) => kind === 'run')
    if (!feeds[index] || lastRun === undefined) return []
    return arrivals[index]!.filter(({ by, byStage }) => byStage !== index || by.line < lastRun.line)
  })
  const lent = stages.flatMap(({ index, transfers }) =>
    transfers
      .filter(({ kind }) => kind === 'mount' && feeds[index])
      .flatMap(({ origin }) => (origin.kind === 'stage' ? arrivals[origin.index]! : [])),
  )
  return [...mounted.flatMap(({ placements }) => placements), ...lent, ...found]
}
