import type { PlannedStage, PlanUnknown } from '../../model/build-plan.ts'
import type { DockerfileText } from '../../model/dockerfile.ts'
import { parseReference } from './reference.ts'

/** Says of a frontend that is not Docker's that nothing is known; undefined where it is Docker's, or none is named. */
export function otherFrontend(
  { directives }: DockerfileText,
  given: string | undefined,
): PlanUnknown | undefined {
  const syntax = given ?? directives.syntax?.text ?? ''
  const name = syntax.trim().split(' ', 1)[0]!
  if (name === '' || isDockers(name)) return undefined
  const line = given === undefined ? directives.syntax!.line : 0
  const reason = `another frontend reads this file (${name}), and what it takes of the context is not known`
  return { kind: 'frontend', line, reason, everything: true }
}

/** Copies of it in other registries keep its name. */
function isDockers(name: string): boolean {
  if (name === 'dockerfile.v0') return true
  const reference = parseReference(name)
  return !('reason' in reference) && /(?:^|\/)docker\/dockerfile(?:-upstream)?$/.test(reference.path)
}

/** What base images could add to what the stages that are carried out say. */
export function unknownsOf(stages: readonly PlannedStage[]): PlanUnknown[] {
  const carried = stages.filter(({ reachable, replaced }) => reachable && !replaced)
  return [...carried.flatMap(baseVariables), ...baseTriggers(carried), ...baseWorkdirs(carried)]
}

function baseVariables({ transfers }: PlannedStage): PlanUnknown[] {
  return transfers.flatMap(({ sources, line, instruction }) => {
    if (sources.every(({ fromBase }) => fromBase.length === 0)) return []
    const names = [...new Set(sources.flatMap(({ fromBase }) => fromBase))]
    const which = names.map(name => `$${name}`).join(', ')
    const reason = `a source of ${instruction} uses ${which}, which only the base image could define`
    return [{ kind: 'base-variable' as const, line, reason, everything: false }]
  })
}

function baseTriggers(stages: readonly PlannedStage[]): PlanUnknown[] {
  const bases = stages.flatMap(({ base, line }) => (base.kind === 'image' ? [{ ref: base.ref, line }] : []))
  const [named, others] = [bases.filter(isFlagged), bases.filter(base => !isFlagged(base))]
  const flagged = named.map(({ ref, line }) => {
    const reason = `the base image ${ref} has ONBUILD instructions by its name, and they may take more files`
    return { kind: 'base-onbuild' as const, line, reason, everything: false }
  })
  if (others.length === 0) return flagged
  const reason = 'base images may have ONBUILD instructions that take more files'
  return [...flagged, { kind: 'base-onbuild', line: 0, reason, everything: false }]
}

function isFlagged({ ref }: { ref: string }): boolean {
  return ref.includes('onbuild')
}

/** Once for a stage. */
function baseWorkdirs(stages: readonly PlannedStage[]): PlanUnknown[] {
  return stages.flatMap(({ transfers }) => {
    const first = transfers.find(({ dest }) => dest === null)
    if (first === undefined) return []
    const reason = `where ${first.instruction} puts files depends on the working directory of the base image`
    return [{ kind: 'base-workdir' as const, line: first.line, reason, everything: false }]
  })
}
