import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Matcher, parseIgnoreFile, tracePath } from '../../src/ignore/index.ts'
import { plainExcluded } from './plain-walk.ts'

const name = fc.constantFrom('a', 'b', 'ab', 'foo', 'foo.go', 'a.log', '.env', 'é', 'x+y', '日本')
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map(names => names.join('/'))
const part = fc.constantFrom(
  'a',
  'b',
  'ab',
  'foo',
  '.env',
  'é',
  '*',
  '**',
  '?',
  '*.log',
  '*.go',
  'f*',
  '[ab]',
  '[^a]',
  'x+y',
  '日?',
)
const pattern = fc
  .tuple(fc.constantFrom('', '', '!', '/'), fc.array(part, { minLength: 1, maxLength: 4 }))
  .map(([sign, parts]) => sign + parts.join('/'))
const ignoreFile = fc.array(pattern, { minLength: 1, maxLength: 8 })

function patternsOf(lines: readonly string[]) {
  return parseIgnoreFile(Buffer.from(lines.join('\n')), 'buildkit').patterns
}

test('the automaton decides as the plain walk rule does', () => {
  fc.assert(
    fc.property(ignoreFile, fc.array(path, { minLength: 1, maxLength: 12 }), (lines, paths) => {
      const patterns = patternsOf(lines)
      const matcher = new Matcher(patterns, 'buildkit')
      for (const one of paths) {
        expect([one, tracePath(matcher, one).judgement.excluded]).toEqual([one, plainExcluded(patterns, one)])
      }
    }),
    { numRuns: 2000 },
  )
})

test('nothing that is pruned could have come back in', () => {
  fc.assert(
    fc.property(ignoreFile, fc.array(path, { minLength: 1, maxLength: 12 }), (lines, paths) => {
      const patterns = patternsOf(lines)
      const matcher = new Matcher(patterns, 'buildkit')
      for (const one of paths) {
        if (tracePath(matcher, one).pruned !== null)
          expect([one, plainExcluded(patterns, one)]).toEqual([one, true])
      }
    }),
    { numRuns: 2000 },
  )
})

test('reading never throws, whatever the bytes, and names every line it refuses', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('buildkit', 'classic', 'podman'),
      (bytes, builder) => {
        const { patterns, problems } = parseIgnoreFile(bytes, builder)
        const lines = Buffer.from(bytes).toString('latin1').split('\n').length
        for (const { line } of [...patterns, ...problems]) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(lines)
        }
        const matcher = new Matcher(patterns, builder)
        matcher.judge(matcher.root, 'name')
      },
    ),
    { numRuns: 1000 },
  )
})
