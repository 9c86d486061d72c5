import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../../src/errors.ts'
import { readCommand } from '../../../src/request/command/read.ts'

const around = { cwd: '/nonexistent', environment: { HOME: '/nonexistent', PATH: '', DOCKER_BUILDKIT: '1' } }

/** What matters to no build, by how it may be written with the value `v`. */
const HARMLESS = [
  ...[
    'tag',
    'label',
    'annotation',
    'network',
    'cache-from',
    'metadata-file',
    'progress',
    'iidfile',
    'output',
  ],
]
const BOOLEANS = ['--pull', '--no-cache', '--load', '--push=false', '-q', '--rm', '-D']

const value = fc.constantFrom(
  'x',
  '.',
  '-',
  '--',
  '-f',
  '--file=no',
  '--target',
  'a b',
  '=',
  'dir',
  '/abs/dir',
)
const flag = fc.oneof(
  fc.constantFrom(...BOOLEANS).map(text => [text]),
  fc
    .tuple(fc.constantFrom(...HARMLESS), value, fc.boolean())
    .map(([name, v, apart]) => (apart ? [`--${name}`, v] : [`--${name}=${v}`])),
  fc.tuple(fc.constantFrom('-t', '-qt', '-o', '-Dm'), value).map(([letters, v]) => [letters, v]),
)
const route = fc.constantFrom(
  ['docker', 'build'],
  ['docker', '-c', 'build', 'image', 'build'],
  ['env', 'A=build', '/usr/bin/docker', '--debug', 'buildx', '--builder', 'build', 'b'],
  ['docker-buildx', 'build'],
)

test('the context is found wherever it stands, and whatever stands around it', () => {
  fc.assert(
    fc.property(
      route,
      fc.array(flag),
      fc.array(flag),
      fc.constantFrom('.', 'app', 'build', './-x'),
      (words, before, after, dir) => {
        const head = [...words, ...before.flat()]
        const argv = [...head, dir, ...after.flat()]
        expect(readCommand(argv, around)).toMatchObject({
          kind: 'build',
          builder: 'buildkit',
          builds: [{ context: { kind: 'directory', given: dir, at: { index: head.length, offset: 0 } } }],
        })
      },
    ),
  )
})

const anything = fc.oneof(
  fc.constantFrom(
    ...[
      'docker',
      'build',
      'buildx',
      'bake',
      'compose',
      'up',
      'run',
      'image',
      'podman',
      'buildah',
      'bud',
      'nerdctl',
    ],
    ...[
      'env',
      'A=b',
      'sudo',
      'sh',
      '-c',
      '--',
      '-',
      '.',
      '-f',
      '--file=-',
      '--build',
      '--secret',
      'id=x',
      '--check',
    ],
    ...[
      '--help',
      '-h',
      '--build-arg',
      '=',
      '--platform=linux/arm64',
      'https://h/r.git',
      'docker-compose',
      '-x',
      '',
    ],
  ),
  fc.string({ maxLength: 6, unit: 'grapheme' }),
)

test('any words are understood, left alone or refused as what they are: nothing else happens', () => {
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 9 }), argv => {
      try {
        const command = readCommand(argv, around)
        expect(command.argv).toEqual(argv)
        expect(['build', 'other']).toContain(command.kind)
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        expect(error.hint).toBeTruthy()
      }
    }),
    { numRuns: 3000 },
  )
})
