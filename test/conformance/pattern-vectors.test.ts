import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Matcher, parseIgnoreFile, tracePath } from '../../src/ignore/index.ts'

interface Vector {
  ignore: string
  parsed: string[]
  newError?: string
  matchError?: string
  excludedByWalk: string[]
}

const { cases, paths } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/pattern-vectors.json', import.meta.url), 'utf8'),
) as { cases: Vector[]; paths: string[] }

test.each(cases)('$ignore is read and matched as moby/patternmatcher does', vector => {
  const { patterns, problems } = parseIgnoreFile(Buffer.from(vector.ignore), 'buildkit')
  if (vector.newError) {
    expect(problems.map(problem => problem.reason)).toContain(vector.newError)
    return
  }
  expect(problems).toEqual([])
  const matcher = new Matcher(patterns, 'buildkit')
  const excluded = paths.filter(path => tracePath(matcher, path).judgement.excluded)
  if (matcher.lateProblems.length > 0) expect(JSON.stringify(vector)).toContain('syntax error in pattern')
  else expect(excluded.sort()).toEqual([...vector.excludedByWalk].sort())
})
