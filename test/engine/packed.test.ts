import { describe, expect, test } from 'vitest'
import { makeTree } from '../helpers/tree.ts'
import { engineAnswers } from './docker.ts'
import { layOut } from './laid-out-build.ts'
import { packedDifferences } from './packed-differences.ts'
import { buildAllWays, type Outcome, WAYS } from './packed-ways.ts'
import { predictBuild } from './predicted-build.ts'
import { type RandomPackable, randomPackable } from './random-packable.ts'
import { toolsDirectory } from './tools.ts'

const seed = Number(process.env.CTXGUARD_SEED ?? Math.floor(Math.random() * 2 ** 30))
const PAIRS = Math.ceil(0.75 * Number(process.env.CTXGUARD_PAIRS ?? 40))
const since = Math.floor(Date.now() / 1000)

describe.skipIf(!engineAnswers())(`what is packed builds the same image (CTXGUARD_SEED=${seed})`, () => {
  const tools = toolsDirectory()

  describe.concurrent.each(['buildkit', 'classic'] as const)('%s', builder => {
    let images = 0

    test.for(Array.from({ length: PAIRS }, (_, i) => seed + i))(
      'context and Dockerfile %i',
      { timeout: 180_000 },
      async (one, { expect }) => {
        const random = await likelyToBuild(one, builder)
        const outcomes = await buildAllWays(layOut(random, builder, tools))
        const dockerfile = Buffer.from(random.dockerfile)
        const found = WAYS.flatMap(way => packedDifferences(way, outcomes, { dockerfile, since }))
        expect(found, found.length === 0 ? '' : story(one, random, outcomes)).toEqual([])
        if (outcomes.directory.files !== null) images++
      },
    )

    // of what is refused there is nothing to compare
    if (PAIRS >= 30) test.sequential('enough of them build', () => expect(images).toBeGreaterThan(PAIRS / 2))
  })
})

/** Of what is refused there is nothing to compare: nine times in ten a build that is. */
async function likelyToBuild(one: number, builder: 'buildkit' | 'classic'): Promise<RandomPackable> {
  for (let attempt = 0; ; attempt++) {
    const random = randomPackable(one + attempt * 2 ** 20, builder)
    const { tree, dockerfile, target, buildArgs } = random
    const contextDir = makeTree({ ...tree, Dockerfile: dockerfile })
    const options = { ...(target !== undefined && { target }), buildArgs }
    const { refusal } = await predictBuild(contextDir, options, builder)
    if (refusal === null || attempt > 20 || one % 10 === 0) return random
  }
}

function story(one: number, random: RandomPackable, outcomes: Record<string, Outcome>): string {
  return [
    `CTXGUARD_SEED=${one} CTXGUARD_PAIRS=1, Dockerfile: ${random.placement}, target ${random.target ?? 'the last'}`,
    JSON.stringify(random.buildArgs),
    `Dockerfile:\n${random.dockerfile}`,
    `tree:\n${Object.entries(random.tree)
      .map(([path, node]) => `${JSON.stringify(path)}: ${JSON.stringify(node).slice(0, 120)}`)
      .join('\n')}`,
    ...Object.entries(outcomes).map(
      ([way, { said, docker, files }]) =>
        `-- ${way}: ${files === null ? docker.slice(-1500) : 'builds'}\n${said}`,
    ),
    '',
  ].join('\n')
}
