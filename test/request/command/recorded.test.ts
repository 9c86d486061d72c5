import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/errors.ts'
import { readCommand } from '../../../src/request/command/read.ts'
import { type Answers, TABLES } from '../../engine/command-answers.ts'
import { makeTree } from '../../helpers/tree.ts'

/** What docker 26.1, buildx 0.13 and compose 2.26 said: test/engine/commands.test.ts. */
const { flags, lines } = JSON.parse(
  readFileSync(new URL('../../../fixtures/commands/docker-26.json', import.meta.url), 'utf8'),
) as Answers

describe('the tables say of each flag what docker says', () => {
  test.each(Object.entries(flags))('%s', (command, known) => {
    const { long, short } = TABLES[command]!
    const ours = Object.keys(known).map(spelling => {
      const flag = spelling.startsWith('--') ? long.get(spelling.slice(2)) : short.get(spelling.slice(1))
      return [spelling, flag?.bare === undefined ? 'value' : 'boolean']
    })
    // that engine is older than some of them
    const theirs = Object.entries(known).map(([spelling, kind], at) =>
      kind === 'unknown' ? ours[at]! : [spelling, kind],
    )
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs))
    expect(theirs.length).toBeGreaterThan(4)
  })
})

const cwd = makeTree({ '.docker/cli-plugins/docker-buildx': '' })
const HOME = { HOME: cwd, PATH: '/nonexistent' }

/** What a newer buildx takes, and what ctxguard records for a rule. */
const TAKEN = [/--export-cache/, /buildx -D/]

describe('a command line is understood as docker understands it', () => {
  test.each(lines)('$argv: $says', ({ argv, says }) => {
    const words = argv.join(' ')
    if (TAKEN.some(one => one.test(words))) return expect(says).toMatch(/^unknown/)
    const missing = /path "(.*)" not found/.exec(says)?.[1]
    const read = () => readCommand(['env', ...argv], { cwd, environment: HOME })
    if (missing === undefined) {
      // docker reads a tag's name only then, and so does the wrapper: not at all
      if (says.startsWith('invalid tag')) return expect(read()).toMatchObject({ kind: 'build' })
      return expect(read).toThrow(UsageError)
    }
    expect(read()).toMatchObject({ builds: [{ context: { kind: 'directory', given: missing } }] })
    return undefined
  })

  test.each(
    lines.flatMap(({ argv, says }) => {
      const flag =
        /^unknown flag: (--\S+)/.exec(says)?.[1] ?? /^unknown shorthand flag: '(.)'/.exec(says)?.[1]
      return flag === undefined || TAKEN.some(one => one.test(argv.join(' '))) ? [] : [{ argv, flag }]
    }),
  )('$argv: the flag $flag is named, and no value', ({ argv, flag }) => {
    const read = () => readCommand(['env', ...argv], { cwd, environment: HOME })
    expect(read).toThrow(flag.startsWith('--') ? `unknown flag: ${flag}` : `unknown shorthand flag: -${flag}`)
    expect(read).not.toThrow('hunter2')
  })
})
