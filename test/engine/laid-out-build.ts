import { randomUUID } from 'node:crypto'
import { lutimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'
import type { WantedBuild } from './packed-ways.ts'
import { TOOLS } from './random-dockerfile.ts'
import type { RandomPackable } from './random-packable.ts'
import { pathsBelow } from './transferred.ts'

/** What is to be built, before it lies anywhere. */
export type PackableBuild = Pick<RandomPackable, 'tree' | 'dockerfile' | 'placement'> &
  Partial<Pick<RandomPackable, 'target' | 'buildArgs'>>

/** Lays a context and its Dockerfile out, under names that no build has seen. `tools` is the named context for RUN. */
export function layOut(build: PackableBuild, builder: 'buildkit' | 'classic', tools: string): WantedBuild {
  const { tree, dockerfile, placement, target, buildArgs = {} } = build
  const work = temporaryDirectory()
  const contextDir = makeTree(tree, join(work, `context-${randomUUID()}`))
  stampTimes(contextDir)
  const elsewhere = join(work, 'elsewhere.Dockerfile')
  writeFileSync(elsewhere, dockerfile)
  const files = {
    default: undefined,
    linked: undefined,
    inside: join(contextDir, 'build/app.Dockerfile'),
    outside: 'elsewhere.Dockerfile',
    stdin: '-',
  }
  const file = files[placement]
  return {
    builder,
    contextDir,
    work,
    checked: false,
    ...(file !== undefined && { file }),
    ...(placement === 'stdin' && { dockerfileOnStdin: elsewhere }),
    flags: [
      ...(target === undefined ? [] : [`--target=${target}`]),
      ...Object.entries(buildArgs).map(([key, value]) => `--build-arg=${key}=${value}`),
      ...(dockerfile.includes(`from=${TOOLS}`) ? [`--build-context=${TOOLS}=${tools}`] : []),
    ],
  }
}

/** Times of long ago, with fractions, so that it shows where one is not kept. */
function stampTimes(dir: string): void {
  let seconds = 1_500_000_000.25
  for (const path of pathsBelow(Buffer.from(dir))) {
    seconds += 1000.125
    lutimesSync(path, seconds, seconds)
  }
}
