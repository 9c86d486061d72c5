import { describe, expect, it } from 'vitest'
import type { BuildRequest } from '../../src/model/request.ts'
import { makeTree } from '../helpers/tree.ts'
import { auditDockerfile } from './audit-dockerfile.ts'
import { byLine } from './audit-tree.ts'

const RULE = 'secret-not-passed'
const COMMAND = { name: 'docker build', cacheTo: [], foreign: [] }
/** A command that passes nothing. */
const BARE: Partial<BuildRequest> = { command: COMMAND, secrets: [], ssh: [] }

const found = (dockerfile: readonly string[], request: Partial<BuildRequest> = BARE) =>
  auditDockerfile(RULE, dockerfile, { request })
const said = async (...given: Parameters<typeof found>) => byLine(await found(...given))

describe('what becomes of a RUN without its secret', () => {
  it.each([
    ['type=secret,id=a', '/run/secrets/a is not there'],
    ['type=secret,source=dir/a', '/run/secrets/a is not there'],
    ['type=secret,target=/etc/a.key', '/etc/a.key is not there'],
    ['type=secret,id=a,target=/etc/b', '/etc/b is not there'],
    ['type=secret,id=a,env=TOKEN', '$TOKEN is empty'],
    ['type=secret,id=a,env=TOKEN,target=/t', '/t is not there, $TOKEN is empty'],
    ['type=ssh', 'no key is there'],
  ])('%s', async (mount, consequence) => {
    const [[line, severity, message] = [], ...others] = await said(['FROM alpine', `RUN --mount=${mount} x`])
    expect(others).toEqual([])
    expect([line, severity]).toEqual([2, 'warning'])
    expect(message).toMatch(/^RUN mounts the (secret|ssh agent) \S+, which docker build does not pass: /)
    expect(message!.split(': ')[1]).toBe(`${consequence}, and the build goes on without a word`)
  })

  it.each(['type=secret,id=a,required', 'type=secret,id=a,required=true', 'type=ssh,required=1'])(
    'the build fails on %s',
    async mount => {
      expect(await said(['FROM alpine', `RUN --mount=${mount} x`])).toMatchObject([
        [2, 'error', expect.stringMatching(/, which docker build does not pass: the build fails$/)],
      ])
    },
  )
})

describe('which id is asked for', () => {
  it.each([
    ['type=secret,id=a', 'a'],
    ['type=secret,source=dir/a', 'dir/a'],
    ['type=secret,target=/etc/a.key', 'a.key'],
    ['type=secret,dst=a/b/', 'b'],
    [`type=secret,id=\${NAME}_token`, 'app_token'],
  ])('the secret of %s', async (mount, id) => {
    const dockerfile = ['FROM alpine', 'ARG NAME=app', `RUN --mount=${mount} x`]
    expect(await found(dockerfile)).toMatchObject([{ data: { kind: 'secret', id } }])
    expect(await found(dockerfile, { ...BARE, secrets: [id] })).toEqual([])
    expect(await found(dockerfile, { ...BARE, ssh: [id] })).toHaveLength(1)
  })

  it('the ssh agent of a mount that names none is the default one', async () => {
    const dockerfile = ['FROM alpine', 'RUN --mount=type=ssh x', 'RUN --mount=type=ssh,id=deploy x']
    expect(await found(dockerfile, { ...BARE, ssh: ['default'] })).toMatchObject([
      { location: { line: 3 }, data: { kind: 'ssh', id: 'deploy' } },
    ])
  })

  it('none that only the base image could tell', async () => {
    const dockerfile = ['FROM corp/base', 'RUN --mount=type=secret,id=$CORP_SECRET x']
    expect(await found(dockerfile, { ...BARE, builder: 'podman' })).toEqual([])
    expect(await found(['FROM corp/base', `RUN --mount=type=secret,id=a$CORP x`])).toEqual([])
  })
})

describe('when it is said', () => {
  const dockerfile = ['FROM alpine', 'RUN --mount=type=secret,id=a --mount=type=ssh x']

  it('not where nobody says what the build is given', async () => {
    expect(await found(dockerfile, {})).toEqual([])
    expect(await found(dockerfile, { secrets: [] })).toMatchObject([{ data: { kind: 'secret' } }])
    expect(await found(dockerfile, { ssh: [] })).toMatchObject([{ data: { kind: 'ssh' } }])
  })

  it('of what files declare, without a command', async () => {
    const origin = { kind: 'compose', label: 'compose.yaml, service api' } as const
    const [finding] = await found(dockerfile, { secrets: [], origin })
    expect(finding!.message).toMatch(/^RUN mounts the secret a, which this build is not given: /)
    expect(finding!.fix!.why).toContain('`build.secrets` of the service')
  })

  it('only of stages that are built', async () => {
    const stages = ['FROM alpine AS test', 'RUN --mount=type=secret,id=a x', 'FROM alpine', 'RUN x']
    expect(await found(stages)).toEqual([])
    expect(await found(stages, { ...BARE, target: 'test' })).toHaveLength(1)
  })

  it('once for an id, where it is required', async () => {
    const both = [
      'FROM alpine',
      'RUN --mount=type=secret,id=a x',
      'RUN x \\',
      ' && y',
      'RUN --network=none \\',
      '    --mount=type=secret,id=a,required x',
    ]
    expect(await found(both)).toMatchObject([
      { severity: 'error', location: { line: 6 }, data: { lines: [2, 6], required: true } },
    ])
  })

  it('once for a build, not for its named contexts', async () => {
    const namedContexts = { other: makeTree({ f: '' }) }
    expect(await found([...dockerfile, 'COPY --from=other f /'], { ...BARE, namedContexts })).toHaveLength(2)
  })
})

it('names what was passed by nearly the same name, unless that is mounted as well', async () => {
  const dockerfile = ['FROM alpine', 'RUN --mount=type=secret,id=npm_token x']
  const request = { ...BARE, secrets: ['npm-token'] }
  expect(await found(dockerfile, request)).toMatchObject([
    { data: { meant: 'npm-token' }, fix: { why: 'npm-token is passed: give both one name' } },
  ])
  const both = [...dockerfile, 'RUN --mount=type=secret,id=npm-token x']
  expect((await found(both, request))[0]!.fix!.why).toMatch(/^pass it: --secret id=npm_token,/)
})

it('can be allowed on the line above, and the allowance is not stale where nothing is known', async () => {
  const dockerfile = [
    'FROM alpine',
    '# ctxguard:allow secret-not-passed only releases upload source maps',
    'RUN --mount=type=secret,id=a x',
  ]
  expect(await found(dockerfile)).toEqual([])
  expect(await auditDockerfile('allow-stale', dockerfile, { request: BARE })).toEqual([])
  expect(await auditDockerfile('allow-stale', dockerfile)).toEqual([])
})
