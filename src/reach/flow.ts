import { posix } from 'node:path'
import type { BuildPlan, Transfer } from '../model/build-plan.ts'
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
  /** by number of the stage: what its own instructions bring; empty for one that is not carried out */
  own: readonly (readonly Arrival[])[]
  /** what is in the target, the stages that it is built on included */
  final: readonly Arrival[]
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
  const own = plan.stages.map((): Arrival[] => [])
  const contents = contentsOf(plan, own)
  const unsure: { range: Range; stage: number }[] = []
  for (const { stage, transfer, placements } of outcomes) {
    if (transfer.kind === 'mount' || !plan.stages[stage]!.reachable) continue
    for (const one of placements) own[stage]!.push({ ...one, by: transfer, byStage: stage })
  }
  for (const { index, reachable, transfers } of plan.stages) {
    if (!reachable) continue
    for (const transfer of transfers) {
      if (transfer.origin.kind !== 'stage' || transfer.kind === 'mount') continue
      for (const arrival of onTop(contents(transfer.origin.index), tree)) {
        for (const source of transfer.sources) {
          const carried = carry(tree, arrival, source.path, transfer)
          for (const one of carried.placements) own[index]!.push({ ...one, by: transfer, byStage: index })
          if (carried.unsure) unsure.push({ range: arrival, stage: index })
        }
      }
    }
    own[index] = bounded(own[index]!)
  }
  const feeds = feedingStages(plan)
  return {
    own,
    final: contents(plan.target),
    unsure: [
      ...unsure.filter(({ stage }) => feeds[stage]).map(({ range }) => range),
      ...handledByRun(plan, contents, outcomes, feeds),
    ],
  }
}

/**
 * Without files of which another one has taken the place: they are in a layer, but can't be copied any more. Only
 * what surely lies there takes a place; a file that may lie in either of two does not.
 */
function onTop(arrivals: readonly Arrival[], tree: EntryTree): readonly Arrival[] {
  const perSource = new Map<string, number>()
  const sourceOf = ({ by, byStage, from }: Arrival) => `${byStage} ${by.line} ${by.column} ${from}`
  for (const one of arrivals) perSource.set(sourceOf(one), (perSource.get(sourceOf(one)) ?? 0) + 1)
  const taken = new Set<string>()
  const visible: Arrival[] = []
  for (const one of [...arrivals].reverse()) {
    const place = placeOfFile(one, tree)
    if (place !== undefined && taken.has(place)) continue
    if (place !== undefined && perSource.get(sourceOf(one)) === 1) taken.add(place)
    visible.push(one)
  }
  return visible.reverse()
}

/** Where a single file lies; undefined for anything else, and where that is not known. */
function placeOfFile({ from, to, root, at }: Arrival, { entries }: EntryTree): string | undefined {
  const entry = to - from === 1 ? entries[from] : undefined
  if (at === null || entry?.kind !== 'file') return undefined
  return entry.path === root ? at : posix.join(at, entry.path.slice(root.length))
}

type Contents = (stage: number) => readonly Arrival[]

/** What is in a stage: what the stages that it is built on bring, and then its own. Asked of finished stages. */
function contentsOf({ stages }: BuildPlan, own: readonly (readonly Arrival[])[]): Contents {
  const known = new Map<number, readonly Arrival[]>()
  return index => {
    let all = known.get(index)
    if (all === undefined) {
      const chain: (readonly Arrival[])[] = []
      let stage = stages[index]
      while (stage !== undefined) {
        chain.push(own[stage.index]!)
        stage = stage.base.kind === 'stage' ? stages[stage.base.index] : undefined
      }
      all = bounded(chain.reverse().flat())
      known.set(index, all)
    }
    return all
  }
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
  contents: Contents,
  outcomes: readonly SourceOutcome[],
  feeds: readonly boolean[],
): Range[] {
  const mounted = outcomes.filter(({ transfer, stage }) => transfer.kind === 'mount' && feeds[stage])
  const found = stages.flatMap(({ index }) => {
    const lastRun = text.stages[index]?.commands.findLast(({ kind }) => kind === 'run')
    if (!feeds[index] || lastRun === undefined) return []
    return contents(index).filter(({ by, byStage }) => byStage !== index || by.line < lastRun.line)
  })
  const lent = stages.flatMap(({ index, transfers }) =>
    transfers
      .filter(({ kind }) => kind === 'mount' && feeds[index])
      .flatMap(({ origin }) => (origin.kind === 'stage' ? contents(origin.index) : [])),
  )
  return [...mounted.flatMap(({ placements }) => placements), ...lent, ...found]
}
