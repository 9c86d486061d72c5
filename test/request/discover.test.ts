import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BuildRequest } from '../../src/model/request.ts'
import { type DiscoverOptions, discoverBuilds } from '../../src/request/discover.ts'
import { severalBuilds } from '../../src/request/several.ts'
import { git, makeTree, type Tree } from '../helpers/tree.ts'
import { dockerHas } from './docker-plugin.ts'

const NO_DOCKER = { PATH: '/nonexistent' }

async function discover(tree: Tree, options: Partial<DiscoverOptions> = {}) {
  const dir = makeTree(tree)
  const { requests, incomplete } = await discoverBuilds({
    dir,
    cwd: dir,
    builder: 'buildkit',
    environment: NO_DOCKER,
    ...options,
  })
  return { dir, requests, incomplete }
}

/** `context | Dockerfile | target | label`, paths relative to the tree. */
function lines({ dir, requests }: { dir: string; requests: BuildRequest[] }): string[] {
  const below = (path: string) => (path === dir ? '.' : path.replace(`${dir}/`, ''))
  return requests.map(({ context, dockerfile, target, origin }) => {
    const file = 'file' in dockerfile ? below(dockerfile.file) : dockerfile.kind
    return [below(context.dir), file, ...(target === undefined ? [] : [target]), origin.label].join(' | ')
  })
}

const said = ({ incomplete }: Awaited<ReturnType<typeof discover>>) =>
  incomplete.map(({ what, path, reason, fatal }) => `${fatal ? '! ' : ''}${path ?? '-'} ${what}: ${reason}`)

describe('what is built', () => {
  test('is one request for each context, Dockerfile and target, whoever asks for it', async () => {
    const found = await discover({
      'compose.yaml': `services:
  web: {build: ./web}
  admin: {build: {context: web/}}
  worker: {build: {context: web, target: worker, secrets: [a]}}
  jobs: {build: {context: ./web, target: worker, secrets: [b]}}
  db: {image: postgres}
`,
      'docker-bake.json': '{"target": {"web": {"context": "web"}, "docs": {"context": "docs"}}}',
      'web/Dockerfile': 'FROM scratch AS worker\nFROM scratch\n',
      'docs/Dockerfile': 'FROM scratch\n',
      'tools/Dockerfile': 'FROM scratch\n',
      'tools/lint.Dockerfile': 'FROM scratch\n',
    })
    // bake asks docker about a target that is called like a service
    expect(said(found)).toEqual([
      'docker-bake.json what docker-bake.json builds is not known: docker is not installed, or not in PATH',
    ])
    expect(lines(found)).toEqual([
      'web | web/Dockerfile | compose.yaml, services web and admin; docker-bake.json, target web',
      'web | web/Dockerfile | worker | compose.yaml, services worker and jobs',
      'docs | docs/Dockerfile | docker-bake.json, target docs',
      'tools | tools/Dockerfile | tools/Dockerfile, found by name',
      'tools | tools/lint.Dockerfile | tools/lint.Dockerfile, found by name',
    ])
    expect(found.requests[1]!.secrets).toEqual(['a', 'b'])
    expect(found.requests.map(({ origin }) => origin.kind)).toEqual([
      'compose',
      'compose',
      'bake',
      'discovered',
      'discovered',
    ])
  })

  test('arguments make a build of its own where the Dockerfile chooses by them what it takes', async () => {
    const services = ['a', 'b', 'c'].map(
      name => `  ${name}: {build: {context: ., dockerfile: $D, args: {APP: ${name}, GO: "1.${name}"}}}`,
    )
    const of = async (dockerfile: string) => {
      const compose = `services:\n${services.join('\n')}\n`.replaceAll('$D', 'Dockerfile')
      const found = await discover({ 'compose.yaml': compose, Dockerfile: dockerfile })
      return found.requests.map(({ origin, buildArgs }) => `${origin.label} ${buildArgs?.APP}`)
    }
    const one = ['compose.yaml, services a, b and c a']
    const three = ['a', 'b', 'c'].map(name => `compose.yaml, service ${name} ${name}`)
    expect(await of(`ARG GO\nFROM golang:\${GO}\nARG APP\nCOPY . .\nRUN build $APP\n`)).toEqual(one)
    expect(await of('FROM scratch\nARG APP\nCOPY apps/$APP /\n')).toEqual(three)
    expect(await of(`FROM scratch\nARG APP\nENV DIR=apps/\${APP}\nCOPY $DIR /\n`)).toEqual(three)
    expect(await of(`ARG APP=x\nFROM scratch AS a\nFROM \${APP}\n`)).toEqual(three)
    expect(
      await of('FROM scratch\nARG APP\nRUN --mount=type=bind,source=apps/$APP,target=/x true\n'),
    ).toEqual(three)
  })

  test('says what every build is given besides', async () => {
    const found = await discover(
      {
        'compose.yaml': 'services: {a: {build: {context: ., args: {A: "1", B: "1"}}}}',
        Dockerfile: 'FROM scratch\n',
        'x.Dockerfile': 'FROM scratch\n',
      },
      { given: { buildArgs: { B: '2' }, platform: 'linux/arm64' } },
    )
    expect(found.requests.map(({ buildArgs, platform }) => [buildArgs, platform])).toEqual([
      [{ A: '1', B: '2' }, 'linux/arm64'],
      [{ B: '2' }, 'linux/arm64'],
    ])
  })

  test('carries all that a service says', async () => {
    const { dir, requests, incomplete } = await discover({
      'compose.yaml': `services:
  app:
    build:
      context: app
      dockerfile_inline: |
        FROM scratch
      args: {A: b}
      target: final
      additional_contexts: {shared: ./shared, img: docker-image://alpine, other: "service:tool.s"}
      platforms: [linux/arm64]
      secrets: [npmrc]
  tool.s: {build: ./app}
`,
      'app/Dockerfile': 'FROM scratch\n',
      'shared/x': '',
    })
    expect(incomplete).toEqual([])
    expect(requests[0]).toEqual({
      context: { kind: 'directory', dir: join(dir, 'app'), given: 'app' },
      dockerfile: { kind: 'inline', text: 'FROM scratch\n', label: 'compose.yaml', line: 6 },
      builder: 'buildkit',
      target: 'final',
      buildArgs: { A: 'b' },
      platform: 'linux/arm64',
      namedContexts: { shared: join(dir, 'shared'), img: 'docker-image://alpine', other: 'target:tool_s' },
      secrets: ['npmrc'],
      origin: { kind: 'compose', label: 'compose.yaml, service app' },
    })
  })
})

describe('what can not be audited is said, and the rest comes out', () => {
  test('contexts and Dockerfiles that are not there, or not of this machine', async () => {
    const found = await discover({
      'deploy/compose.yaml': `services:
  good: {build: ../good}
  gone:
    build:
      context: ../gone
  none: {build: ../none}
  named: {build: {context: ../none, dockerfile: X}}
  git: {build: "https://user:token@example.com/a.git"}
  extra: {build: {context: ../good, additional_contexts: {x: ./nowhere}}}
`,
      'good/Dockerfile': 'FROM scratch\n',
      'none/x': '',
    })
    expect(said(found)).toEqual([
      '! deploy/compose.yaml:5 service gone was not audited: its context gone is no directory',
      'deploy/compose.yaml:8 service git was not audited: its context https://example.com/a.git is not of this machine',
      '! deploy/compose.yaml:9 the named context x of service extra was not audited: deploy/nowhere is no directory',
    ])
    expect(lines(found)).toEqual([
      'good | good/Dockerfile | deploy/compose.yaml, services good and extra',
      'none | none/Dockerfile | deploy/compose.yaml, service none',
      'none | none/X | deploy/compose.yaml, service named',
    ])
    expect(found.requests[1]!.dockerfile).toEqual({
      kind: 'refused',
      file: join(found.dir, 'none/Dockerfile'),
      reason: 'failed to read dockerfile: open Dockerfile: no such file or directory',
      hint: 'mend what deploy/compose.yaml:6 says: the build fails on it too',
    })
  })

  test('a compose file that is broken does not keep the others from being read', async () => {
    const found = await discover({
      'a/compose.yaml': 'services: {',
      'b/compose.yaml': 'services: {b: {build: .}}',
      'b/Dockerfile': 'FROM scratch\n',
      'c/docker-compose.tmpl.yml': 'services: {{ range }}',
    })
    expect(lines(found)).toEqual(['b | b/Dockerfile | b/compose.yaml, service b'])
    expect(found.incomplete.map(({ path, fatal }) => [path, fatal])).toEqual([
      ['a/compose.yaml:1', true],
      ['c/docker-compose.tmpl.yml:1', false],
    ])
  })
})

describe('directories that can not be listed', () => {
  test('are said, and that is fatal', async () => {
    const found = await discover({
      'latin1:d\xff/Dockerfile': 'FROM scratch\n',
      Dockerfile: 'FROM scratch\n',
    })
    expect(said(found)).toEqual(['! d\ufffd builds below d\ufffd were not looked for: a name is not UTF-8'])
    expect(lines(found)).toEqual(['. | Dockerfile | Dockerfile, found by name'])
  })
})

describe('compose files', () => {
  test('with other names are read on top of the one that they change', async () => {
    const found = await discover({
      'compose.yaml': 'services: {web: {build: {context: web, dockerfile: D}}, db: {build: db}}',
      'compose.prod.yaml': 'services: {web: {build: {target: prod}}}',
      'compose.tools.yaml': 'services: {lint: {build: tools}}',
      'compose-unrelated.yaml': 'settings: 1',
      'web/D': 'FROM scratch AS prod\n',
      'db/Dockerfile': 'FROM scratch\n',
      'tools/Dockerfile': 'FROM scratch\n',
    })
    expect(lines(found)).toEqual([
      'web | web/D | compose.yaml, service web',
      'db | db/Dockerfile | compose.yaml, service db',
      'web | web/D | prod | compose.prod.yaml, service web',
      'tools | tools/Dockerfile | compose.tools.yaml, service lint',
    ])
    expect(found.incomplete).toEqual([])
  })

  test('that override another count although git ignores them', async () => {
    const found = await discover({
      '.gitignore': 'compose.override.yaml\n',
      'compose.yaml': 'services: {web: {build: .}}',
      'compose.override.yaml': 'services: {web: {build: {target: dev}}}',
      Dockerfile: 'FROM scratch AS dev\n',
    })
    expect(lines(found)).toEqual(['. | Dockerfile | dev | compose.yaml, service web'])
  })

  test('that another one includes or extends are not read twice', async () => {
    const found = await discover({
      'compose.yaml':
        'include: [part/compose.yaml]\nservices: {a: {extends: {file: compose.base.yaml, service: base}, build: {target: a}}}',
      'compose.base.yaml': 'services: {base: {build: .}}',
      'part/compose.yaml': 'services: {p: {build: .}}',
      Dockerfile: 'FROM scratch AS a\n',
      'part/Dockerfile': 'FROM scratch\n',
    })
    expect(lines(found)).toEqual([
      'part | part/Dockerfile | part/compose.yaml, service p',
      '. | Dockerfile | a | compose.yaml, service a',
    ])
  })

  test.skipIf(!dockerHas('compose'))('may be read by docker', async () => {
    const tree = {
      'compose.yaml': 'services: {a: {build: {context: x, args: {A: "a$$b"}}}}',
      'x/Dockerfile': 'FROM scratch\n',
    }
    const found = await discover(tree, { composeVia: 'docker', environment: process.env })
    expect(found.incomplete).toEqual([])
    expect(lines(found)).toEqual(['x | x/Dockerfile | compose.yaml, service a'])
    expect(found.requests[0]!.buildArgs).toEqual({ A: 'a$b' })
    const refused = await discover(
      { ...tree, 'compose.yaml': `services: {a: {build: x, ports: ["\${P:?}"]}}` },
      { composeVia: 'docker', environment: process.env },
    )
    expect(said(refused)).toEqual([
      '! compose.yaml docker compose did not answer for compose.yaml: error while interpolating services.a.ports.[]: required variable P is missing a value',
    ])
    expect(lines(refused)).toEqual(['x | x/Dockerfile | compose.yaml, service a'])
  })

  test('are read without docker where it was asked for and is not there', async () => {
    const tree = { 'compose.yaml': 'services: {a: {build: .}}', Dockerfile: 'FROM scratch\n' }
    const found = await discover(tree, { composeVia: 'docker' })
    expect(said(found)).toEqual([
      'compose.yaml docker compose did not answer for compose.yaml: docker is not installed, or not in PATH',
    ])
    expect(lines(found)).toEqual(['. | Dockerfile | compose.yaml, service a'])
  })
})

describe('Dockerfiles', () => {
  const FROM = 'FROM scratch\n'

  test('are found by every name that people give them', async () => {
    const names = [
      'Containerfile',
      'Dockerfile',
      'Dockerfile.dev',
      'a/dockerfile',
      'b/Dockerfile-prod',
      'b/api.Dockerfile',
      'b/web.dockerfile',
      '.hidden/Dockerfile',
    ]
    const others = [
      'Dockerfile.dockerignore',
      'Dockerfile.dev~',
      'Dockerfile.md',
      'dockerfile.go.txt.bak',
      'x',
    ]
    const found = await discover(Object.fromEntries([...names, ...others].map(name => [name, FROM])))
    expect(lines(found).map(line => line.split(' | ')[1])).toEqual([...names].sort())
    expect(found.incomplete).toEqual([])
  })

  test('that something has to fill in, or that are parts, are noted', async () => {
    const found = await discover({
      'Dockerfile.j2': '{{ x }}',
      'Dockerfile.common': 'RUN x\n',
      Dockerfile: '',
    })
    expect(lines(found)).toEqual(['. | Dockerfile | Dockerfile, found by name'])
    expect(said(found)).toEqual([
      'Dockerfile.common Dockerfile.common was not audited: it has no FROM: a part of a Dockerfile, or none',
      'Dockerfile.j2 Dockerfile.j2 was not audited: by its name it is a template, which something has to fill in',
    ])
  })

  test('of dependencies, and those that git ignores, are left out', async () => {
    const tree: Tree = {
      '.gitignore': 'build/\n/Dockerfile.local\n*.gen.Dockerfile\n',
      'sub/.gitignore': '!keep.gen.Dockerfile\nout\n',
      'sub/deep/.gitignore': '/here\n',
    }
    const left = [
      'Dockerfile',
      'sub/keep.gen.Dockerfile',
      'sub/deep/x/here/Dockerfile',
      'sub/Dockerfile.local',
    ]
    const out = [
      'Dockerfile.local',
      'a.gen.Dockerfile',
      'build/Dockerfile',
      'sub/build/x/Dockerfile',
      'sub/out/Dockerfile',
      'sub/deep/here/Dockerfile',
      'node_modules/x/Dockerfile',
      'sub/vendor/y/Dockerfile',
      '.venv/Dockerfile',
      '.git/Dockerfile',
    ]
    const found = await discover({
      ...tree,
      ...Object.fromEntries([...left, ...out].map(name => [name, FROM])),
    })
    expect(lines(found).map(line => line.split(' | ')[1])).toEqual([...left].sort())
  })

  test('below a repository follow the ignore files above, up to its root', async () => {
    const repository = makeTree({
      '.gitignore': '*.out/\n',
      'part/a.out/Dockerfile': FROM,
      'part/b/Dockerfile': FROM,
      'part/c/Dockerfile': FROM,
      'ignored.out/Dockerfile': FROM,
    })
    git(repository, 'init', '-q')
    makeTree({ '.git/info/exclude': 'c\n' }, repository)
    const of = async (dir: string) => {
      const options = { dir: join(repository, dir), cwd: '/', builder: 'buildkit', environment: {} } as const
      return (await discoverBuilds(options)).requests.map(({ origin }) => origin.label)
    }
    expect(await of('part')).toEqual(['b/Dockerfile, found by name'])
    // who asks for a directory means it
    expect(await of('ignored.out')).toEqual(['Dockerfile, found by name'])
  })

  test('may be links; links to directories are not followed', async () => {
    const found = await discover({
      Dockerfile: { link: 'docker/prod.Dockerfile' },
      'docker/prod.Dockerfile': FROM,
      again: { link: 'docker' },
      loop: { link: '.' },
    })
    expect(lines(found).map(line => line.split(' | ')[1])).toEqual(['Dockerfile', 'docker/prod.Dockerfile'])
  })

  test.each<[string, Tree, string]>([
    ['its own directory', { 'a/Dockerfile': `${FROM}COPY x .\n`, 'a/x': '', x: '' }, 'a'],
    ['its own directory, for all of it', { 'a/Dockerfile': `${FROM}COPY . .\n`, 'a/x': '' }, 'a'],
    [
      'the root, which holds what it copies',
      { 'a/Dockerfile': `${FROM}COPY a/x y ./\n`, 'a/x': '', y: '' },
      '.',
    ],
    [
      'the root, by a wildcard',
      { 'a/Dockerfile': `${FROM}COPY ["pack*.json", "/"]\n`, 'package.json': '' },
      '.',
    ],
    [
      'the nearest directory that holds most of it',
      {
        'p/q/docker/Dockerfile': `${FROM}COPY src lib /\nCOPY --from=x nowhere /\n`,
        'p/q/src/x': '',
        src: '',
      },
      'p/q',
    ],
    [
      'the directory above one of Dockerfiles only',
      { 'p/docker/a.Dockerfile': `${FROM}COPY . .\n`, 'p/docker/b.Dockerfile': FROM, 'p/x': '' },
      'p',
    ],
    ['its own directory where nothing is known', { 'a/Dockerfile': `${FROM}COPY $X .\n`, 'b/x': '' }, 'a'],
  ])('are built with %s', async (_, tree, context) => {
    const [first] = lines(await discover(tree))
    expect(first!.split(' | ')[0]).toBe(context)
    expect(first!.includes('found by name, context ')).toBe(context !== 'a')
  })

  test('are judged as the builder would', async () => {
    const tree = { 'a/dockerfile': FROM, 'b/Dockerfile': { link: '../a/dockerfile' } }
    const kinds = async (builder: 'buildkit' | 'classic') =>
      (await discover(tree, { builder })).requests.map(({ dockerfile }) => dockerfile.kind)
    expect(await kinds('buildkit')).toEqual(['file', 'refused'])
    expect(await kinds('classic')).toEqual(['file', 'file'])
  })

  test('sixty of them, and twenty thousand other files, are no matter', async () => {
    const tree: Tree = { 'package.json': '', '.gitignore': 'ignored/\n' }
    for (let i = 0; i < 60; i++) {
      tree[`services/s${i}/Dockerfile`] = `${FROM}COPY package.json services/s${i}/src /\n`
      for (let k = 0; k < 300; k++) tree[`services/s${i}/src/d${k % 20}/f${k}.ts`] = ''
    }
    const dir = makeTree(tree)
    const before = performance.now()
    const { requests } = await discoverBuilds({ dir, cwd: dir, builder: 'buildkit', environment: {} })
    expect(performance.now() - before).toBeLessThan(10_000)
    expect(requests.map(({ context }) => context.dir)).toEqual(Array.from({ length: 60 }, () => dir))
  })
})

describe('a repository builds several things', () => {
  const several = (tree: Tree) => severalBuilds(makeTree({ '.git/HEAD': '', ...tree }))

  test.each<[Tree, boolean]>([
    [{ Dockerfile: '' }, false],
    [{ Dockerfile: '', 'Dockerfile.dockerignore': '' }, false],
    [{ Dockerfile: '', 'Dockerfile.dev': '' }, true],
    [{ Dockerfile: '', 'docker-bake.hcl': '' }, true],
    [{ Dockerfile: '', 'compose.yaml': 'services:\n  a:\n    build: .\n  db:\n    image: x\n' }, true],
    [{ Dockerfile: '', 'compose.yaml': 'services:\n  a:\n    build: .\n  b:\n    build: b\n' }, true],
    [{ 'compose.yaml': 'services:\n  a:\n    build: a\n' }, true],
    [{ 'compose.yaml': 'services:\n  db:\n    image: x\n' }, false],
    [{ 'api/Dockerfile': '' }, false],
    [{ 'api/Dockerfile': '', 'web/Dockerfile': '' }, true],
    [{ 'services/a/Dockerfile': '', 'services/b/Dockerfile': '' }, true],
    [{ Dockerfile: '', 'services/a/Dockerfile': '', 'services/b/Dockerfile': '' }, false],
    [{ 'src/a/Dockerfile': '', 'src/b/Dockerfile': '' }, false],
  ])('%j: %s', (tree, expected) => {
    expect(several(tree)).toBe(expected)
  })

  test('only where its root is, and what can not be read counts as nothing', () => {
    expect(severalBuilds(makeTree({ 'a.Dockerfile': '', 'b.Dockerfile': '' }))).toBe(false)
    expect(severalBuilds('/nonexistent')).toBe(false)
  })
})
