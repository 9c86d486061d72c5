import { join, relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import type { BuildCommand } from '../../src/request/command/command.ts'
import { readCommand } from '../../src/request/command/read.ts'
import { requestsOf } from '../../src/request/command/requests.ts'
import { composeBuilds } from '../../src/request/compose/builds.ts'
import type { ComposeOptions } from '../../src/request/compose/options.ts'
import { runDocker } from '../../src/request/run-docker.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { comparableBuilds } from './comparable-builds.ts'
import { dockerHas } from './docker-plugin.ts'

type Options = Omit<ComposeOptions, 'cwd'>

async function build(tree: Tree, options: Options = {}, environment: NodeJS.ProcessEnv = {}, at = '') {
  const dir = makeTree(tree)
  const { builds, troubles } = await composeBuilds({ cwd: join(dir, at), ...options }, environment)
  const services = builds.map(({ name }) => name.replace('service ', ''))
  const said = troubles.map(
    ({ what, file, line, reason, fatal }) =>
      `${fatal ? '! ' : ''}${relative(dir, file)}:${line} ${what}: ${reason}`,
  )
  return { dir, builds, troubles, services, said, model: comparableBuilds(builds, dir) }
}

const refusal = async (tree: Tree, options: Options = {}, environment: NodeJS.ProcessEnv = {}) => {
  const error: unknown = await build(tree, options, environment).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UsageError)
  return (error as UsageError).message
}

const SHOP = `services:
  web:
    build: {context: ./web, target: release, ssh: [default, key=./id], cache_to: ["type=local,dest=out"]}
    depends_on: {api: {condition: service_started}, cron: {condition: service_started, required: false}}
  api:
    build: ./api
    links: ["db:database"]
  db:
    image: postgres
  seed:
    build: ./seed
    network_mode: service:api
  cron: {build: ./cron, profiles: [jobs]}
  docs: {build: ./docs, profiles: [docs, all]}
  lint:
    profiles: [docs]
    build: {context: ./lint, additional_contexts: {site: "service:docs", other: ../other}}
`

describe('the services that are built', () => {
  test.each<[string, Options, NodeJS.ProcessEnv, string[]]>([
    ['all without a profile', {}, {}, ['web', 'api', 'seed']],
    ['those of a profile too', { profiles: ['jobs'] }, {}, ['web', 'api', 'seed', 'cron']],
    ['those of COMPOSE_PROFILES', {}, { COMPOSE_PROFILES: 'x, jobs' }, ['web', 'api', 'seed', 'cron']],
    [
      '--profile in place of it',
      { profiles: ['docs'] },
      { COMPOSE_PROFILES: 'jobs' },
      ['web', 'api', 'seed', 'docs', 'lint'],
    ],
    ['every profile', { profiles: ['*'] }, {}, ['web', 'api', 'seed', 'cron', 'docs', 'lint']],
    ['one by its name', { services: ['web'] }, {}, ['web']],
    ['one whatever its profile', { services: ['cron'] }, {}, ['cron']],
    ['what an image is built from', { services: ['lint'] }, {}, ['docs', 'lint']],
    ['by a pattern', { services: ['[ws]e*'] }, {}, ['web', 'seed']],
    ['no optional one of another profile', { services: ['web'], withDependencies: true }, {}, ['web', 'api']],
    [
      'optional ones that are enabled',
      { services: ['web'], withDependencies: true, profiles: ['jobs'] },
      {},
      ['web', 'api', 'cron'],
    ],
    ['what a network mode implies', { services: ['seed'], withDependencies: true }, {}, ['api', 'seed']],
    ['nothing where none builds', { services: ['db'] }, {}, []],
  ])('are %s', async (_, options, environment, expected) => {
    const { services, said } = await build({ 'compose.yaml': SHOP }, options, environment)
    expect(services).toEqual(expected)
    expect(said).toEqual([])
  })

  test('one that is not there is refused in the words of compose', async () => {
    expect(await refusal({ 'compose.yaml': SHOP }, { services: ['web', 'wbe'] })).toBe('no such service: wbe')
    expect(await refusal({ 'compose.yaml': SHOP }, { services: ['x*'] })).toBe('no such service: x*')
    const missing = 'services: {a: {build: ., depends_on: [b]}}'
    const needed = { services: ['a'], withDependencies: true }
    expect(await refusal({ 'compose.yaml': missing }, needed)).toMatch(
      /^service "a" depends on undefined service "b"/,
    )
    const context = 'services: {a: {build: {context: ., additional_contexts: {x: "service:b"}}}}'
    expect(await refusal({ 'compose.yaml': context })).toMatch(/^service "a" declares unknown service "b"/)
  })

  test('may depend on each other in a circle', async () => {
    const text = 'services: {a: {build: ., depends_on: [b]}, b: {build: ., depends_on: [a]}}'
    const { services } = await build({ 'compose.yaml': text }, { services: ['b'], withDependencies: true })
    expect(services).toEqual(['a', 'b'])
  })

  test('what another service lacks does not matter, what this one lacks is fatal', async () => {
    const text = 'services:\n  a: {build: ./a}\n  b:\n    build: {context: "$NONE"}\n'
    expect((await build({ 'compose.yaml': text }, { services: ['a'] })).said).toEqual([])
    expect((await build({ 'compose.yaml': text }, { services: ['b'] })).said).toEqual([
      '! compose.yaml:4 service b was not audited: its context is blank: NONE is not set',
      'compose.yaml:4 variables of the compose file are not set: NONE is blank, as for docker compose',
    ])
  })
})

test('depends_on, profiles and ssh are merged over files and what is extended', async () => {
  const { services, builds } = await build(
    {
      'compose.yaml': `services:
  base: {build: {context: ., ssh: {one: null}, cache_to: [a]}, depends_on: [x]}
  a: {extends: base, profiles: [p], build: {target: t}}
  x: {build: ./x}
  y: {build: ./y}
`,
      'compose.override.yaml': `services:
  a: {depends_on: {y: {condition: service_healthy}}, profiles: [q], build: {ssh: ["two=./key"], cache_to: [b]}}
  base: {depends_on: !reset []}
`,
    },
    { profiles: ['q'], services: ['a'], withDependencies: true, ssh: ['default', 'two'] },
  )
  expect(services).toEqual(['a', 'x', 'y'])
  expect(builds[0]).toMatchObject({ ssh: ['one', 'two', 'default'], cacheTo: ['a', 'b'], target: 't' })
  expect(builds[1]).toMatchObject({ ssh: ['default', 'two'], cacheTo: [] })
})

describe('the project', () => {
  const one = (name: string) => `services: {${name}: {build: .}}`

  test('is looked for upward, with its override', async () => {
    const { model } = await build(
      {
        'compose.yml': 'services: {up: {build: ./up}}',
        'compose.override.yml': 'services: {up: {build: {target: dev}}}',
        'a/b/compose.override.yaml': one('none'),
      },
      {},
      {},
      'a/b',
    )
    expect(model).toEqual({ up: expect.objectContaining({ context: '{DIR}/up', target: 'dev' }) })
  })

  test.each<[string, Tree, Options, NodeJS.ProcessEnv, string[]]>([
    ['of -f, the last wins', {}, { files: ['a.yaml', '../at/b.yaml'] }, {}, ['a', 'b']],
    ['of -f and not of the variable', {}, { files: ['a.yaml'] }, { COMPOSE_FILE: 'b.yaml' }, ['a']],
    ['of COMPOSE_FILE', {}, {}, { COMPOSE_FILE: 'a.yaml:b.yaml' }, ['a', 'b']],
    [
      'of COMPOSE_FILE with a separator',
      {},
      {},
      { COMPOSE_FILE: 'a.yaml;b.yaml', COMPOSE_PATH_SEPARATOR: ';' },
      ['a', 'b'],
    ],
    ['of COMPOSE_FILE in .env', { 'at/.env': 'COMPOSE_FILE=b.yaml' }, {}, {}, ['b']],
    ['of COMPOSE_FILE in an env file', { 'at/e': 'COMPOSE_FILE=b.yaml' }, { envFiles: ['e'] }, {}, ['b']],
    ['of the project directory', { 'at/p/compose.yaml': one('p') }, { projectDirectory: 'p' }, {}, ['p']],
  ])('is %s', async (_, more, options, environment, expected) => {
    const tree = { 'at/a.yaml': one('a'), 'at/b.yaml': one('b'), ...more }
    const { services } = await build(tree, options, environment, 'at')
    expect(services).toEqual(expected)
  })

  test('has contexts relative to the first file, or to the project directory', async () => {
    const tree = { 'x/a.yaml': 'services: {a: {build: ./a}}', 'y/b.yaml': 'services: {b: {build: ./b}}' }
    const files = ['x/a.yaml', 'y/b.yaml']
    const contexts = async (options: Options) =>
      Object.values((await build(tree, options)).model).map(one => (one as { context: string }).context)
    expect(await contexts({ files })).toEqual(['{DIR}/x/a', '{DIR}/x/b'])
    expect(await contexts({ files, projectDirectory: 'z' })).toEqual(['{DIR}/z/a', '{DIR}/z/b'])
  })

  test('that is not to be read is refused', async () => {
    expect(await refusal({})).toBe('no configuration file provided: not found')
    expect(await refusal({}, { files: ['-'] })).toBe('a compose file on stdin is not read')
    const remote = 'https://user:secret@example.org/a.git'
    expect(await refusal({}, { files: [remote] })).toBe(
      'the compose file https://example.org/a.git is not of this machine',
    )
    expect(await refusal({ 'compose.yaml': one('a') }, { envFiles: ['no.env'] })).toMatch(
      /^couldn't find env file: .*\/no\.env$/,
    )
  })

  test('whatever of it can not be resolved is fatal', async () => {
    const { said, services } = await build({
      '.env': 'A B=1\n',
      'compose.yaml': `include: ["https://example.org/x.git"]
services:
  a: {build: {context: ., args: {X: "\${Y?no}"}}, extends: {service: b, file: "https://example.org/x.git"}}
`,
    })
    expect(services).toEqual(['a'])
    expect(said).toEqual([
      '! .env:1 variables of .env may be missing: key cannot contain a space',
      '! compose.yaml:1 what an include names was not read: https://example.org/x.git is not of this machine',
      '! compose.yaml:3 service a was read without what it extends: https://example.org/x.git is not of this machine',
      '! compose.yaml:3 argument X of service a is not known: required variable Y is missing a value: no',
    ])
    const unread = await build({}, { files: ['no.yaml'], services: ['a'] })
    expect(unread.said).toEqual(['! no.yaml:0 no.yaml could not be read: no such file'])
  })
})

describe('variables', () => {
  const text =
    'services: {a: {build: {context: ".", args: {A: "$A", B: "$B", C: "$C", N: "$COMPOSE_PROJECT_NAME"}}}}'
  const args = async (tree: Tree, options: Options, environment: NodeJS.ProcessEnv = {}, at = '') =>
    (await build({ 'p/compose.yaml': text, ...tree }, options, environment, at)).builds[0]!.args

  test('are those of the environment, then of .env here, then of .env of the project', async () => {
    const tree = { '.env': 'A=here\nB=here', 'p/.env': 'A=there\nB=there\nC=there' }
    const found = await args(tree, { files: ['p/compose.yaml'] }, { A: 'own' })
    expect(found).toEqual({ A: 'own', B: 'there', C: 'there', N: 'p' })
    const given = await args(tree, { projectDirectory: 'p', projectName: 'n' })
    expect(given).toEqual({ A: 'there', B: 'there', C: 'there', N: 'n' })
    const variable = await args(tree, {}, { COMPOSE_FILE: 'p/compose.yaml' })
    expect(variable).toEqual({ A: 'here', B: 'here', C: 'there', N: 'p' })
  })

  test('are those of env files that are named, and of the last', async () => {
    const tree = { 'p/.env': 'A=0\nB=0\nC=0', one: 'A=1\nB=$A', two: 'A=2\nC=$A' }
    const expected = { A: '2', B: '1', C: '1', N: 'p' }
    const files = ['p/compose.yaml']
    expect(await args(tree, { files, envFiles: ['one', 'two'] })).toEqual(expected)
    expect(await args(tree, { files }, { COMPOSE_ENV_FILES: 'one,two' })).toEqual(expected)
    const none = await args(tree, { files }, { COMPOSE_DISABLE_ENV_FILE: '1' })
    expect(none).toEqual({ A: '', B: '', C: '', N: 'p' })
  })

  test('of --build-arg win, and one without a value takes that of the project or none', async () => {
    const tree = { 'p/.env': 'A=0\nB=0\nC=0\nD=0' }
    const found = await args(tree, { buildArgs: ['A=1', 'B', 'N', 'D', 'E'] }, { B: 'own' }, 'p')
    expect(found).toEqual({ A: '1', B: 'own', C: '0', D: '0', N: undefined })
  })
})

test('builds become requests that say what they are given', async () => {
  const dir = makeTree({
    'compose.yaml': SHOP,
    'web/Dockerfile': 'FROM scratch AS release\nCOPY . /\n',
    'api/Dockerfile': 'FROM scratch\n',
  })
  const argv = ['docker', 'compose', 'build', 'web', 'api', 'cron']
  const command = readCommand(argv, { cwd: dir, environment: {} }) as BuildCommand
  const { requests, incomplete } = await requestsOf(command)
  expect(requests).toEqual([
    expect.objectContaining({
      context: { kind: 'directory', dir: join(dir, 'web'), given: 'web' },
      target: 'release',
      secrets: [],
      ssh: ['default', 'key'],
      command: { name: 'docker compose build', cacheTo: ['type=local,dest=out'], foreign: [] },
      origin: { kind: 'compose', label: 'compose.yaml, service web' },
    }),
    expect.objectContaining({
      secrets: [],
      ssh: [],
      origin: { kind: 'compose', label: 'compose.yaml, service api' },
    }),
  ])
  expect(incomplete).toEqual([
    expect.objectContaining({
      what: 'service cron was not audited',
      path: 'compose.yaml:13',
      reason: 'its context cron is no directory',
      fatal: true,
    }),
  ])
})

describe.skipIf(!dockerHas('compose'))('docker compose itself', () => {
  test('answers the same', async () => {
    const tree = { 'p/compose.yaml': SHOP.replace(', key=./id', ''), 'p/.env': 'COMPOSE_PROFILES=docs' }
    const options: Options = { files: ['p/compose.yaml'], buildArgs: ['A=1'], ssh: ['x'] }
    for (const services of [[], ['lint'], ['web']]) {
      const all = { ...options, services, withDependencies: true }
      const own = await build(tree, all, process.env)
      const asked = await build(tree, { ...all, composeVia: 'docker' }, process.env)
      expect(asked.model).toEqual(own.model)
      expect(asked.said).toEqual([])
      const keys = ({ builds }: typeof own) => new Map(builds.map(({ name, ssh }) => [name, ssh]))
      expect(keys(asked)).toEqual(keys(own))
    }
    expect(await refusal(tree, { ...options, services: ['no'], composeVia: 'docker' }, process.env)).toBe(
      'no such service: no',
    )
  })

  const NAMES = ['a', 'b', 'c', 'd', 'e']

  test('selects the same services of any project', async () => {
    // they depend on later ones only: compose refuses circles
    const project = fc.tuple(
      ...NAMES.map((own, index) => {
        const later = fc.constantFrom('e', ...NAMES.slice(index + 1))
        return fc.tuple(
          fc.constant(own),
          fc.record({
            builds: fc.boolean(),
            profiles: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(['p', 'q'])),
            needs: fc.uniqueArray(fc.tuple(later, fc.constantFrom(false, false, true)), {
              maxLength: own === 'e' ? 0 : 2,
              selector: ([one]) => one,
            }),
            link: own === 'e' ? fc.constant(null) : fc.option(later, { freq: 1 }),
          }),
        )
      }),
    )
    const name = fc.constantFrom(...NAMES)
    const command = fc.record({
      profiles: fc.subarray(['p', 'q']),
      services: fc.uniqueArray(name, { maxLength: 2 }),
    })
    await fc.assert(
      fc.asyncProperty(project, command, async (services, { profiles, services: named }) => {
        const model = services.map(([own, { builds, profiles: listed, needs, link }]) => [
          own,
          {
            ...(builds ? { build: '.' } : { image: 'x' }),
            profiles: listed,
            depends_on: Object.fromEntries(
              needs.map(([to, required]) => [to, { condition: 'service_started', required }]),
            ),
            links: link === null ? [] : [link],
          },
        ])
        const tree = { 'compose.yaml': JSON.stringify({ services: Object.fromEntries(model) }) }
        const options = { profiles, services: named, withDependencies: true }
        const own = await build(tree, options, process.env).catch((error: unknown) => error)
        const flags = profiles.flatMap(profile => ['--profile', profile])
        const args = ['compose', ...flags, 'config', '--format', 'json', ...named]
        const answer = await runDocker(args, makeTree(tree), process.env)
        // what it refuses it does not build
        if ('failure' in answer) return
        const taken: Record<string, { build?: unknown }> = JSON.parse(answer.stdout).services
        const builds = Object.keys(taken).filter(one => taken[one]!.build)
        expect(own).toMatchObject({ services: expect.any(Array) })
        expect((own as { services: string[] }).services.sort()).toEqual(builds.sort())
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})
