import { describe, expect, test } from 'vitest'
import { Automaton } from '../../src/ignore/automaton.ts'
import { Matcher } from '../../src/ignore/index.ts'
import { Program } from '../../src/ignore/program.ts'
import { parseRegexp } from '../../src/ignore/re2.ts'
import type { IgnorePattern } from '../../src/model/ignore.ts'

function patterns(...texts: string[]): IgnorePattern[] {
  return texts.map((text, i) => ({
    line: i + 1,
    text,
    pattern: text.replace(/^!/, ''),
    negated: text.startsWith('!'),
  }))
}

describe('hostile patterns', () => {
  test('stars that could backtrack make no more states than the text has characters', () => {
    const program = new Program()
    program.addRegexp(0, parseRegexp('^[^/]*a[^/]*a[^/]*a[^/]*a[^/]*a[^/]*b$'))
    const automaton = new Automaton(program)
    const seen = new Set<unknown>()
    let state = automaton.start
    for (const char of 'a'.repeat(5000)) {
      state = automaton.run(state, char)
      seen.add(state)
    }
    expect(automaton.acceptsOf(state)).toHaveLength(0)
    // five stars deep, and then the same state for ever
    expect(seen.size).toBeLessThan(10)
  })

  test('patterns that need a state for every text still answer right when states are forgotten', () => {
    const matcher = new Matcher(patterns(`**/*a${'?'.repeat(16)}`), 'buildkit')
    const inside = matcher.enter(matcher.judge(matcher.root, 'dir'))
    for (let i = 0; i < 4000; i++) {
      const name = i.toString(2).padStart(40, '0').replaceAll('0', 'a').replaceAll('1', 'b')
      expect(matcher.judge(inside, name).excluded).toBe(name.at(-17) === 'a')
    }
  })

  test('five thousand lines share what they have in common', () => {
    const program = new Program()
    for (let i = 0; i < 5000; i++) program.addRegexp(i, parseRegexp(`^(.*/)?name${i % 100}[^/]*x${i}$`))
    expect(program.nodes.length).toBeLessThan(40_000)
    const automaton = new Automaton(program)
    const inside = automaton.run(automaton.start, 'some/where/')
    expect(inside.nodes.length).toBeLessThan(10)
    expect([...automaton.acceptsOf(automaton.run(inside, 'name42-long-x4942'))]).toEqual([4942])
  })

  test('a repetition that would fill the memory is refused, not expanded', () => {
    const matcher = new Matcher(patterns(`${'x{1000}'.repeat(3000)}*`), 'buildkit')
    matcher.judge(matcher.root, 'anything')
    expect(matcher.lateProblems).toEqual([{ index: 0, reason: expect.stringContaining('too large') }])
  })

  test('a pattern that Go compiles late fails only where it is tried', () => {
    const tried = new Matcher(patterns('f\\oo'), 'buildkit')
    expect(tried.judge(tried.root, 'a').excluded).toBe(false)
    expect(tried.lateProblems).toEqual([{ index: 0, reason: 'syntax error in pattern' }])
    const skipped = new Matcher(patterns('*', 'f\\oo'), 'buildkit')
    expect(skipped.judge(skipped.root, 'a').excluded).toBe(true)
    expect(skipped.lateProblems).toEqual([])
  })
})
