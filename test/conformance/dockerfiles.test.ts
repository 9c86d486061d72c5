import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { planBuild } from '../../src/dockerfile/plan/index.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import type { BuildPlan } from '../../src/model/build-plan.ts'

interface Transferred {
  wholeContext: boolean
  followPaths: string[]
}

interface Result extends Transferred {
  target: string
  buildArgs: Record<string, string>
  platform?: string
  namedContexts?: Record<string, string>
  contextUsed: boolean
  otherLocals?: Record<string, Transferred[]>
  imageEnvSensitive: boolean
  error: string | null
}

interface Case {
  id: string
  dockerfile: string
  results: Result[]
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/dockerfiles.json', import.meta.url), 'utf8'),
) as { cases: Case[] }
const results = cases.flatMap(({ id, dockerfile, results }) =>
  results.map((result, index) => ({ id: `${id} ${index}`, dockerfile, ...result })),
)

/** The answers were recorded in the frontend itself, which does not heed `# syntax=`. */
const BUILT_IN = { BUILDKIT_SYNTAX: 'dockerfile.v0' }

function planOf(result: (typeof results)[number]) {
  const { dockerfile, target, platform, namedContexts } = result
  const buildArgs = { ...BUILT_IN, ...result.buildArgs }
  return planBuild(readDockerfile(dockerfile), { target, buildArgs, platform, namedContexts })
}

function needsOf({ context, named }: BuildPlan) {
  const used = Object.entries(named).filter(([, need]) => need.used)
  return {
    contextUsed: context.used,
    wholeContext: context.whole,
    followPaths: context.paths,
    named: Object.fromEntries(used.map(([name, need]) => [name, need.whole ? 'everything' : need.paths])),
  }
}

/** Several transfers of one directory count as one. */
function recordedNeeds({
  contextUsed,
  wholeContext,
  followPaths,
  otherLocals = {},
  namedContexts = {},
}: Result) {
  const named = Object.entries(namedContexts).flatMap(([name, value]) => {
    const transfers = otherLocals[value.replace(/^local:/, '')]
    if (transfers === undefined) return []
    const paths = [...new Set(transfers.flatMap(transfer => transfer.followPaths))].sort()
    return [[name, transfers.some(transfer => transfer.wholeContext) ? 'everything' : paths]]
  })
  return { contextUsed, wholeContext, followPaths, named: Object.fromEntries(named) }
}

const refused = results.filter(({ error }) => error !== null)
const built = results.filter(({ error }) => error === null)
const byImage = built.filter(({ namedContexts = {} }) =>
  /ctxguard-(?:onbuild|env)/.test(JSON.stringify(namedContexts)),
)
const byFile = built.filter(result => !byImage.includes(result))

test.each(refused)('$id is refused in the words of the frontend', result => {
  const reason = result.error!.replace(/^dockerfile parse error on line \d+: /, '')
  expect(planOf(result)).toMatchObject({ problem: { reason } })
})

test.each(refused.filter(({ error }) => error!.startsWith('dockerfile parse error')))(
  '$id is refused at the line that the frontend names',
  result => {
    const line = Number(/on line (\d+):/.exec(result.error!)![1])
    expect(planOf(result)).toMatchObject({ problem: { line } })
  },
)

test.each(byFile)('$id takes what the frontend takes', result => {
  const planned = planOf(result)
  expect(planned).toHaveProperty('plan')
  if (!('plan' in planned)) return
  expect(needsOf(planned.plan)).toEqual(recordedNeeds(result))
  const kinds = planned.plan.unknown.map(({ kind }) => kind)
  expect(kinds.includes('base-variable')).toBe(result.imageEnvSensitive)
})

test.each(byImage)('$id leaves open what the base image adds', result => {
  const planned = planOf(result)
  expect(planned).toHaveProperty('plan')
  if (!('plan' in planned)) return
  const said = recordedNeeds(result)
  const own = said.followPaths.filter(path => !path.startsWith('from-image'))
  expect(needsOf(planned.plan)).toEqual({ ...said, followPaths: own })
  expect(planned.plan.unknown).toContainEqual(expect.objectContaining({ kind: 'base-onbuild', line: 1 }))
})

test('there are answers of every sort', () => {
  expect(results).toHaveLength(256)
  expect([refused.length, byFile.length, byImage.length]).toEqual([55, 200, 1])
})
