import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileAutomaton } from '../../src/secrets/scan/automaton.ts'

/** Every place where a keyword ends, by looking everywhere. */
function endsIn(text: string, keywords: readonly string[]): [number, number][] {
  const lower = text.toLowerCase()
  return Array.from({ length: text.length }, (_, i) => i + 1).flatMap(end =>
    keywords.flatMap((keyword, index): [number, number][] =>
      lower.slice(0, end).endsWith(keyword.toLowerCase()) ? [[end, index]] : [],
    ),
  )
}

const letters = fc.constantFrom('a', 'b', 'A', 'B', '_', '1')
const word = fc.array(letters, { minLength: 1, maxLength: 6 }).map(chars => chars.join(''))
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 12, selector: one => one.toLowerCase() })
const text = (size: { minLength?: number; maxLength: number }) =>
  fc.array(fc.oneof(letters, fc.constantFrom('é', '\0')), size).map(chars => chars.join(''))

function findsAll(keywords: readonly string[], text: string): void {
  const found: [number, number][] = []
  compileAutomaton(keywords).scan(Buffer.from(text, 'latin1'), (keyword, end) => found.push([end, keyword]))
  // the hits of a place come in no order of their own
  expect(found.map(([end]) => end)).toEqual(found.map(([end]) => end).toSorted((a, b) => a - b))
  const byPlace = (a: [number, number], b: [number, number]) => a[0] - b[0] || a[1] - b[1]
  expect(found.sort(byPlace)).toEqual(endsIn(text, keywords))
}

test('finds what looking everywhere finds, in either case, overlaps and all', () => {
  fc.assert(fc.property(words, text({ maxLength: 80 }), findsAll), { numRuns: 2000 })
})

test('finds it in long texts too', () => {
  fc.assert(fc.property(words, text({ minLength: 4090, maxLength: 4110 }), findsAll), { numRuns: 60 })
})

test('finds a keyword wherever it lies across the middle of a long text', () => {
  for (const size of [4095, 4096, 4097, 8192]) {
    for (let at = (size >> 1) - 12; at <= (size >> 1) + 2; at++) {
      const text = `${'-'.repeat(at)}keyword123${'-'.repeat(size - at - 10)}`
      const found: number[] = []
      compileAutomaton(['keyword123', 'zzz']).scan(Buffer.from(text), (_, end) => found.push(end))
      expect(found).toEqual([at + 10])
    }
  }
})

test('finds nothing where there is nothing to find', () => {
  compileAutomaton([]).scan(Buffer.from('text'), () => expect.unreachable())
})
