import type { BuildPlan, PlanOptions, PlanResult } from '../../model/build-plan.ts'
import type { DockerfileText } from '../../model/dockerfile.ts'
import { newBuild } from './build.ts'
import { classicPlan } from './classic.ts'
import { addDependencies } from './dependencies.ts'
import { dispatchStage } from './dispatch.ts'
import { NamedContexts } from './named-contexts.ts'
import { neededFiles } from './needs.ts'
import { plannedStages } from './planned.ts'
import { podmanPlan } from './podman.ts'
import { PlanRefusal } from './refusal.ts'
import { reachableStates } from './resolve.ts'
import { addStages, targetState } from './stages.ts'
import { otherFrontend, unknownsOf } from './unknowns.ts'

/**
 * What a build of one target does with files, or what the builder says no to. Never throws.
 *
 * The rules are those of BuildKit's frontend/dockerfile/dockerfile2llb, with base images that have no variables, no
 * working directory and no ONBUILD: `unknown` says where that may make a difference. Of the classic builder and of
 * buildah, {@link classicPlan} and {@link podmanPlan} say what differs.
 */
export function planBuild(text: DockerfileText, options: PlanOptions = {}): PlanResult {
  if (options.builder === 'classic') return refusalOrPlan(() => classicPlan(text, options))
  if (options.builder === 'podman') return refusalOrPlan(() => podmanPlan(text, options))
  const foreign = otherFrontend(text, options.buildArgs?.BUILDKIT_SYNTAX)
  const result = refusalOrPlan(() => buildKitPlan(text, options))
  if (foreign === undefined) return result
  const everything = { used: true, whole: true, paths: [] }
  const names = new NamedContexts(options.namedContexts ?? {}).all.filter(({ local }) => local)
  const needs = {
    context: everything,
    named: Object.fromEntries(names.map(({ name }) => [name, everything])),
  }
  if ('problem' in result) return { plan: { text, target: -1, stages: [], ...needs, unknown: [foreign] } }
  return { plan: { ...result.plan, ...needs, unknown: [foreign, ...result.plan.unknown] } }
}

function refusalOrPlan(plan: () => BuildPlan): PlanResult {
  try {
    return { plan: plan() }
  } catch (error) {
    if (!(error instanceof PlanRefusal)) throw error
    const { line, column } = error.at
    return { problem: { line, column, reason: error.reason } }
  }
}

/** Mirrors moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go toDispatchState. */
function buildKitPlan(text: DockerfileText, options: PlanOptions): BuildPlan {
  const build = newBuild(text, options, 'buildkit')
  addStages(build)
  const target = targetState(build)
  addDependencies(build)
  const reachable = reachableStates(build, target)
  for (const state of build.states) if (reachable.has(state) && !state.dispatched) dispatchStage(build, state)
  const needs = neededFiles(build, target)
  build.lint.refuse()
  const stages = plannedStages(text, build.states, reachable, target)
  return { text, target: target.stage!.index, stages, ...needs, unknown: unknownsOf(stages) }
}
