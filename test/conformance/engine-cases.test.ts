import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listContext } from '../../src/list.ts'
import { BUILDERS } from '../../src/model/request.ts'
import {
  contextOf,
  engineCases,
  expectationOf,
  expectedEntries,
  listedEntries,
  makeCase,
} from '../helpers/engine-case.ts'

// #280 to #319 have COPY lines of their own: what they copy is not the whole listing
const whole = engineCases().filter(
  ({ id }) => !(Number(id.slice(0, 3)) >= 280 && Number(id.slice(0, 3)) <= 319),
)

describe.each(BUILDERS)('%s takes what the real engine took', builder => {
  test.each(whole.filter(one => expectationOf(one, builder) !== undefined))('$id', async one => {
    const root = makeCase(one)
    const listing = listContext({
      contextDir: contextOf(one, root),
      builder,
      ...(one.dockerfile !== undefined && { dockerfile: join(root, one.dockerfile) }),
    })
    const expected = expectationOf(one, builder)!
    if ('error' in expected) await expect(listing).rejects.toThrow()
    else expect(listedEntries(await listing)).toEqual(expectedEntries(expected, one, root, builder))
  })
})

test('no case is left out but those with COPY lines and the one that no engine was given', () => {
  const unanswered = whole.filter(one => BUILDERS.every(builder => expectationOf(one, builder) === undefined))
  expect(unanswered.map(one => one.id)).toEqual(['265-sparse-9g'])
  expect(whole.length).toBe(engineCases().length - 27)
})
