// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expandToWords, expandWord, newAllowance } from '../../src/dockerfile/expand/index.ts'
import { planBuild } from '../../src/dockerfile/plan/index.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import type { BuildPlan } from '../../src/model/build-plan.ts'
import { compareBytes } from '../../src/model/path.ts'
import { BUILDERS } from '../../src/model/request.ts'

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/dockerfiles.json', import.meta.url), 'utf8'),
) as { cases: { dockerfile: string }[] }
const texts = cases.map(({ dockerfile }) => dockerfile).filter(text => text.length < 5000)

const piece = fc.constantFrom(
  ...[
    '$',
    '{',
    '}',
    '"',
    "'",
    '\\',
    '\n',
    ' ',
    '<<',
    ':-',
    '/',
    '#',
    '%',
    '=',
    ',',
    '[',
    '`',
    '--',
    '\t',
    '.',
    '\r',
  ],
  ...[
    '\0',
    'é',
    '\ud800',
    '\udc80',
    '--from=',
    'FROM a\n',
    'ONBUILD ',
    'ARG A=',
    'ENV A=$A$A\n',
    'COPY . /\n',
  ],
)
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(6), put: piece })
const mutated = fc.tuple(fc.constantFrom(...texts), fc.array(edit, { maxLength: 8 })).map(([text, edits]) =>
  edits.reduce((all, { at, cut, put }) => {
    const start = Math.floor(at * all.length)
    return all.slice(0, start) + put + all.slice(start + cut)
  }, text),
)
const name = fc.constantFrom('a', 'b', 'st', 'V', 'alpine', 'src', '__proto__', 'constructor', '')
const values = fc.dictionary(name, fc.constantFrom('', 'x', '$V', 'local', 'docker-image://a', 'a:b'), {
  maxKeys: 3,
})
const options = fc.record({
  target: fc.option(name, { nil: undefined }),
  buildArgs: values,
  namedContexts: values,
  platform: fc.constantFrom(undefined, 'linux/arm64', 'windows/amd64', 'nope'),
  builder: fc.constantFrom(undefined, ...BUILDERS),
})

function isWellFormed({ context, named, stages, target }: BuildPlan) {
  for (const { used, whole, paths } of [context, ...Object.values(named)]) {
    expect(paths).toEqual([...new Set(paths)].sort(compareBytes))
    if (!used || whole) expect(paths).toEqual([])
    for (const path of paths) expect(path).not.toMatch(/^$|^\/|\/$|\/\/|(?:^|\/)\.\.?(?:\/|$)/)
  }
  expect(stages.map(({ index }) => index)).toEqual([...stages.keys()])
  expect(stages.flatMap(({ final, index }) => (final ? [index] : []))).toEqual(
    stages.length === 0 ? [] : [target],
  )
  for (const { transfers, reachable, replaced } of stages) {
    if (!reachable || replaced) expect(transfers).toEqual([])
    for (const { dest, origin } of transfers) {
      if (dest !== null) expect(dest).toMatch(/^\//)
      if (origin.kind === 'stage') expect(stages[origin.index]).toBeDefined()
      if (origin.kind === 'named') expect(Object.keys(named)).toContain(origin.name)
    }
  }
}

test('planBuild never throws, whatever the file and the options', () => {
  fc.assert(
    fc.property(mutated, options, (text, options) => {
      const result = planBuild(readDockerfile(text), options)
      if ('plan' in result) isWellFormed(result.plan)
      else expect(result.problem.reason).not.toBe('')
    }),
    { numRuns: 1500 },
  )
})

test('a word without special characters stands for itself', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[^$\\'"<\ufeff]+$/), word => {
      const expanded = expandWord(word, () => 'set', { escape: '\\' }, newAllowance())
      expect(expanded).toEqual({ text: word, used: new Set(), unset: new Set() })
    }),
  )
})

test('an expansion takes no more than it is allowed', () => {
  const word = fc.array(
    fc.constantFrom('$A', '${A}', '${A:-$B}', '${A//a*b/$B}', '${B%%*x*}', '"', "'", 'x', '{', '}'),
    {
      maxLength: 40,
    },
  )
  fc.assert(
    fc.property(word, fc.string({ maxLength: 50 }), (parts, value) => {
      const allowance = { left: 2000 }
      const expanded = expandWord(parts.join(''), () => value, { escape: '\\' }, allowance)
      if ('text' in expanded) expect(expanded.text.length).toBeLessThan(2000 + 12 * parts.length)
      const words = expandToWords(parts.join(''), () => value, { escape: '\\' }, newAllowance())
      expect('words' in words || words.reason).toBeTruthy()
    }),
  )
})
