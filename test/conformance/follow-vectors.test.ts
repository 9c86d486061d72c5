import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { followPaths } from '../../src/reach/follow-paths.ts'
import { requestedEntries } from '../../src/reach/requested.ts'
import {
  type CopyVector,
  copyAll,
  makeVectorContext,
  stageLines,
  withoutDestinations,
} from '../helpers/reach.ts'

interface Vector extends CopyVector {
  /** null where a link leads to the root; absent where everything is wanted anyway */
  follow?: string[] | null
  sent: string[]
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/follow-vectors.json', import.meta.url), 'utf8'),
) as { cases: Vector[] }

describe('what BuildKit transfers and copies', () => {
  test.each(cases)('%#: $dockerfile', async vector => {
    const copied = await copyAll(makeVectorContext(vector), vector.dockerfile)
    const { snapshot, plan, outcomes } = copied
    if (vector.follow !== undefined)
      expect(followPaths(snapshot.source, plan.context.paths)).toEqual(vector.follow)
    else expect(plan.context.whole).toBe(true)
    const requested = requestedEntries(snapshot, plan.context)
    expect(snapshot.entries.filter((_, index) => requested.has(index)).map(({ path }) => path)).toEqual(
      vector.sent,
    )
    for (const [stage, expected] of vector.stages.entries()) {
      const fails = outcomes.some(one => one.stage === stage && one.failure?.fails)
      expect(fails, `stage ${stage}`).toBe('error' in expected)
      if ('files' in expected)
        expect(stageLines(copied, stage), `stage ${stage}`).toEqual(withoutDestinations(expected.files))
    }
  })

  test('the vectors are many, and many of their COPY lines fail', () => {
    expect(cases.length).toBe(150)
    expect(cases.flatMap(({ stages }) => stages).filter(stage => 'error' in stage).length).toBeGreaterThan(
      150,
    )
  })
})
