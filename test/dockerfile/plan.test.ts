// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles
import { describe, expect, test } from 'vitest'
import { planned, refusal } from './planned.ts'

describe('where files land', () => {
  function landings(lines: readonly string[]) {
    return planned(lines).stages.flatMap(({ transfers }) =>
      transfers.map(({ dest, destIsDirectory }) => `${dest}${destIsDirectory ? ' (directory)' : ''}`),
    )
  }

  test('below the working directory, which scratch begins at the root', () => {
    const copies = ['COPY a b', 'COPY a ./', 'COPY a .', 'COPY a /c', 'COPY a ../d/']
    expect(landings(['FROM scratch', 'WORKDIR w', ...copies])).toEqual([
      '/w/b',
      '/w (directory)',
      '/w (directory)',
      '/c',
      '/d (directory)',
    ])
  })

  test('nobody knows where, as long as the base image has the working directory', () => {
    expect(
      landings(['FROM alpine', 'COPY a b', 'WORKDIR up', 'COPY a b', 'WORKDIR /srv', 'COPY a b']),
    ).toEqual(['null', 'null', '/srv/b'])
    expect(landings(['FROM alpine', 'WORKDIR /srv', 'FROM 0', 'COPY a b']).at(-1)).toBe('null')
  })

  test('a stage begins where the one that it is built on ended', () => {
    expect(landings(['FROM alpine AS base', 'WORKDIR /srv', 'FROM base', 'COPY a b'])).toEqual(['/srv/b'])
  })

  test('what depends on the base image is said once for a stage', () => {
    const { unknown } = planned(['FROM alpine', 'COPY a b', 'COPY c d'])
    expect(unknown.filter(({ kind }) => kind === 'base-workdir').map(({ line }) => line)).toEqual([2])
  })
})

describe('where files come from', () => {
  const lines = [
    'FROM alpine AS tools',
    'FROM scratch',
    'COPY a /',
    'COPY --from=tools /b /',
    'COPY --from=0 /c /',
    'COPY --from=docs d /',
    'COPY --from=nginx e /',
    'RUN --mount=type=bind,from=tools,source=f,target=/f ls',
    'RUN --mount=type=secret,id=token --mount=type=ssh ls',
  ]
  const plan = planned(lines, { namedContexts: { docs: '/srv/docs' } })
  const [, stage] = plan.stages

  test('the context, stages by name and number, named contexts, images', () => {
    expect(stage!.transfers.map(({ line, origin }) => [line, origin])).toEqual([
      [3, { kind: 'context' }],
      [4, { kind: 'stage', index: 0 }],
      [5, { kind: 'stage', index: 0 }],
      [6, { kind: 'named', name: 'docs' }],
      [7, { kind: 'image', ref: 'docker.io/library/nginx:latest' }],
      [8, { kind: 'stage', index: 0 }],
    ])
    expect(plan.named).toEqual({ docs: { used: true, whole: false, paths: ['d'] } })
  })

  test('secrets and ssh agents are no files of anybody', () => {
    expect(stage!.secrets.map(({ line, column, mount, id }) => [line, column, mount.type, id])).toEqual([
      [9, 13, 'secret', 'token'],
      [9, 42, 'ssh', 'default'],
    ])
  })

  test.each([
    ['type=secret,id=a,target=/x/b', 'a'],
    ['type=secret,source=x/a,target=/x/b', 'x/a'],
    ['type=secret,target=/x/b', 'b'],
    ['type=secret,target=x/b//', 'b'],
    ['type=secret,target=/', '/'],
    ['type=secret,env=E,id=$A', 'av'],
    [`type=secret,id=\${A}\${NONE}`, 'av'],
    ['type=secret,id=$NONE,target=/x/b', 'b'],
    ['type=ssh', 'default'],
    ['type=ssh,id=', 'default'],
    ['type=ssh,id=$A,target=/x/b', 'av'],
  ])('the id that %s asks for', (mount, id) => {
    const { stages } = planned(['FROM scratch', 'ARG A=av', `RUN --mount=${mount} ls`])
    expect(stages[0]!.secrets).toMatchObject([{ line: 3, id, fromBase: [] }])
  })

  test('an id may depend on the base image', () => {
    const { stages } = planned(['FROM alpine', 'ENV B=$A', 'RUN --mount=type=secret,id=x$B ls'])
    expect(stages[0]!.secrets).toMatchObject([{ fromBase: ['A'] }])
  })

  test('mounts are those of stages that are carried out, with what ONBUILD hands down', () => {
    const hooks = ['FROM scratch AS a', 'ONBUILD RUN --mount=type=ssh,id=hook ls', 'FROM scratch AS b']
    const lines = [...hooks, 'RUN --mount=type=ssh,id=b ls', 'FROM a', 'RUN --mount=type=ssh,id=c ls']
    expect(planned(lines).stages.map(({ secrets }) => secrets.map(({ line, id }) => [line, id]))).toEqual([
      [],
      [],
      [
        [2, 'hook'],
        [6, 'c'],
      ],
    ])
  })

  test('podman asks for the same ids', () => {
    const lines = ['FROM scratch', 'RUN --mount=type=secret,target=/x/b,required=1,Z --mount=type=ssh ls']
    expect(planned(lines, { builder: 'podman' }).stages[0]!.secrets).toMatchObject([
      { id: 'b', mount: { required: true } },
      { id: 'default', mount: { required: false } },
    ])
  })

  test('a named context that nothing refers to is there, and not used', () => {
    const { named } = planned(['FROM scratch', 'COPY a /'], { namedContexts: { docs: '/srv/docs' } })
    expect(named).toEqual({ docs: { used: false, whole: false, paths: [] } })
  })

  test('addresses are no directories', () => {
    const values = [
      'https://example.com/x.tar',
      'git@example.com:o/r.git',
      'docker-image://alpine',
      'target:x',
    ]
    const namedContexts = Object.fromEntries(values.map((value, index) => [`n${index}`, value]))
    expect(planned(['FROM scratch'], { namedContexts }).named).toEqual({})
  })

  test('a named context replaces a stage, but not what its commands take from others', () => {
    const { context, stages } = planned(
      ['FROM alpine AS a', 'COPY in-a /', 'FROM alpine AS b', 'COPY in-b /', 'COPY --from=a / /', 'FROM b'],
      { namedContexts: { b: '/srv/b' } },
    )
    expect(stages.map(({ replaced, reachable }) => [replaced, reachable])).toEqual([
      [false, true],
      [true, true],
      [false, true],
    ])
    expect(stages[1]!.transfers).toEqual([])
    expect(stages[2]!.base).toEqual({ kind: 'stage', index: 1 })
    // its files are not part of what is built, and neither is the context therefore
    expect(context.used).toBe(false)
  })
})

describe('ONBUILD of a stage in the file', () => {
  const lines = [
    'FROM scratch AS base',
    'ONBUILD COPY $V/hook /h/',
    'FROM base',
    'ARG V=late',
    'COPY own /o/',
  ]

  test('runs in the child before its own commands, and stands at its FROM', () => {
    const [, child] = planned(lines).stages
    expect(child!.transfers.map(({ line, onbuildLine, dest }) => [line, onbuildLine, dest])).toEqual([
      [3, 2, '/h'],
      [5, null, '/o'],
    ])
    expect(child!.transfers[0]!.sources[0]).toMatchObject({ path: 'hook', unset: ['V'], line: 2 })
  })

  test('is refused no sooner than a child runs it', () => {
    const wrong = ['FROM scratch AS base', 'ONBUILD COPY one', 'FROM scratch', 'COPY a /']
    expect(planned(wrong).context.paths).toEqual(['a'])
    expect(refusal([...wrong, 'FROM base'])).toMatch(/^5: COPY requires at least two arguments/)
  })
})

describe('variables in sources', () => {
  function sources(lines: readonly string[]) {
    return planned(lines).stages.flatMap(({ transfers }) => transfers.flatMap(transfer => transfer.sources))
  }

  test('what nothing defines is named; the base image may, scratch may not', () => {
    const [inImage, inScratch] = [
      sources(['FROM alpine', 'COPY ${A}x$B /']),
      sources(['FROM scratch', 'COPY $A /']),
    ]
    expect(inImage).toMatchObject([
      { written: '${A}x$B', expanded: 'x', unset: ['A', 'B'], fromBase: ['A', 'B'] },
    ])
    expect(inScratch).toMatchObject([{ path: '', unset: ['A'], fromBase: [] }])
  })

  test('what ENV and ARG are made of counts too', () => {
    expect(sources(['FROM alpine', 'ENV DIR=$BASE/app', 'COPY $DIR/f /'])).toMatchObject([
      { path: 'app/f', unset: [], fromBase: ['BASE'] },
    ])
  })

  test('one that only an ARG before the first FROM declares stands for nothing', () => {
    const { stages } = planned([
      'ARG V=src',
      'FROM scratch',
      'COPY $V/a /',
      'LABEL v=$V',
      'ARG V',
      'COPY $V/b /',
    ])
    expect(stages[0]!.undeclared).toEqual([
      { name: 'V', globalLine: 1, instruction: 'COPY', line: 3, column: 6 },
      { name: 'V', globalLine: 1, instruction: 'LABEL', line: 4, column: 7 },
    ])
    expect(sources(['ARG V=src', 'FROM scratch', 'ARG V', 'COPY $V/b /'])[0]!.path).toBe('src/b')
  })

  test('what a stage inherits by ENV goes before what it inherits by ARG', () => {
    const base = ['FROM scratch AS base', 'ENV V=env', 'ARG V=arg', 'COPY $V /']
    expect(sources([...base, 'FROM base', 'COPY $V /']).map(({ path }) => path)).toEqual(['arg', 'env'])
  })
})

describe('what is left open', () => {
  function unknowns(lines: readonly string[], buildArgs?: Record<string, string>) {
    return planned(lines, { buildArgs }).unknown.map(({ kind, line }) => `${kind} ${line}`)
  }

  test('ONBUILD of base images: once, and by line where the name says so', () => {
    expect(unknowns(['FROM alpine AS a', 'FROM nginx', 'COPY --from=a /x /'])).toEqual(['base-onbuild 0'])
    expect(unknowns(['FROM node:20-onbuild'])).toEqual(['base-onbuild 1'])
    expect(unknowns(['FROM scratch', 'COPY a /'])).toEqual([])
  })

  test('bases of stages that the target does not need do not count', () => {
    expect(unknowns(['FROM node:onbuild AS unused', 'FROM scratch'])).toEqual([])
  })

  test('another frontend takes what it likes, and may read another language', () => {
    const namedContexts = { docs: '/srv/docs', web: 'https://example.com' }
    const lines = ['# syntax=example.com/mockerfile', 'apiVersion: v1']
    const { context, named, stages, unknown } = planned(lines, { namedContexts })
    const everything = { used: true, whole: true, paths: [] }
    expect([context, named]).toEqual([everything, { docs: everything }])
    expect(stages).toEqual([])
    expect(unknown).toMatchObject([{ kind: 'frontend', line: 1, everything: true }])
    expect(unknowns(['FROM scratch'], { BUILDKIT_SYNTAX: 'example.com/x:1' })).toEqual(['frontend 0'])
  })

  test.each([
    'docker/dockerfile',
    'docker/dockerfile:1.7-labs',
    'docker.io/docker/dockerfile-upstream:master',
    'registry.example.com/mirror/docker/dockerfile:1',
  ])('# syntax=%s is the frontend that is known', syntax => {
    expect(unknowns([`# syntax=${syntax}`, 'FROM scratch', 'COPY a /'])).toEqual([])
  })

  test('BUILDKIT_SYNTAX goes before # syntax=', () => {
    const buildArgs = { BUILDKIT_SYNTAX: 'dockerfile.v0' }
    expect(unknowns(['# syntax=example.com/x', 'FROM scratch'], buildArgs)).toEqual([])
  })
})

describe('what is refused', () => {
  test('a target that is not there: of no line', () => {
    expect(refusal(['FROM scratch AS prod'], { target: 'prd' })).toBe(
      '0: target stage "prd" could not be found (did you mean prod?)',
    )
  })

  test('a circle of stages', () => {
    expect(
      refusal(['FROM scratch AS a', 'COPY --from=b / /', 'FROM scratch AS b', 'COPY --from=a / /']),
    ).toBe('2: circular dependency detected on stage: a')
  })

  test('warnings, where the file wants them to be failures', () => {
    const lines = ['# check=error=true', 'FROM scratch', 'COPY $NOPE/x /']
    expect(refusal(lines)).toBe('3: lint violation found for rules: UndefinedVar')
    expect(planned(lines, { buildArgs: { BUILDKIT_DOCKERFILE_CHECK: 'skip=all' } }).context.paths).toEqual([
      'x',
    ])
  })

  test('a platform that is none', () => {
    expect(refusal(['FROM scratch'], { platform: 'linux/a/b/c' })).toMatch(
      /^0: failed to parse target platform/,
    )
  })
})
