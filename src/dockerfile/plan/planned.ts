import type { PlannedStage, StageBase } from '../../model/build-plan.ts'
import type { DockerfileText } from '../../model/dockerfile.ts'
import type { State } from './state.ts'

/** Every stage of the file; of those that are not carried out, what they are built on so far as it was looked up. */
export function plannedStages(
  { stages }: DockerfileText,
  states: readonly State[],
  reachable: ReadonlySet<State>,
  target: State,
): PlannedStage[] {
  const byIndex = new Map(states.map(state => [state.stage?.index, state]))
  return stages.map(({ from, index }) => {
    const state = byIndex.get(index)
    return {
      line: from.line,
      column: from.column,
      index,
      name: from.stage,
      base: state === undefined ? writtenBase(stages, index) : baseOf(state),
      baseWritten: from.base.text,
      reachable: state !== undefined && reachable.has(state),
      final: state === target,
      replaced: state !== undefined && state.replacedBy !== null,
      transfers: state?.transfers ?? [],
      undeclared: state?.undeclared ?? [],
      secrets: state?.secrets ?? [],
    }
  })
}

/** Of a stage that nobody looked at: as it stands in the file. */
function writtenBase(stages: DockerfileText['stages'], index: number): StageBase {
  const { text } = stages[index]!.from.base
  const below = stages.slice(0, index).findLast(({ from }) => from.stage === text)
  if (below !== undefined) return { kind: 'stage', index: below.index }
  return text === 'scratch' ? { kind: 'scratch' } : { kind: 'image', ref: text }
}

function baseOf({ base, origin }: State): StageBase {
  return base === null ? origin : { kind: 'stage', index: base.stage!.index }
}
