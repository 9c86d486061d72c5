import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BUILDERS } from '../../src/model/request.ts'
import { contextOf, engineCases, expectationOf, expectedEntries, makeCase } from '../helpers/engine-case.ts'
import { copyAll, stageListing } from '../helpers/reach.ts'

const cases = engineCases().filter(({ id }) => Number(id.slice(0, 3)) >= 280 && Number(id.slice(0, 3)) <= 319)

describe.each(BUILDERS)('%s copies, or fails on, what the real engine did', builder => {
  test.each(cases)('$id', async one => {
    const root = makeCase(one)
    const contextDir = contextOf(one, root)
    const copied = await copyAll(contextDir, readFileSync(join(contextDir, 'Dockerfile'), 'utf8'), builder)
    const failures = copied.outcomes.flatMap(({ failure }) => (failure?.fails ? [failure] : []))
    const expected = expectationOf(one, builder)!
    if ('error' in expected) expect(failures).not.toEqual([])
    else {
      expect(failures).toEqual([])
      expect(stageListing(copied)).toEqual(expectedEntries(expected, one, root, builder))
    }
  })
})

const REASONS: Record<string, string[]> = {
  286: ['link lesc'],
  287: ['link labs'],
  288: ['link lescdir'],
  289: ['link lescdir'],
  290: ['link lescdir'],
  291: ['link labsdir'],
  292: ['link labsdir'],
  295: ['link ldang'],
  296: ['link letc'],
  299: ['missing outside/secret'],
  300: ['link labs'],
  304: ['link lesc'],
  306: ['link lescdir'],
  308: ['link lescdir'],
  310: ['excluded real'],
  311: ['excluded lrel'],
  319: ['excluded Dockerfile', 'excluded .dockerignore'],
}

describe.each(BUILDERS)('%s: what is wrong is called by its name', builder => {
  test.each(cases)('$id', async one => {
    const number = one.id.slice(0, 3)
    const contextDir = contextOf(one, makeCase(one))
    const { outcomes } = await copyAll(
      contextDir,
      readFileSync(join(contextDir, 'Dockerfile'), 'utf8'),
      builder,
    )
    const failures = outcomes.flatMap(({ failure }) =>
      failure?.fails ? [`${failure.kind} ${failure.path}`] : [],
    )
    const escapes = builder === 'classic' && number === '299' ? ['forbidden ../outside/secret'] : undefined
    const unmatched = builder !== 'buildkit' && number === '316' ? ['no-match zz*'] : undefined
    expect(failures).toEqual(escapes ?? unmatched ?? REASONS[number] ?? [])
  })
})

test('every case with COPY lines is here', () => {
  expect(cases.length).toBe(27)
  const answered = BUILDERS.map(builder => cases.filter(one => expectationOf(one, builder)).length)
  expect(answered).toEqual([27, 27, 27])
})
