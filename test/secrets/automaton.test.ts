import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Automaton, compileAutomaton } from '../../src/secrets/scan/automaton.ts'
import { findKeywords } from '../../src/secrets/scan/finder.ts'

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
const wordsFrom = (minLength: number) =>
  fc.uniqueArray(
    fc.array(letters, { minLength, maxLength: 6 }).map(chars => chars.join('')),
    { minLength: 1, maxLength: 12, selector: one => one.toLowerCase() },
  )
const words = wordsFrom(1)
const text = (size: { minLength?: number; maxLength: number }) =>
  fc.array(fc.oneof(letters, fc.constantFrom('é', '\0')), size).map(chars => chars.join(''))

function findsAll(
  keywords: readonly string[],
  text: string,
  compile: (keywords: readonly string[]) => Pick<Automaton, 'scan'> = compileAutomaton,
): void {
  const found: [number, number][] = []
  compile(keywords).scan(Buffer.from(text, 'latin1'), (keyword, end) => found.push([end, keyword]))
  // the hits of a place come in no order of their own
  expect(found.map(([end]) => end)).toEqual(found.map(([end]) => end).toSorted((a, b) => a - b))
  const byPlace = (a: [number, number], b: [number, number]) => a[0] - b[0] || a[1] - b[1]
  expect(found.sort(byPlace)).toEqual(endsIn(text, keywords))
}

test('finds what looking everywhere finds, in either case, overlaps and all', () => {
  fc.assert(
    fc.property(words, text({ maxLength: 80 }), (keywords, text) => findsAll(keywords, text)),
    { numRuns: 2000 },
  )
})

test('so does what is meant for short texts', () => {
  fc.assert(
    fc.property(wordsFrom(3), text({ maxLength: 80 }), (keywords, text) =>
      findsAll(keywords, text, findKeywords),
    ),
    { numRuns: 2000 },
  )
})

test('finds it in long texts too', () => {
  fc.assert(
    fc.property(words, text({ minLength: 4090, maxLength: 4110 }), (keywords, text) =>
      findsAll(keywords, text),
    ),
    { numRuns: 60 },
  )
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
