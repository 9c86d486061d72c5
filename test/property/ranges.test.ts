import { array, assert, integer, property, tuple } from 'fast-check'
import { expect, it } from 'vitest'
import { rangeIndex } from '../../src/reach/ranges.ts'

const bound = integer({ min: 0, max: 30 })
const range = tuple(bound, bound).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))

it('finds the last range of a list that overlaps, as looking at each of them does', () => {
  assert(
    property(array(range, { maxLength: 12 }), range, (list, asked) => {
      const looked = list.findLast(one => Math.max(one.from, asked.from) < Math.min(one.to, asked.to))
      expect(rangeIndex(list).find(asked.from, asked.to)).toBe(looked)
    }),
    { numRuns: 3000 },
  )
})
