import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/errors.ts'
import type { Flag, FlagTable } from '../../../src/request/command/flag-table.ts'
import { readFlags } from '../../../src/request/command/flags.ts'
import { BAKE, BUILDX_BUILD } from '../../../src/request/command/tables/buildx.ts'
import { COMPOSE_RUN, COMPOSE_UP } from '../../../src/request/command/tables/compose.ts'
import { CLASSIC_BUILD } from '../../../src/request/command/tables/docker.ts'
import { NERDCTL_BUILD } from '../../../src/request/command/tables/nerdctl.ts'
import { BUILDAH_BUILD, PODMAN_BUILD } from '../../../src/request/command/tables/podman.ts'

const TABLES = {
  BAKE,
  BUILDAH_BUILD,
  BUILDX_BUILD,
  CLASSIC_BUILD,
  COMPOSE_RUN,
  COMPOSE_UP,
  NERDCTL_BUILD,
  PODMAN_BUILD,
}

/** One use, as somebody could write it: what it says, and the arguments that say it. */
interface Written {
  name: string
  value: string
  argv: string[]
}

/** Values that look like something else. */
const value = fc.oneof(
  fc.constantFrom('', '-', '--', '-t', '--file', '--file=x', '=', 'a=b', '.', 'a b', '-f=x', '"', 'ä\n'),
  fc.string({ maxLength: 8 }),
)

const word = fc.constantFrom('.', '-', 'dir', 'https://x/y.git', '')

function written(name: string, value: string, argv: string[]): fc.Arbitrary<Written> {
  return fc.constant({ name, value, argv })
}

function writtenFlag(flag: Flag): fc.Arbitrary<Written> {
  const { name, letter } = flag
  if (flag.kind === 'boolean') {
    const spelled = fc.constantFrom('true', 'false', '1', '0', 'T', 'False')
    return fc.oneof(
      written(name, 'true', [`--${name}`]),
      spelled.map(value => ({ name, value, argv: [`--${name}=${value}`] })),
      ...(letter ? [written(name, 'true', [`-${letter}`])] : []),
      ...(letter ? [spelled.map(value => ({ name, value, argv: [`-${letter}=${value}`] }))] : []),
    )
  }
  const behindSign = value.map(value => ({ name, value, argv: [`--${name}=${value}`] }))
  if (flag.kind === 'optional') return fc.oneof(behindSign, written(name, flag.bare!, [`--${name}`]))
  const apart = value.map(value => ({ name, value, argv: [`--${name}`, value] }))
  if (letter === undefined) return fc.oneof(behindSign, apart)
  return fc.oneof(
    behindSign,
    apart,
    value.map(value => ({ name, value, argv: [`-${letter}`, value] })),
    // a sign right behind the letter is taken for the one that may stand there
    value
      .filter(value => value !== '' && !value.startsWith('='))
      .chain(value =>
        fc
          .constantFrom(`-${letter}${value}`, `-${letter}=${value}`)
          .map(text => ({ name, value, argv: [text] })),
      ),
  )
}

/** `-q` and `-t x` become `-qt x`. */
function cluster(parts: readonly Written[]): string[] {
  const argv: string[] = []
  let open = false
  for (const { argv: own, value } of parts) {
    const [first = '', ...rest] = own
    const isShort = /^-[a-zA-Z]/.test(first)
    if (open && isShort) argv.push(`${argv.pop()}${first.slice(1)}`, ...rest)
    else argv.push(...own)
    // a letter alone is a boolean that is on
    open = own.length === 1 && /^-[a-zA-Z]$/.test(first) && value === 'true'
  }
  return argv
}

function flagsOf(table: FlagTable): Flag[] {
  return [...new Set(table.long.values())]
}

describe.each(Object.entries(TABLES))('%s', (command, table) => {
  const uses = fc.array(fc.constantFrom(...flagsOf(table)).chain(writtenFlag), { maxLength: 8 })
  const words = fc.array(word, { maxLength: 3 })
  const grammar = { table, command, interspersed: true }
  const said = (list: readonly { name: string; value: string }[]) =>
    list.map(({ name, value }) => [name, value])

  test('reads back what was written, in any spelling and order', () => {
    const parts = fc.array(fc.oneof(fc.constantFrom(...flagsOf(table)).chain(writtenFlag), word), {
      maxLength: 9,
    })
    fc.assert(
      fc.property(parts, written => {
        const argv = written.flatMap(part => (typeof part === 'string' ? [part] : part.argv))
        const read = readFlags(argv, 0, grammar)
        expect(said(read.uses)).toEqual(said(written.filter(part => typeof part !== 'string')))
        expect(read.positionals.map(({ text }) => text)).toEqual(
          written.filter(part => typeof part === 'string'),
        )
      }),
    )
  })

  test('knows where each value stands', () => {
    fc.assert(
      fc.property(uses, words, (written, positionals) => {
        const argv = [...written.flatMap(one => one.argv), '--', ...positionals]
        const read = readFlags(argv, 0, grammar)
        for (const use of read.uses)
          if (table.long.get(use.name)?.bare === undefined)
            expect(argv[use.at.index]!.slice(use.at.offset)).toBe(use.value)
        expect(read.positionals.map(({ index }) => argv[index])).toEqual(positionals)
        expect(read.dashes).toBe(argv.length - positionals.length - 1)
      }),
    )
  })

  test('reads clusters', () => {
    fc.assert(
      fc.property(uses, written => {
        expect(said(readFlags(cluster(written), 0, grammar).uses)).toEqual(said(written))
      }),
    )
  })

  test('refuses what it does not know, wherever it stands', () => {
    const unknown = fc.stringMatching(/^[a-z][a-z-]{1,12}$/).filter(name => !table.long.has(name))
    fc.assert(
      fc.property(uses, unknown, fc.nat(8), (written, name, place) => {
        const parts = written.map(({ argv }) => argv)
        parts.splice(place, 0, [`--${name}=hunter2`])
        expect(() => readFlags(parts.flat(), 0, grammar)).toThrow(UsageError)
        expect(() => readFlags(parts.flat(), 0, grammar)).toThrow(`unknown flag: --${name}`)
        expect(() => readFlags(parts.flat(), 0, grammar)).not.toThrow('hunter2')
      }),
    )
  })

  test('refuses a last flag without the value it needs', () => {
    const needy = fc.constantFrom(...flagsOf(table).filter(flag => flag.bare === undefined))
    fc.assert(
      fc.property(uses, needy, (written, { name, letter }) => {
        const argv = written.flatMap(one => one.argv)
        expect(() => readFlags([...argv, `--${name}`], 0, grammar)).toThrow(`--${name} needs a value`)
        if (letter !== undefined)
          expect(() => readFlags([...argv, `-${letter}`], 0, grammar)).toThrow(`-${letter} needs a value`)
      }),
    )
  })
})

test('a command whose flags end at its first argument leaves the rest alone', () => {
  const grammar = { table: COMPOSE_RUN, command: 'docker compose run', interspersed: false }
  const { uses, positionals } = readFlags(['run', '--rm', '-e', 'A=b', 'web', 'sh', '--rm', '-x'], 1, grammar)
  expect(uses.map(({ name }) => name)).toEqual(['rm', 'env'])
  expect(positionals).toEqual(['web', 'sh', '--rm', '-x'].map((text, at) => ({ text, index: at + 4 })))
})
