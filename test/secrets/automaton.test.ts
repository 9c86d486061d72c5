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

test('finds what looking everywhere finds, in either case, overlaps and all', () => {
  const letters = fc.constantFrom('a', 'b', 'A', 'B', '_', '1')
  const word = fc.array(letters, { minLength: 1, maxLength: 6 }).map(chars => chars.join(''))
  const keywords = fc.uniqueArray(word, { minLength: 1, maxLength: 12, selector: one => one.toLowerCase() })
  const text = fc.array(fc.oneof(letters, fc.constantFrom('é', '\0')), { maxLength: 80 })
  fc.assert(
    fc.property(keywords, text, (keywords, chars) => {
      const found: [number, number][] = []
      const bytes = Buffer.from(chars.join(''), 'latin1')
      compileAutomaton(keywords).scan(bytes, (keyword, end) => found.push([end, keyword]))
      const byPlace = (a: [number, number], b: [number, number]) => a[0] - b[0] || a[1] - b[1]
      expect(found.sort(byPlace)).toEqual(endsIn(chars.join(''), keywords))
    }),
    { numRuns: 2000 },
  )
})

test('finds nothing where there is nothing to find', () => {
  compileAutomaton([]).scan(Buffer.from('text'), () => expect.unreachable())
})
