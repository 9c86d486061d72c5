import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { composeFilesOf } from '../../src/request/compose/files.ts'
import { type ComposeBuilds, readCompose } from '../../src/request/compose/index.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

function read(tree: Tree, environment: Record<string, string> = {}): ComposeBuilds & { dir: string } {
  const dir = makeTree(tree)
  return { ...readCompose(composeFilesOf(dir, Object.keys(tree), environment), environment), dir }
}

/** `file:line what: reason`, with a `!` where it is fatal. */
function said({ troubles, dir }: ComposeBuilds & { dir: string }): string[] {
  return troubles.map(
    ({ what, file, line, reason, fatal }) =>
      `${fatal ? '! ' : ''}${file.replace(`${dir}/`, '')}:${line} ${what}: ${reason}`,
  )
}

const names = ({ builds }: ComposeBuilds) => builds.map(({ name }) => name.replace('service ', ''))

describe('the files of a project', () => {
  const taken = (...files: string[]) => composeFilesOf('/nowhere', files, {}).map(file => file.slice(9))

  test('are the first of the default names and the first of the overrides', () => {
    expect(taken('docker-compose.yaml', 'docker-compose.yml', 'compose.yml', 'compose.yaml')).toEqual([
      'compose.yaml',
    ])
    expect(taken('docker-compose.yaml', 'docker-compose.yml')).toEqual(['docker-compose.yml'])
    expect(taken('docker-compose.yml', 'docker-compose.override.yml', 'compose.override.yaml')).toEqual([
      'docker-compose.yml',
      'compose.override.yaml',
    ])
    expect(taken('compose.override.yaml', 'compose.prod.yaml')).toEqual([])
  })

  test('are those of COMPOSE_FILE where .env names some', () => {
    const dir = makeTree({ '.env': 'COMPOSE_FILE=a.yaml:sub/b.yaml\n' })
    expect(composeFilesOf(dir, ['compose.yaml'], {})).toEqual([join(dir, 'a.yaml'), join(dir, 'sub/b.yaml')])
  })
})

describe('what could not be resolved is said with file and line, and the other services come out', () => {
  test('a context that is blank, or that a required variable is missing for', () => {
    const found = read({
      'compose.yaml': `services:
  a: {build: .}
  b:
    build:
      context: \${NOWHERE}
  c:
    build: "\${MUST:?say where}/x"
  d:
    build: {context: ., dockerfile: "\${x%%-*}"}
`,
    })
    expect(names(found)).toEqual(['a'])
    expect(said(found)).toEqual([
      '! compose.yaml:5 service b was not audited: its context is blank: NOWHERE is not set',
      '! compose.yaml:7 service c was not audited: context: required variable MUST is missing a value: say where',
      `! compose.yaml:9 service d was not audited: dockerfile: invalid interpolation format: \${x%…`,
      'compose.yaml:5 variables of the compose file are not set: NOWHERE is blank, as for docker compose',
    ])
  })

  test('a build, or a service, that is none', () => {
    const found = read({
      'compose.yaml': 'services:\n  a:\n    build: [.]\n  b: text\n  c:\n    build: {context: [.]}\n  d:\n',
    })
    expect(names(found)).toEqual([])
    expect(said(found)).toEqual([
      '! compose.yaml:3 service a was not audited: a mapping is expected there',
      '! compose.yaml:4 service b was not audited: a mapping is expected there',
      '! compose.yaml:6 service c was not audited: context: a plain text is expected there',
    ])
  })

  test('variables of arguments do not keep a service from being audited', () => {
    const found = read({
      'compose.yaml': `services:\n  a:\n    build:\n      args:\n        A: $X$Y\n        B: \${Z?}\n        C:\n`,
    })
    expect(found.builds[0]!.args).toEqual({ A: '' })
    expect(said(found)).toEqual([
      'compose.yaml:6 argument B of service a is not known: required variable Z is missing a value',
      'compose.yaml:5 variables of the compose file are not set: X, Y are blank, as for docker compose',
    ])
  })

  test('a variable that something else uses is no concern of the build', () => {
    const found = read({
      'compose.yaml': `services:\n  a:\n    build: .\n    image: "\${TAG:?}"\n    ports: ["\${PORT}:1"]\n`,
    })
    expect(names(found)).toEqual(['a'])
    expect(found.troubles).toEqual([])
  })

  test('extends of what is not there, of itself, and of another machine', () => {
    const found = read({
      'compose.yaml': `services:
  a:
    extends: {service: nobody}
    build: .
  b:
    extends: c
    build: .
  c:
    extends: b
  d:
    extends: {file: other.yaml, service: x}
    build: .
  e:
    extends: {file: "https://example.com/x.yaml", service: x}
    build: .
`,
    })
    expect(names(found)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(said(found)).toEqual([
      '! compose.yaml:3 service a was read without what it extends: there is no service nobody in compose.yaml',
      '! compose.yaml:6 service b was read without what it extends: services extend each other in a circle',
      '! other.yaml:0 other.yaml could not be read: no such file',
      '! compose.yaml:11 service d was read without what it extends: there is no service x in other.yaml',
      'compose.yaml:14 service e was read without what it extends: https://example.com/x.yaml is not of this machine',
    ])
  })

  test('includes that are missing, circular or remote', () => {
    const found = read({
      'compose.yaml': 'include: [a/compose.yaml, none.yaml, "oci://x/y"]\nservices: {top: {build: .}}\n',
      'a/compose.yaml': 'include: [../compose.yaml]\nservices: {inner: {build: .}}\n',
    })
    expect(names(found)).toEqual(['inner', 'top'])
    expect(said(found)).toEqual([
      '! a/compose.yaml:1 what an include names was not read: compose.yaml includes itself',
      '! none.yaml:0 none.yaml could not be read: no such file',
      'compose.yaml:1 what an include names was not read: oci://x/y is not of this machine',
    ])
  })

  test('tags that compose does not know', () => {
    const found = read({ 'compose.yaml': 'services:\n  a:\n    build:\n      context: !here ./x\n' })
    expect(found.builds[0]!.context).toBe(join(found.dir, 'x'))
    expect(said(found)).toEqual([
      'compose.yaml:4 service a was read without a tag: !here is no tag of compose',
    ])
  })

  test.each([
    ['services: {a: {build: .}', 1],
    ['services:\n  a:\n    build: .\n   b: x\n', 4],
    ['services:\n\ta: x\n', 2],
    ['- a\n- b\n', 1],
    ['just text', 1],
    ['services:\n  a: {build: .}\n  a: {build: x}\n', 3],
    ['services:\n  a: *nobody\n', 2],
    ['services: &x\n  a: *x\n', 2],
    ['services:\n  a:\n    <<: text\n', 3],
    ['x: 1\nservices: [a]\n', 2],
  ])('%j is refused', (text, line) => {
    const found = read({ 'compose.yaml': text })
    expect(found.troubles.filter(({ fatal }) => fatal)).toMatchObject([
      { what: 'compose.yaml could not be read', line },
    ])
  })

  test('an .env that compose refuses: the values before it count, and none is repeated', () => {
    const found = read({
      'compose.yaml': 'services: {a: {build: $DIR}}',
      '.env': 'DIR=here\nA B=c\nS="secret',
    })
    expect(found.builds[0]!.context).toBe(join(found.dir, 'here'))
    expect(said(found)).toEqual(['.env:2 variables of .env may be missing: key cannot contain a space'])
  })
})

describe('where a service is declared', () => {
  test('is the first file that has it, and the line that says its context', () => {
    const { builds, dir } = read({
      'compose.yaml':
        'services:\n  a:\n    image: x\n    build: .\n  b:\n    extends:\n      file: c.yaml\n      service: b\n',
      'compose.override.yaml': 'services:\n\n\n\n  a:\n    build: {target: dev}\n',
      'c.yaml': 'services:\n\n\n\n\n\n  b:\n    build: .\n',
    })
    expect(
      builds.map(({ name, file, at }) =>
        [name, file, `${at.file}:${at.line}`].join(' ').replaceAll(`${dir}/`, ''),
      ),
    ).toEqual(['service a compose.yaml compose.yaml:4', 'service b compose.yaml c.yaml:8'])
  })

  test('is the first line of an inline Dockerfile', () => {
    const { builds, dir } = read({
      'compose.yaml':
        'services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM scratch\n        COPY a$$b /\n',
    })
    expect(builds[0]!.inline).toEqual({
      text: 'FROM scratch\nCOPY a$b /\n',
      file: join(dir, 'compose.yaml'),
      line: 5,
    })
  })
})

describe('hostile files', () => {
  test('aliases that stand for more than anybody wrote cost no more than the bound', () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `x${i}: &x${i} {${Array.from({ length: 9 }, (_, k) => `k${k}: *x${i - 1}`).join(', ')}}`,
    )
    const merges = Array.from({ length: 2000 }, (_, i) => `  s${i}: {build: {<<: *big, context: .}}`)
    const big = `x-big: &big {${Array.from({ length: 2000 }, (_, i) => `k${i}: 1`).join(', ')}}`
    const text = `x-: &x-1 {a: 1}\n${levels.join('\n').replaceAll('*x-1', '*x-1')}\n${big}\nservices:\n${merges.join('\n')}\n`
    const before = performance.now()
    const found = read({ 'compose.yaml': text })
    expect(performance.now() - before).toBeLessThan(20_000)
    expect(said(found)).toEqual([
      '! compose.yaml:0 compose.yaml could not be read: too large once its aliases are written out',
    ])
  })

  test('arguments that ten thousand services share', () => {
    const shared = `x: &b {context: ., args: {${Array.from({ length: 5000 }, (_, i) => `A${i}: v`).join(', ')}}}`
    const services = Array.from({ length: 10_000 }, (_, i) => `  s${i}: {build: *b}`)
    const before = performance.now()
    const found = read({ 'compose.yaml': `${shared}\nservices:\n${services.join('\n')}\n` })
    expect(performance.now() - before).toBeLessThan(20_000)
    expect(found.troubles.filter(({ fatal }) => fatal)).toHaveLength(1)
  })

  test('nesting, in YAML, in variables and in includes, has an end', () => {
    const deep = read({ 'compose.yaml': `services: ${'['.repeat(100_000)}` })
    expect(said(deep)[0]).toMatch(/^! compose.yaml:1 .*nested more than 100 levels deep/)
    const nested = `${'${A:-'.repeat(50_000)}x${'}'.repeat(50_000)}`
    const variables = read({ 'compose.yaml': `services: {a: {build: "${nested}"}}` })
    expect(said(variables)[0]).toMatch(/invalid interpolation format/)
    const includes = Array.from({ length: 40 }, (_, i) => [
      `f${i}.yaml`,
      `include: [f${i + 1}.yaml, f${i + 1}.yaml]\nservices: {s${i}: {build: .}}\n`,
    ])
    const before = performance.now()
    const many = read({ 'compose.yaml': 'include: [f0.yaml]', ...Object.fromEntries(includes) })
    expect(performance.now() - before).toBeLessThan(20_000)
    expect(many.troubles.some(({ fatal }) => fatal)).toBe(true)
  })

  test('a FIFO in place of the file, or of .env, is not waited for', () => {
    expect(said(read({ 'compose.yaml': { special: 'fifo' } }))).toHaveLength(1)
    expect(names(read({ 'compose.yaml': 'services: {a: {build: .}}', '.env': { special: 'fifo' } }))).toEqual(
      ['a'],
    )
  })
})

describe('whatever the file holds', () => {
  const sample = `x-b: &b
  context: \${DIR:-./api}
  args: &args {A: 1, B: !override "$X"}
include: [inc.yaml]
services:
  a: &svc
    <<: [*args]
    build: {<<: *b, dockerfile: 'D', secrets: [x, {source: y}]}
    extends: {file: inc.yaml, service: i}
  b:
    extends: a
    build: !reset null
  c:
    build:
      dockerfile_inline: |
        FROM scratch
        COPY . /
      additional_contexts: [x=./y]
      platforms: ["linux/arm64"]
`
  const dir = temporaryDirectory()
  const pieces = [
    ...'\n\t :-[]{}&*!|>"\'$%#,<a0',
    '<<: ',
    '*b',
    '&b ',
    `\${`,
    '!reset ',
    '- ',
    '\n  ',
    '\u0000',
    '---\n',
  ]

  test('the reader neither throws nor hangs', () => {
    const edits = fc.array(fc.tuple(fc.nat(sample.length), fc.nat(12), fc.constantFrom(...pieces)), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(edits, fc.string({ unit: 'binary', maxLength: 40 }), (changes, dotenv) => {
        const text = changes.reduce(
          (whole, [at, drop, add]) => whole.slice(0, at) + add + whole.slice(at + drop),
          sample,
        )
        makeTree(
          { 'compose.yaml': text, 'inc.yaml': sample.replace('include: [inc.yaml]', ''), '.env': dotenv },
          dir,
        )
        const { builds, troubles } = readCompose([join(dir, 'compose.yaml')], { X: 'x' })
        for (const build of builds) expect(build.context).not.toBe('')
        for (const { line, file } of troubles) expect([line >= 0, file.startsWith(dir)]).toEqual([true, true])
      }),
      { numRuns: 200 },
    )
  })
})
