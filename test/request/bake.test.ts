import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readBake } from '../../src/request/bake/index.ts'
import { bakeBlocks, wantedNames } from '../../src/request/bake/names.ts'
import { runDocker } from '../../src/request/run-docker.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { comparableBuilds } from './comparable-builds.ts'
import { dockerHas } from './docker-plugin.ts'

const NO_DOCKER = { PATH: '/nonexistent' }

async function read(tree: Tree, environment: NodeJS.ProcessEnv = NO_DOCKER, services: string[] = []) {
  const dir = makeTree(tree)
  const files = Object.keys(tree).filter(name => name.includes('bake'))
  const compose = {
    files: Object.keys(tree)
      .filter(name => name.startsWith('compose'))
      .map(name => join(dir, name)),
    services: new Set(services),
  }
  const group = { dir, files: files.map(file => join(dir, file)), compose }
  const { builds, troubles } = await readBake(group, environment)
  const said = troubles.map(
    ({ what, line, reason, fatal }) => `${fatal ? '! ' : ''}${line} ${what}: ${reason}`,
  )
  return { dir, builds, said, model: comparableBuilds(builds, dir) }
}

describe('docker-bake.json without docker', () => {
  test('is read with what its targets inherit, its variables and its groups', async () => {
    const json = {
      variable: { TAG: { default: '7' }, DIR: { default: `src/\${TAG}` } },
      group: { default: { targets: ['app', 'tools'] }, tools: { targets: ['lint'] } },
      target: {
        _common: {
          args: { TAG: `\${TAG}`, KEPT: `$\${x}`, N: 1, DROPPED: null },
          platforms: ['linux/arm64'],
        },
        app: {
          inherits: ['_common'],
          context: `./\${DIR}`,
          dockerfile: 'docker/App.Dockerfile',
          target: 'final',
          args: { TAG: 'own' },
          contexts: { shared: '../shared', base: 'docker-image://alpine', gen: 'target:generated' },
          secret: ['id=npmrc,src=.npmrc', { id: 'token', env: 'TOKEN' }, 'type=env,id=third'],
        },
        generated: { dockerfile: 'cwd://Gen.Dockerfile', context: 'gen' },
        lint: { 'dockerfile-inline': 'FROM scratch\nCOPY . /' },
        release: { context: 'https://github.com/a/b.git', platforms: ['linux/amd64', 'linux/arm64'] },
      },
    }
    const { dir, model, said, builds } = await read(
      { 'docker-bake.json': JSON.stringify(json, null, '\t') },
      { ...NO_DOCKER, TAG: '8' },
    )
    const contexts = { base: 'docker-image://alpine', gen: 'target:generated', shared: '{DIR}/../shared' }
    expect(model).toEqual({
      'target app': {
        context: '{DIR}/src/8',
        dockerfile: 'docker/App.Dockerfile',
        target: 'final',
        platform: 'linux/arm64',
        args: { TAG: 'own', KEPT: `\${x}`, N: '1' },
        contexts,
        secrets: ['npmrc', 'token', 'third'],
      },
      'target generated': {
        context: '{DIR}/gen',
        dockerfile: join(dir, 'Gen.Dockerfile'),
        args: {},
        contexts: {},
        secrets: [],
      },
      'target lint': {
        context: '{DIR}',
        inline: 'FROM scratch\nCOPY . /',
        args: {},
        contexts: {},
        secrets: [],
      },
      'target release': {
        context: 'https://github.com/a/b.git',
        dockerfile: 'Dockerfile',
        platform: 'linux/amd64',
        args: {},
        contexts: {},
        secrets: [],
      },
    })
    expect(said).toEqual([])
    expect(builds[0]!.at.line).toBeGreaterThan(1)
  })

  test('an override file has the last word', async () => {
    const { model } = await read({
      'docker-bake.json': '{"target": {"a": {"context": "x", "args": {"A": "1", "B": "1"}}}}',
      'docker-bake.override.json': '{"target": {"a": {"args": {"B": "2"}, "target": "t"}}}',
    })
    expect(model['target a']).toMatchObject({ context: '{DIR}/x', target: 't', args: { A: '1', B: '2' } })
  })

  test('what has to be evaluated is left out and said, the rest is there', async () => {
    const { model, said } = await read({
      'docker-bake.json': `{"target": {
 "a": {"context": "a"},
 "m": {"name": "m-\${v}", "matrix": {"v": ["1"]}},
 "b": {"args": {"X": "\${upper(x)}"}}}}`,
    })
    expect(Object.keys(model)).toEqual(['target a'])
    expect(said).toEqual([
      '3 what docker-bake.json builds is not known: a matrix to evaluate, and docker is not installed, or not in PATH',
    ])
  })

  test.each([
    ['{"target": {', 1],
    ['[]', 1],
    ['{"target": {\n"a": {},\n"a": {}}}', 3],
  ])('%j is refused', async (text, line) => {
    const { said, builds } = await read({ 'docker-bake.json': text })
    expect(builds).toEqual([])
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(new RegExp(`^! ${line} docker-bake.json could not be read: `))
  })
})

describe('the blocks of an HCL file', () => {
  const text = `# target "comment" {}
variable "X" { default = "target \\"no\\" {" }
group "default" { targets = ["a", "b"] }
target "_base" {
  args = { inherits = ["not"] }
}
target "a" {
  inherits = ["_base", "docker-metadata-action",
    "more"]
  dockerfile-inline = <<EOT
target "heredoc" {
EOT
}
/* target "other" {
*/
target "docker-metadata-action" {} // target "x" {
target "b" { inherits = concat(["c"], []) }
target "c" {
}
`

  test('are found without evaluating it', () => {
    expect(bakeBlocks(text).map(({ kind, name, line }) => `${line} ${kind} ${name}`)).toEqual([
      '3 group default',
      '4 target _base',
      '7 target a',
      '16 target docker-metadata-action',
      '17 target b',
      '18 target c',
    ])
    expect(bakeBlocks(text)[2]!.inherits).toEqual(['_base', 'docker-metadata-action', 'more'])
  })

  test('parts that others build on are not asked for', () => {
    expect(wantedNames(bakeBlocks(text))).toEqual(['default', 'a', 'b'])
  })

  test('are found in time, whatever the file holds', () => {
    const before = performance.now()
    for (const piece of ['"', '<<A\n', '{', 'target "a" {', '/*', '\\"', '<<'])
      bakeBlocks(piece.repeat(200_000))
    expect(performance.now() - before).toBeLessThan(20_000)
  })
})

describe('HCL without docker', () => {
  test('is not known, and that is no failure', async () => {
    const { builds, said } = await read({ 'docker-bake.hcl': 'target "a" {}' })
    expect(builds).toEqual([])
    expect(said).toEqual([
      '0 what docker-bake.hcl builds is not known: docker is not installed, or not in PATH',
    ])
  })
})

describe('the docker of PATH', () => {
  /** A directory with a program of that name. */
  function docker(script: string): NodeJS.ProcessEnv {
    const dir = makeTree({ docker: `#!/bin/sh\n${script}\n` })
    chmodSync(join(dir, 'docker'), 0o755)
    return { PATH: `${dir}:/usr/bin:/bin` }
  }

  test('gets its arguments as they are, and no shell in between', async () => {
    const answer = await runDocker(['$(touch x)', '*', ''], '/', docker('printf "[%s]" "$@"'))
    expect(answer).toEqual({ stdout: '[$(touch x)][*][]' })
  })

  test('is not asked for names that could be options or addresses', async () => {
    const hcl = 'target "https://x/y.git" {}\ntarget "--set=*.context=/" {}\ntarget "plain" {}\n'
    const { said } = await read({ 'docker-bake.hcl': hcl }, docker('echo "ERROR: $@" >&2; exit 1'))
    expect(said[0]).toMatch(/--print --set \*\.ssh= -- plain$/)
  })

  test('is not waited for longer than the limit, and says so', async () => {
    const before = performance.now()
    const answer = await runDocker(['buildx'], '/', docker('sleep 60'), 300)
    expect(answer).toEqual({ failure: 'docker buildx did not answer within 0.3 s', absent: false })
    expect(performance.now() - before).toBeLessThan(10_000)
  })

  test('may have no such plugin', async () => {
    const answer = await runDocker(
      ['buildx'],
      '/',
      docker('echo "docker: \'buildx\' is not a docker command." >&2; exit 1'),
    )
    expect(answer).toEqual({ failure: 'docker has no buildx here', absent: true })
  })

  test('that fails makes the file unknown, and that is fatal', async () => {
    const failing = docker('echo "#1 reading" >&2; echo "ERROR: docker-bake.hcl:1,2: nonsense" >&2; exit 1')
    const { said } = await read({ 'docker-bake.hcl': 'target "a" {}' }, failing)
    expect(said).toEqual(['! 0 what docker-bake.hcl builds is not known: docker-bake.hcl:1,2: nonsense'])
  })
})

describe.skipIf(!dockerHas('buildx'))('HCL with docker', () => {
  test('is evaluated: groups, matrix, variables, functions, what is linked', async () => {
    const { model, said, builds } = await read(
      {
        'docker-bake.hcl': `variable "TAG" { default = "1" }
group "default" { targets = ["app"] }
target "_base" {
  args = { TAG = TAG }
}
target "app" {
  inherits = ["_base"]
  context = "./\${upper("app")}"
  contexts = { gen = "target:generated" }
  secret = ["id=npmrc,src=missing-file"]
  ssh = ["default"]
}
target "generated" {
  dockerfile-inline = "FROM scratch\\nENV A=$\${B}"
}
target "matrix" {
  name = "m-\${v}"
  matrix = { v = ["one", "two"] }
  target = v
  platforms = ["linux/arm64"]
}
`,
      },
      { ...process.env, TAG: '9' },
    )
    expect(said).toEqual([])
    expect(Object.keys(model).sort()).toEqual([
      'target app',
      'target generated',
      'target m-one',
      'target m-two',
    ])
    expect(model['target app']).toMatchObject({
      context: '{DIR}/APP',
      args: { TAG: '9' },
      contexts: { gen: 'target:generated' },
    })
    expect(model['target generated']).toMatchObject({ inline: `FROM scratch\nENV A=\${B}` })
    expect(model['target m-two']).toMatchObject({ target: 'two', platform: 'linux/arm64' })
    expect(builds.find(({ name }) => name === 'target app')!.at.line).toBe(6)
  })

  test('a target that changes a service of the compose project is merged with it', async () => {
    const { model, said } = await read(
      {
        'docker-bake.hcl': 'target "web" {\n  target = "release"\n}\n',
        'compose.yaml': 'services: {web: {build: {context: ./web}}, other: {build: ./other}}',
      },
      process.env,
      ['web', 'other'],
    )
    expect(said).toEqual([])
    expect(model).toMatchObject({ 'target web': { context: '{DIR}/web', target: 'release' } })
    expect(Object.keys(model)).toEqual(['target web'])
  })

  test('plain JSON is read as docker reads it', async () => {
    const tree = {
      'docker-bake.json': JSON.stringify({
        variable: { V: { default: 'v' } },
        target: {
          base: { args: { A: '1', B: `\${V}` }, dockerfile: 'B' },
          a: { inherits: ['base'], args: { A: '2' }, contexts: { x: './y' }, context: 'c' },
          b: { inherits: ['a'], 'dockerfile-inline': `FROM \${V}`, platforms: ['linux/s390x'] },
        },
      }),
    }
    const own = await read(tree)
    const asked = await read({ ...tree, 'docker-bake.hcl': '' }, process.env)
    expect(asked.said).toEqual([])
    expect(own.model).toEqual(asked.model)
  })

  test('its complaint is passed on', async () => {
    const { said } = await read({ 'docker-bake.hcl': 'target "a" {\n  context = nobody()\n}\n' }, process.env)
    expect(said[0]).toMatch(/^! 0 what docker-bake.hcl builds is not known: .*docker-bake.hcl:2,.*nobody/)
  })
})
