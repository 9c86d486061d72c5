import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileAutomaton } from '../../src/secrets/scan/automaton.ts'
import { type Finder, findKeywords } from '../../src/secrets/scan/finder.ts'

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
const words = fc.uniqueArray(
  fc.array(letters, { minLength: 1, maxLength: 6 }).map(chars => chars.join('')),
  { minLength: 1, maxLength: 12, selector: one => one.toLowerCase() },
)
const text = (size: { minLength?: number; maxLength: number }) =>
  fc.array(fc.oneof(letters, fc.constantFrom('é', '\0')), size).map(chars => chars.join(''))

function findsAll(
  keywords: readonly string[],
  text: string,
  compile: (keywords: readonly string[]) => Finder = compileAutomaton,
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
    fc.property(words, text({ maxLength: 80 }), (keywords, text) => findsAll(keywords, text, findKeywords)),
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

/** Where the searched keyword ends in a text of so many bytes in which it begins at an offset. */
function endsOfOne(bytes: number, at: number): number[] {
  const ends: number[] = []
  const text = `${'-'.repeat(at)}keyword123${'-'.repeat(bytes - at - 10)}`
  compiledOnce.scan(Buffer.from(text), (_, end) => ends.push(end))
  return ends
}
const compiledOnce = compileAutomaton(['keyword123', 'zzz'])

test('finds a keyword wherever it lies, for a text is searched in four places at once', () => {
  for (const bytes of [10, 11, 40, 41, 42, 43, 400])
    for (let at = 0; at <= bytes - 10; at++) expect(endsOfOne(bytes, at)).toEqual([at + 10])
})

test('finds a keyword that lies across two blocks of 64 KiB', () => {
  const block = 2 ** 16
  for (const bytes of [block - 1, block, block + 1, 3 * block])
    for (const end of [block, 2 * block - 10, 2 * block])
      for (let at = end - 24; at <= Math.min(end + 2, bytes - 10); at++)
        expect(endsOfOne(bytes, at)).toEqual([at + 10])
})

test('keeps all hits of a text in which a keyword ends at every byte', () => {
  const bytes = 2 ** 17 + 5
  const hits: [number, number][] = []
  compileAutomaton(['a', 'aa', 'aaa']).scan(Buffer.alloc(bytes, 'a'), (keyword, end) =>
    hits.push([keyword, end]),
  )
  expect(hits).toHaveLength(3 * bytes - 3)
  expect(new Set(hits.map(([keyword, end]) => keyword * bytes * 2 + end)).size).toBe(hits.length)
})

test('finds nothing where there is nothing to find', () => {
  compileAutomaton([]).scan(Buffer.from('text'), () => expect.unreachable())
})
