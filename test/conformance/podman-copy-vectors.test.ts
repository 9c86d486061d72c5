import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type CopyVector,
  copyAll,
  makeVectorContext,
  stageLines,
  withoutDestinations,
} from '../helpers/reach.ts'

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/podman-copy-vectors.json', import.meta.url), 'utf8'),
) as { cases: CopyVector[] }

describe('what buildah copies', () => {
  test.each(cases)('%#: $dockerfile', async vector => {
    const copied = await copyAll(makeVectorContext(vector), vector.dockerfile, 'podman')
    for (const [stage, expected] of vector.stages.entries()) {
      const fails = copied.outcomes.some(one => one.stage === stage && one.failure?.fails)
      expect(fails, `stage ${stage}`).toBe('error' in expected)
      if ('files' in expected)
        expect(stageLines(copied, stage), `stage ${stage}`).toEqual(withoutDestinations(expected.files))
    }
  })

  test('the vectors are many, and many of their COPY lines fail', () => {
    expect(cases.length).toBe(100)
    expect(cases.flatMap(({ stages }) => stages).filter(stage => 'error' in stage).length).toBeGreaterThan(
      100,
    )
  })
})
