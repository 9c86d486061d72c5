import { planBuild } from '../../src/dockerfile/plan/index.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import type { BuildPlan, PlanOptions } from '../../src/model/build-plan.ts'

/** The plan of a Dockerfile that is not refused. */
export function planned(lines: readonly string[], options: PlanOptions = {}): BuildPlan {
  const result = planBuild(readDockerfile(lines.join('\n')), options)
  if ('problem' in result) throw new Error(`refused: ${result.problem.reason}`)
  return result.plan
}

export function refusal(lines: readonly string[], options: PlanOptions = {}): string {
  const result = planBuild(readDockerfile(lines.join('\n')), options)
  if ('plan' in result) throw new Error('not refused')
  const { line, reason } = result.problem
  return `${line}: ${reason}`
}
