import { relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { type BakeOptions, bakeBuilds } from '../../src/request/bake/builds.ts'
import type { BuildCommand } from '../../src/request/command/command.ts'
import { readCommand } from '../../src/request/command/read.ts'
import { requestsOf } from '../../src/request/command/requests.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { comparableBuilds } from './comparable-builds.ts'
import { dockerHas } from './docker-plugin.ts'

type Options = Omit<BakeOptions, 'cwd'>
const NO_DOCKER = { PATH: '/nonexistent' }

async function bake(tree: Tree, options: Options = {}, environment: NodeJS.ProcessEnv = NO_DOCKER) {
  const dir = makeTree(tree)
  const { builds, troubles } = await bakeBuilds({ cwd: dir, ...options }, environment)
  const said = troubles.map(
    ({ what, file, line, reason, fatal }) =>
      `${fatal ? '! ' : ''}${relative(dir, file)}:${line} ${what}: ${reason}`,
  )
  const targets = builds.map(({ name }) => name.replace('target ', ''))
  return { dir, builds, troubles, said, targets, model: comparableBuilds(builds, dir) }
}

const json = (definition: object): Tree => ({ 'docker-bake.json': JSON.stringify(definition, null, 1) })

const refusal = async (tree: Tree, options: Options = {}, environment = NO_DOCKER) => {
  const error: unknown = await bake(tree, options, environment).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UsageError)
  return (error as UsageError).message
}

const SHOP = json({
  variable: { TAG: { default: '1' } },
  group: {
    default: { targets: ['web', 'tools'] },
    tools: { targets: ['lint', 'docs'] },
  },
  target: {
    _base: {
      args: { TAG: `\${TAG}`, KEPT: 'base' },
      secret: ['id=npmrc,src=.npmrc'],
      ssh: ['default'],
      platforms: ['linux/arm64'],
    },
    web: { inherits: ['_base'], context: 'web', 'cache-to': ['type=local,dest=out'] },
    api: { inherits: ['web'], context: 'api', contexts: { gen: 'target:docs' } },
    lint: { dockerfile: 'Lint.Dockerfile' },
    docs: { context: './docs', ssh: [{ id: 'site' }], 'cache-to': [{ type: 'gha', mode: 'max' }] },
    'docs-old': { context: './old' },
  },
})

function requested(cwd: string, ...targets: string[]) {
  const command = readCommand(['docker', 'buildx', 'bake', ...targets], { cwd, environment: NO_DOCKER })
  return requestsOf(command as BuildCommand)
}

describe('the targets that are built', () => {
  test.each<[string, string[], string[]]>([
    ['the default group, and groups in it', [], ['docs', 'lint', 'web']],
    ['a group', ['tools'], ['docs', 'lint']],
    ['one, and what it is linked to', ['api'], ['api', 'docs']],
    ['each once', ['web', 'web', 'default'], ['docs', 'lint', 'web']],
    ['by a pattern', ['d?cs*'], ['docs', 'docs-old']],
    ['a part, where it is named', ['_base'], ['_base']],
  ])('are %s', async (_, targets, expected) => {
    const found = await bake(SHOP, { targets })
    expect(found.targets.sort()).toEqual(expected)
    expect(found.said).toEqual([])
  })

  test('a group may hold its own name, and groups each other', async () => {
    const groups = { default: { targets: ['a', 'default'] }, a: { targets: ['b'] }, b: { targets: ['c'] } }
    const tree = json({ group: groups, target: { default: {}, c: {} } })
    expect((await bake(tree)).targets).toEqual(['c', 'default'])
  })

  test('one that is not there is refused in the words of bake', async () => {
    expect(await refusal(SHOP, { targets: ['wbe'] })).toBe('failed to find target wbe')
    expect(await refusal(SHOP, { targets: ['x*'] })).toBe('could not find any target matching "x*"')
    expect(await refusal(json({ target: { a: {} } }))).toBe('failed to find target default')
    expect(await refusal(json({ target: { a: { contexts: { x: 'target:b' } } } }), { targets: ['a'] })).toBe(
      'failed to find target b',
    )
  })
})

describe('--set', () => {
  const one = async (...sets: string[]) => {
    const { builds } = await bake(SHOP, { targets: ['web'], sets }, { ...NO_DOCKER, FROM_ENV: 'e' })
    const { args, contexts, secrets, ssh, cacheTo, platform, target, dockerfile } = builds[0]!
    return { args, contexts, secrets, ssh, cacheTo, platform, target, dockerfile }
  }

  test('changes what a target says, by name and by pattern; the last counts', async () => {
    const { model } = await bake(SHOP, {
      sets: [
        'web.context=other',
        'w*.context=last',
        'lint.dockerfile=L',
        '*.target=t',
        'docs.contexts.x=./y',
      ],
    })
    expect(model).toMatchObject({
      'target web': { context: '{DIR}/last', target: 't' },
      'target lint': { context: '{DIR}', dockerfile: 'L', target: 't' },
      'target docs': { target: 't', contexts: { x: '{DIR}/y' } },
    })
  })

  test.each<[string, string[], object]>([
    ['an argument', ['web.args.TAG=2'], { args: { TAG: '2', KEPT: 'base' } }],
    [
      'one with dots and equals signs',
      ['web.args.A.B=c=d'],
      { args: { TAG: '1', KEPT: 'base', 'A.B': 'c=d' } },
    ],
    ['one of the environment', ['web.args.FROM_ENV'], { args: { TAG: '1', KEPT: 'base', FROM_ENV: 'e' } }],
    ['none that is not set there', ['web.args.TAG', 'web.args.NONE'], { args: { TAG: '1', KEPT: 'base' } }],
    ['what a part says', ['_base.args.KEPT=set'], { args: { TAG: '1', KEPT: 'set' } }],
    ['platforms', ['*.platform=linux/s390x', '*.platform=linux/386'], { platform: 'linux/s390x' }],
    ['platforms besides', ['*.platform+=linux/386'], { platform: 'linux/arm64' }],
    ['secrets', ['web.secrets=id=a,env=A', 'web.secrets=id=b'], { secrets: ['a', 'b'] }],
    ['secrets besides', ['web.secrets+=id=a,env=A'], { secrets: ['npmrc', 'a'] }],
    ['ssh', ['web.ssh=key=./id'], { ssh: ['key'] }],
    ['no ssh', ['web.ssh='], { ssh: [] }],
    ['caches besides', ['web.cache-to+=type=gha'], { cacheTo: ['type=local,dest=out', 'type=gha'] }],
    ['what is not taken', ['web.tags=a', 'web.labels.x=y', 'web.no-cache=true', '*.output=type=oci'], {}],
  ])('sets %s', async (_, sets, expected) => {
    expect(await one(...sets)).toEqual({ ...(await one()), ...expected })
  })

  test.each([
    ['web', 'invalid override key web, expected target.name'],
    ['web.context', 'invalid override web.context, expected target.name=value'],
    ['web.args=1', 'invalid key web.args, args requires name'],
    ['web.contexts=1', 'invalid key web.contexts, contexts requires name'],
    ['web.contxt=1', 'unknown key: contxt'],
    ['tools.context=1', "could not find any target matching 'tools'"],
  ])('%s is refused', async (set, reason) => {
    expect(await refusal(SHOP, { sets: [set] })).toBe(`--set: ${reason}`)
  })
})

describe('the definition', () => {
  test('has its variables of the command line, then of the environment', async () => {
    const tag = async (variables: string[], environment: NodeJS.ProcessEnv) =>
      (await bake(SHOP, { targets: ['web'], variables }, { ...NO_DOCKER, ...environment })).builds[0]!.args
        .TAG
    expect(await tag([], {})).toBe('1')
    expect(await tag([], { TAG: '2' })).toBe('2')
    expect(await tag(['TAG=3', ''], { TAG: '2' })).toBe('3')
    expect(await refusal(SHOP, { variables: ['TAG'] })).toMatch(/^--var: invalid variable "TAG"/)
  })

  test('is that of -f, or of BUILDX_BAKE_FILE, in order', async () => {
    const tree = {
      'a.json': '{"target": {"default": {"context": "a", "target": "a"}}}',
      'sub/b.json': '{"target": {"default": {"context": "b"}}}',
    }
    const expected = { 'target default': { context: '{DIR}/b', target: 'a' } }
    expect((await bake(tree, { files: ['a.json', 'cwd://sub/b.json'] })).model).toMatchObject(expected)
    const variable = { ...NO_DOCKER, BUILDX_BAKE_FILE: ' a.json ::sub/b.json' }
    expect((await bake(tree, {}, variable)).model).toMatchObject(expected)
  })

  test('that is not to be read is refused, or fatal', async () => {
    expect(await refusal({})).toBe("couldn't find a bake definition")
    expect(await refusal({}, { files: ['-'] })).toBe('a bake definition on stdin is not read')
    expect((await bake({}, { files: ['no.hcl'] })).said).toEqual([
      '! no.hcl:0 no.hcl could not be read: no such file',
    ])
    expect((await bake({ 'docker-bake.hcl': 'target "default" {}' })).said).toEqual([
      '! docker-bake.hcl:0 what docker-bake.hcl builds is not known: docker is not installed, or not in PATH',
    ])
    const { said, builds } = await bake({ ...SHOP, 'compose.yaml': 'services: {}' })
    expect([builds, said.length]).toEqual([[], 1])
  })

  test('from elsewhere is said, and no more', async () => {
    const address = 'https://me:secret@example.org/a.git'
    const named = await bake(SHOP, { targets: [address, 'web'] })
    const what = 'what https://example.org/a.git builds was not audited'
    expect(named.troubles).toEqual([expect.objectContaining({ what, fatal: false })])
    const { incomplete } = await requested(makeTree({}), address)
    expect(incomplete).toEqual([expect.objectContaining({ what, path: '.', fatal: false })])
  })
})

test('builds become requests that say what they are given', async () => {
  const tree = { ...SHOP, 'web/Dockerfile': 'FROM scratch', 'docs/Dockerfile': 'FROM scratch' }
  const { requests } = await requested(makeTree(tree))
  const given = requests.map(({ context, dockerfile, secrets, ssh, command: facts, origin }) => [
    context.given,
    dockerfile.kind,
    secrets,
    ssh,
    facts?.cacheTo,
    origin.label,
  ])
  expect(given).toEqual([
    ['web', 'file', ['npmrc'], ['default'], ['type=local,dest=out'], 'docker-bake.json, target web'],
    ['.', 'refused', [], [], [], 'docker-bake.json, target lint'],
    ['docs', 'file', [], ['site'], ['type=gha,mode=max'], 'docker-bake.json, target docs'],
  ])
})

describe.skipIf(!dockerHas('buildx'))('docker buildx bake itself', () => {
  const HCL: Tree = {
    '.npmrc': '',
    'docker-bake.hcl': `variable "TAG" { default = "1" }
target "app" {
  name = "app-\${v.name}"
  matrix = { v = [{ name = "one", dir = "a" }, { name = "two", dir = "b" }] }
  context = v.dir
  args = { TAG = TAG }
  secret = ["id=npmrc,src=.npmrc"]
  cache-to = ["type=local,dest=out"]
}
`,
    'compose.yaml': 'services: {web.api: {build: {context: ./web}}, app-one: {build: {target: t}}}',
  }

  test('evaluates what is not plain: a matrix, compose files, --set', async () => {
    const options = { targets: ['app', 'web.api'], sets: ['app-*.args.TAG=9', '*two.context=c'] }
    const { model, said, builds } = await bake(HCL, options, process.env)
    expect(said).toEqual([])
    expect(model).toMatchObject({
      'target app-one': { context: '{DIR}/a', args: { TAG: '9' }, target: 't', secrets: ['npmrc'] },
      'target app-two': { context: '{DIR}/c', args: { TAG: '9' } },
      'target web_api': { context: '{DIR}/web' },
    })
    expect(builds.map(({ cacheTo }) => cacheTo).sort()).toEqual([
      [],
      ['type=local,dest=out'],
      ['type=local,dest=out'],
    ])
  })

  test('has the last word on what it refuses', async () => {
    const missing = await bake(HCL, { targets: ['nobody'] }, process.env)
    expect(missing.builds).toEqual([])
    expect(missing.said).toEqual([
      '! compose.yaml:0 what compose.yaml builds is not known: failed to find target nobody',
    ])
  })

  test('answers the same for any plain definition', async () => {
    const names = ['a', 'b', 'ab', 'default']
    const text = fc.constantFrom('x', './y', '../z', `\${V}`)
    const optional = { requiredKeys: [] }
    const targetAt = (index: number) => {
      // they build on earlier ones only: bake refuses circles
      const earlier = names.slice(0, index)
      const link = fc.constantFrom('x', './y', ...earlier.map(name => `target:${name}`))
      return fc.record(
        {
          inherits: fc.subarray(earlier),
          context: text,
          dockerfile: fc.constantFrom('D', 'sub/D'),
          target: fc.constantFrom('s', 't'),
          args: fc.record({ A: fc.option(text), B: text }, optional),
          contexts: fc.record({ c: link, d: link }, optional),
          platforms: fc.subarray(['linux/amd64', 'linux/arm64'], { minLength: 1, maxLength: 1 }),
          'cache-to': fc.subarray(['type=inline', 'type=gha']),
        },
        optional,
      )
    }
    const member = fc.constantFrom('g', ...names)
    const group = fc.record({ targets: fc.uniqueArray(member, { minLength: 1, maxLength: 3 }) })
    const definition = fc.record({
      variable: fc.constant({ V: { default: 'v' } }),
      group: fc.record({ g: group, default: group }, { requiredKeys: ['g'] }),
      target: fc.tuple(...names.map((_, index) => targetAt(index))),
    })
    const pattern = fc.constantFrom('a', 'a*', '*', '?', '[!a]*')
    const key = fc.constantFrom('context', 'target', 'dockerfile', 'args.A', 'contexts.c')
    const set = fc.oneof(
      fc.tuple(pattern, key).map(([which, field]) => `${which}.${field}=w`),
      pattern.map(which => `${which}.platform=linux/386`),
      pattern.map(which => `${which}.cache-to=type=registry,ref=r`),
    )
    const command = fc.record({
      targets: fc.uniqueArray(member, { maxLength: 2 }),
      sets: fc.array(set, { maxLength: 3 }),
    })
    const definitions = fc.array(definition, { minLength: 1, maxLength: 2 })
    await fc.assert(
      fc.asyncProperty(definitions, command, async (list, options) => {
        const written = list.map(({ target, ...rest }) =>
          JSON.stringify({
            ...rest,
            target: Object.fromEntries(names.map((name, at) => [name, target[at]])),
          }),
        )
        const tree = Object.fromEntries(written.map((one, index) => [`${index}.json`, one]))
        const files = Object.keys(tree)
        const own = await bake(tree, { ...options, files }).catch((error: unknown) => error)
        // an empty HCL file makes docker answer
        const withHcl = { ...options, files: [...files, 'z.hcl'] }
        const asked = await bake({ ...tree, 'z.hcl': '' }, withHcl, process.env)
        // what it refuses it does not build
        if (asked.said.length > 0) return
        expect(own).toMatchObject({ model: asked.model, said: [] })
        expect((own as typeof asked).targets.sort()).toEqual(asked.targets.sort())
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})
