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

test('nothing could have come back in below a directory that BuildKit enters and the walk does not', () => {
  fc.assert(
    fc.property(ignoreFile, fc.array(path, { minLength: 1, maxLength: 12 }), (lines, paths) => {
      const patterns = patternsOf(lines)
      const matcher = new Matcher(patterns, 'buildkit')
      for (const one of paths) {
        if (fatesAbove(matcher, one).includes('builder-walks'))
          expect([one, plainExcluded(patterns, one)]).toEqual([one, true])
      }
    }),
    { numRuns: 2000 },
  )
})

/** What becomes of the excluded directories above a path, down to the first that the builder does not enter. */
function fatesAbove(matcher: Matcher, path: string): string[] {
  const fates: string[] = []
  let state = matcher.root
  const names = path.split('/')
  for (const [depth, name] of names.slice(0, -1).entries()) {
    const judgement = matcher.judge(state, name, false)
    if (judgement.excluded) fates.push(matcher.fate(names.slice(0, depth + 1).join('/'), judgement))
    if (fates.at(-1) === 'skip') return []
    state = matcher.enter(judgement)
  }
  return fates
}

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
