import type { Files } from '../../model/files.ts'
import { readText } from '../read-text.ts'
import { type BakeJson, readBakeJson } from './json.ts'
import type { BakeTarget } from './model.ts'
import { type BakeBlock, bakeBlocks } from './names.ts'

/** A file of which bake makes targets. */
export interface Source {
  /** absolute */
  file: string
  blocks: readonly BakeBlock[]
  /** absent where it is HCL or a compose file */
  json?: BakeJson
  fault?: { line: number; reason: string }
}

const MOST_BYTES = 2 * 2 ** 20

export function readSource(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
  disk: Files,
): Source {
  const read = readText(file, MOST_BYTES, disk)
  if ('reason' in read) return { file, blocks: [], fault: { line: 0, reason: read.reason } }
  if (/\.ya?ml$/i.test(file)) return { file, blocks: [] }
  if (!file.endsWith('.json')) return { file, blocks: bakeBlocks(read.text) }
  const json = readBakeJson(read.text, file, environment)
  return { file, blocks: json.blocks, json, ...(json.fault && { fault: json.fault }) }
}

/** The targets that `docker buildx bake --print` wrote; undefined where it is something else. */
export function printedTargets(text: string): Map<string, BakeTarget> | undefined {
  try {
    // newer versions escape what HCL would replace
    const printed = JSON.parse(text, (_, value) =>
      typeof value === 'string' ? value.replace(/([$%])\1\{/g, '$1{') : value,
    )
    return new Map(Object.entries((printed.target ?? {}) as Record<string, BakeTarget>))
  } catch {
    return undefined
  }
}

/** Where each group and target is declared; of several places the first. */
export function placesOf(sources: readonly Source[]): Map<string, { file: string; line: number }> {
  return new Map(
    sources
      .toReversed()
      .flatMap(({ file, blocks }) => blocks.map(({ name, line }) => [name, { file, line }])),
  )
}
