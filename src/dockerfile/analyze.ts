import { DockerfileError } from '../errors.ts'
import type {
  AnalyzeOptions,
  BuildPlan,
  DockerfileAnalysis,
  PathNeed,
  PlannedStage,
  PlanUnknown,
  Transfer,
} from '../model/build-plan.ts'
import { planBuild } from './plan/index.ts'
import { readDockerfile } from './read.ts'

/**
 * What a build of this Dockerfile takes of its context: nothing, everything, or some paths of it. Looks at nothing
 * but the text.
 *
 * By default the last stage is built, by BuildKit, for linux/amd64, with no `--build-arg` and no named context; a
 * named context whose value has no known scheme is a local directory. Base images are taken to have no variables and
 * no ONBUILD: `unknown` names what that leaves open.
 *
 * @throws {DockerfileError} where the builder would refuse the file or the target, with line and reason
 */
export function analyzeDockerfile(text: string, options: AnalyzeOptions = {}): DockerfileAnalysis {
  const result = planBuild(readDockerfile(text), options)
  if ('problem' in result)
    throw new DockerfileError({
      ...(options.file === undefined ? {} : { file: options.file }),
      ...result.problem,
    })
  const { context, named, stages, unknown } = result.plan
  return {
    usesContext: context.used,
    wholeContext: context.whole,
    paths: [...context.paths],
    unknown: unknown.map(sentence),
    stages: stages.map(stage => analyzedStage(stage, result.plan)),
    named: Object.fromEntries(Object.entries(named).map(([name, need]) => [name, analyzedNeed(need)])),
  }
}

function sentence({ line, reason }: PlanUnknown): string {
  return line === 0 ? reason : `line ${line}: ${reason}`
}

function analyzedNeed({ whole, paths }: PathNeed): { wholeContext: boolean; paths: string[] } {
  return { wholeContext: whole, paths: [...paths] }
}

function analyzedStage(stage: PlannedStage, plan: BuildPlan): DockerfileAnalysis['stages'][number] {
  const { name, index, reachable, final, transfers } = stage
  return { name, index, reachable, final, copies: transfers.map(transfer => analyzedCopy(transfer, plan)) }
}

function analyzedCopy(transfer: Transfer, plan: BuildPlan) {
  const sources = transfer.sources.filter(({ remote }) => !remote).map(({ path }) => path)
  const from = sourceName(transfer, plan)
  return {
    line: transfer.line,
    sources,
    ...(from === undefined ? {} : { from }),
    whole: sources.includes(''),
  }
}

function sourceName({ origin }: Transfer, { stages }: BuildPlan): string | undefined {
  switch (origin.kind) {
    case 'context':
      return undefined
    case 'stage':
      return stages[origin.index]!.name ?? String(origin.index)
    case 'named':
      return origin.name
    case 'image':
      return origin.ref
  }
}
