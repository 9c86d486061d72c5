import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { planBuild } from '../../src/dockerfile/plan/index.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'

interface Vector {
  Name: string
  Dockerfile: string
  Target?: string
  BuildArgs?: Record<string, string>
  ContextUsed: boolean
  WholeContext: boolean
  FollowPaths: string[]
  Error?: string
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/followpaths-vectors.json', import.meta.url), 'utf8'),
) as { cases: Vector[] }

/** Of the stub images: the value of their variable, and what the ONBUILD of one takes. */
const OF_THE_BASE = ['frombase/f', 'onbuildfile']

test.each(cases)('$Name: the frontend follows these paths', vector => {
  const planned = planBuild(readDockerfile(vector.Dockerfile), {
    target: vector.Target,
    buildArgs: vector.BuildArgs,
  })
  if (vector.Error !== undefined) {
    expect(planned).toMatchObject({ problem: { reason: vector.Error } })
    return
  }
  expect(planned).toHaveProperty('plan')
  if (!('plan' in planned)) return
  const { context, unknown } = planned.plan
  const said = { used: vector.ContextUsed, whole: vector.WholeContext, paths: vector.FollowPaths }
  const base = said.paths.filter(path => OF_THE_BASE.includes(path))
  if (base.length === 0) {
    expect(context).toEqual(said)
    return
  }
  const kind = base.includes('onbuildfile') ? 'base-onbuild' : 'base-variable'
  expect(unknown.map(one => one.kind)).toContain(kind)
  const own = said.paths.filter(path => !base.includes(path))
  expect(context.paths).toEqual(expect.arrayContaining(own))
})
