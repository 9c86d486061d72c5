import type { EngineBuild } from './buildkit-build.ts'
import { isOldEngine } from './old-engines.ts'
import type { PredictedBuild } from './predicted-build.ts'
import { isTellingSize } from './random-tree.ts'
import { fileLines, type StageFiles } from './stage-files.ts'

/** What an engine did that was not predicted, and what it did not do though it was. */
export function differences(engine: EngineBuild, predicted: PredictedBuild): string[] {
  const found: string[] = []
  if ((engine.refusal === null) !== (predicted.refusal === null) && !isOldRefusal(engine, predicted))
    found.push(`the engine ${engine.refusal === null ? 'builds' : 'refuses'} it`)
  // where it fails, the transfer may have come to its end or not; of a Dockerfile that is refused nothing is said
  if (
    predicted.builder === 'buildkit' &&
    predicted.known &&
    (engine.refusal === null || engine.transferred !== null)
  )
    found.push(...inOneOnly('transferred', engine.transferred, predicted.transferred))
  if (engine.files === null || predicted.image === null) return found
  found.push(...inOneOnly('in the image', fileLines(engine.files), predicted.image))
  return [...found, ...misjudged(engine.files, predicted)]
}

function isOldRefusal({ refusal }: EngineBuild, { isDoubtful = false }: PredictedBuild): boolean {
  return isOldEngine() && isDoubtful && /failed to calculate checksum/.test(refusal ?? '')
}

function inOneOnly(what: string, engine: string[] | null, predicted: string[] | null): string[] {
  if (engine === null || predicted === null)
    return engine === predicted ? [] : [`${what}: ${engine === null ? 'nothing' : 'something'} by the engine`]
  return [
    ...engine.filter(line => !predicted.includes(line)).map(line => `${what}, not predicted: ${line}`),
    ...predicted.filter(line => !engine.includes(line)).map(line => `not ${what}, but predicted: ${line}`),
  ]
}

/** Files are known again in the image by their size. */
function misjudged(files: StageFiles, { known, buried }: PredictedBuild): string[] {
  const { snapshot, facts } = known!
  const sizes = new Set([...files.values()].map(({ size }) => size))
  return snapshot.entries.flatMap(({ kind, bytes, nlink, path }, index) => {
    if (kind !== 'file' || nlink !== undefined || !isTellingSize(bytes)) return []
    const { exposure, mayReachFinal } = facts.exposureOf(index)
    if (sizes.has(bytes))
      return exposure === 'final' || mayReachFinal
        ? []
        : [`in the final image, but thought ${exposure}: ${path}`]
    return exposure === 'final' && !buried!.has(bytes)
      ? [`not in the final image, but thought so: ${path}`]
      : []
  })
}
