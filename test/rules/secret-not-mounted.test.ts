import { describe, expect, it } from 'vitest'
import type { BuildRequest } from '../../src/model/request.ts'
import { makeTree } from '../helpers/tree.ts'
import { auditDockerfile } from './audit-dockerfile.ts'

const RULE = 'secret-not-mounted'
const COMMAND = { name: 'docker build', cacheTo: [], foreign: [] }

const found = (dockerfile: readonly string[], request: Partial<BuildRequest>) =>
  auditDockerfile(RULE, dockerfile, { request: { command: COMMAND, ...request } })
const said = async (...given: Parameters<typeof found>) =>
  (await found(...given)).map(({ severity, message }) => `${severity} ${message}`)

describe('what nobody mounts', () => {
  it('is said of secrets and ssh agents, each once', async () => {
    const request = { secrets: ['a', 'b', 'a'], ssh: ['default'] }
    expect(await said(['FROM alpine', 'RUN --mount=type=secret,id=b x'], request)).toEqual([
      'warning the secret a is passed by docker build, and no RUN of this build mounts it, so that nothing reads it',
      'warning the ssh agent default is passed by docker build, and no RUN of this build mounts it, so that nothing reads it',
    ])
  })

  it('an agent is no secret of the same name', async () => {
    const dockerfile = ['FROM alpine', 'RUN --mount=type=ssh,id=a x']
    expect(await found(dockerfile, { secrets: ['a'], ssh: ['a'] })).toMatchObject([
      { data: { kind: 'secret', id: 'a' } },
    ])
  })

  it('names the mount that was meant', async () => {
    const dockerfile = ['FROM alpine', 'RUN --mount=type=secret,target=/etc/npm_token x']
    expect(await found(dockerfile, { secrets: ['npm-token'] })).toMatchObject([
      {
        message: expect.stringMatching(/nothing reads it; Dockerfile:2 mounts npm_token$/),
        data: { meant: 'npm_token', line: 2, mounted: ['npm_token'] },
        fix: { why: 'give both one name' },
      },
    ])
    // which has its own already
    const both = { secrets: ['npm-token', 'npm_token'] }
    expect((await found(dockerfile, both))[0]!.data).not.toHaveProperty('meant')
  })

  it('names the stage that would, if it were built', async () => {
    const dockerfile = ['FROM alpine AS test', 'RUN --mount=type=secret,id=a x', 'FROM alpine']
    expect(await said(dockerfile, { secrets: ['a'] })).toEqual([
      'warning the secret a is passed by docker build, and no RUN of this build mounts it, so that nothing reads it; stage test does, which this build does not need',
    ])
    expect(await found(dockerfile, { secrets: ['a'], target: 'test' })).toEqual([])
  })

  it('without a command, of what files declare', async () => {
    const request = { secrets: ['a'], command: undefined } as unknown as Partial<BuildRequest>
    expect((await said(['FROM alpine'], request))[0]).toMatch(
      /^warning the secret a is passed, and no RUN of this build mounts it/,
    )
  })

  it('is said once for a build, not for its named contexts', async () => {
    const request = { secrets: ['a'], namedContexts: { other: makeTree({ f: '' }) } }
    expect(await found(['FROM alpine', 'COPY --from=other f /'], request)).toHaveLength(1)
  })
})

describe('what is left alone', () => {
  it.each(['GIT_AUTH_TOKEN', 'GIT_AUTH_HEADER.github.com', 'HTTP_AUTH_TOKEN_example.com'])(
    'the secret %s, which BuildKit reads itself',
    async id => {
      expect(await found(['FROM alpine'], { secrets: [id] })).toEqual([])
    },
  )

  it('the default agent, where a repository is fetched with it', async () => {
    const added = ['FROM alpine', 'ADD git@example.com:o/r.git /src']
    expect(await found(added, { ssh: ['default'] })).toEqual([])
    expect(await found(added, { ssh: ['other'] })).toHaveLength(1)
    const namedContexts = { src: 'ssh://git@example.com/o/r.git' }
    expect(await found(['FROM alpine'], { ssh: ['default'], namedContexts })).toEqual([])
    const overWeb = ['FROM alpine', 'ADD https://example.com/o/r.git /src']
    expect(await found(overWeb, { ssh: ['default'] })).toHaveLength(1)
  })

  it('all of it, where a mount or another frontend might take it', async () => {
    const open = ['FROM corp/base', 'RUN --mount=type=secret,id=x$CORP y']
    expect(await found(open, { secrets: ['a'] })).toEqual([])
    expect(await found(['# syntax=corp/own', 'FROM alpine'], { secrets: ['a'] })).toEqual([])
  })
})
