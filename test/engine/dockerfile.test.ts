import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { buildWithBuildkit, type EngineBuild } from './buildkit-build.ts'
import { buildWithClassic } from './classic-build.ts'
import { differences } from './differences.ts'
import { engineAnswers } from './docker.ts'
import { type PredictedBuild, predictBuild } from './predicted-build.ts'
import { type RandomBuild, randomBuild, TOOLS } from './random-dockerfile.ts'
import { toolsDirectory } from './tools.ts'

const seed = Number(process.env.CTXGUARD_SEED ?? Math.floor(Math.random() * 2 ** 31))
const PAIRS = Number(process.env.CTXGUARD_PAIRS ?? 40)

const BUILDERS = [
  { builder: 'buildkit', build: buildWithBuildkit, pairs: PAIRS },
  { builder: 'classic', build: buildWithClassic, pairs: Math.ceil(PAIRS / 4) },
] as const

describe.skipIf(!engineAnswers())(`a live engine builds as predicted (CTXGUARD_SEED=${seed})`, () => {
  const tools = toolsDirectory()

  describe.each(BUILDERS)('$builder', ({ builder, build, pairs }) => {
    let images = 0

    test.each(Array.from({ length: pairs }, (_, i) => seed + i))(
      'context and Dockerfile %i',
      async one => {
        const random = randomBuild(one, builder)
        let contextDir = makeTree(random.tree, join(temporaryDirectory(), 'context'))
        for (const target of random.targets) {
          const options = {
            ...(target !== undefined && { target }),
            buildArgs: random.buildArgs,
            namedContexts: random.dockerfile.includes(`from=${TOOLS}`) ? { [TOOLS]: tools } : {},
          }
          const predicted = await predictBuild(contextDir, options, builder)
          const engine = build(contextDir, options)
          contextDir = engine.contextDir
          const found = differences(engine, predicted)
          expect(found, found.length === 0 ? '' : story(one, random, target, engine, predicted)).toEqual([])
          if (engine.refusal === null) images++
        }
      },
      120_000,
    )

    // one failure hides all else: without images nothing is told of stages
    if (PAIRS >= 40) test('enough of them build', () => expect(images).toBeGreaterThan(pairs / 3))
  })
})

function story(
  one: number,
  random: RandomBuild,
  target: string | undefined,
  engine: EngineBuild,
  predicted: PredictedBuild,
): string {
  const tree = execFileSync('find', ['.', '-printf', '%y %s %P -> %l\n'], {
    cwd: engine.contextDir,
    encoding: 'utf8',
  })
  return [
    `CTXGUARD_SEED=${one} CTXGUARD_PAIRS=1, target ${target ?? 'the last'}, ${JSON.stringify(random.buildArgs)}`,
    `Dockerfile:\n${random.dockerfile}`,
    `.dockerignore:\n${random.tree['.dockerignore'] ?? '(none)'}`,
    `tree:\n${tree}`,
    `engine: ${engine.refusal ?? 'builds'}`,
    `predicted: ${predicted.refusal ?? 'builds'}`,
    '',
  ].join('\n')
}
