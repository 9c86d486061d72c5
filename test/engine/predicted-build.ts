import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { planBuild } from '../../src/dockerfile/plan/index.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import { listContext } from '../../src/list.ts'
import type { ReachFacts } from '../../src/model/reach.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { reachOf } from '../../src/reach/index.ts'
import { listedEntries } from '../helpers/engine-case.ts'
import type { BuildOptions } from './buildkit-build.ts'
import { type Prediction, predictedImage, stageFile } from './predicted-image.ts'
import { buriedSizes, fileLines, StageError } from './stage-files.ts'

/** What we say of a build, in the form in which the engine's answer is read. */
export interface PredictedBuild {
  builder: Prediction['builder']
  /** why the engine refuses it; null where it builds */
  refusal: string | null
  /** null where the context is not used, or nothing could be said */
  transferred: string[] | null
  /** null where it is refused */
  image: string[] | null
  /** files that come into the image and are replaced there, by their size */
  buried?: ReadonlySet<number>
  /** an older engine may refuse it all the same */
  isDoubtful?: boolean
  /** absent where the Dockerfile is refused */
  known?: { snapshot: Snapshot; facts: ReachFacts }
}

/** Predicts a build of `contextDir` with its `Dockerfile`. */
export async function predictBuild(
  contextDir: string,
  options: BuildOptions,
  builder: Prediction['builder'],
): Promise<PredictedBuild> {
  const nothing = { builder, transferred: null, image: null }
  const text = readDockerfile(readFileSync(join(contextDir, 'Dockerfile'), 'utf8'))
  const result = planBuild(text, { ...options, builder })
  if ('problem' in result) return { ...nothing, refusal: result.problem.reason }
  const snapshot = await listContext({ contextDir, builder })
  const facts = reachOf(snapshot, result.plan, 'Dockerfile')
  // a second name of a file is a file on the engine's disk
  const requested = snapshot.entries
    .filter((_, index) => facts.requested.has(index))
    .map(({ hardlinkOf: _, ...entry }) => entry)
  const transferred = result.plan.context.used ? listedEntries({ ...snapshot, entries: requested }) : null
  const failing = facts.outcomes.find(({ failure }) => failure?.fails)
  const known = { snapshot, facts }
  if (failing)
    return {
      builder,
      refusal: `${failing.source.written}: ${failing.failure!.reason}`,
      transferred,
      image: null,
      known,
    }
  try {
    const { entries } = snapshot
    const { files, isDoubtful } = predictedImage({
      builder,
      contextDir,
      entries,
      plan: result.plan,
      outcomes: facts.outcomes,
      requested: new Map(requested.map(entry => [entry.path, stageFile(entry)])),
    })
    const buried = buriedSizes(files)
    return { builder, refusal: null, transferred, image: fileLines(files), buried, isDoubtful, known }
  } catch (error) {
    if (!(error instanceof StageError)) throw error
    return { builder, refusal: error.message, transferred, image: null, known }
  }
}
