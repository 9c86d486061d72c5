import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type DirectoryState, Matcher, parseIgnoreFile } from '../../src/ignore/index.ts'
import { parentPath, type RawPath, rawFromBytes } from '../../src/model/path.ts'
import type { Builder } from '../../src/model/request.ts'

interface Vector {
  /** base64, as are the paths; parents come before children */
  ignore: string
  paths: string[]
  /** indices of the excluded paths, or when the pattern failed */
  moby: number[] | 'new' | 'match'
  podman: number[] | 'new' | 'match'
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/matcher-vectors.json', import.meta.url), 'utf8'),
) as { cases: Vector[] }

function answer(vector: Vector, builder: Builder): number[] | 'new' | 'match' {
  const { patterns, problems } = parseIgnoreFile(Buffer.from(vector.ignore, 'base64'), builder)
  if (problems.length > 0) return 'new'
  const matcher = new Matcher(patterns, builder)
  const states = new Map<string, DirectoryState>([['', matcher.root]])
  const excluded: number[] = []
  for (const [index, encoded] of vector.paths.entries()) {
    const path = rawFromBytes(Buffer.from(encoded, 'base64'))
    const parent = parentPath<RawPath>(path)
    const judgement = matcher.judge(states.get(parent)!, path.slice(parent === '' ? 0 : parent.length + 1))
    states.set(path, matcher.enter(judgement))
    if (judgement.excluded) excluded.push(index)
  }
  return matcher.lateProblems.length > 0 ? 'match' : excluded
}

describe('nasty patterns on nasty names are matched as the real libraries match them', () => {
  test.each(['moby', 'podman'] as const)('%s', library => {
    const builder = library === 'moby' ? 'buildkit' : 'podman'
    const wrong = cases.filter(one => JSON.stringify(answer(one, builder)) !== JSON.stringify(one[library]))
    expect(wrong.map(one => Buffer.from(one.ignore, 'base64').toString('latin1'))).toEqual([])
    expect(cases.length).toBe(1200)
  })
})
