import { describe, expect, it } from 'vitest'
import type { BuildRequest } from '../../src/model/request.ts'
import { auditDockerfile } from './audit-dockerfile.ts'

const RULE = 'cache-export-min'
const STAGES = ['FROM golang AS build', 'RUN make', 'FROM scratch', 'COPY --from=build /app /']

const found = (
  dockerfile: readonly string[],
  cacheTo: readonly string[],
  request: Partial<BuildRequest> = {},
  foreign: readonly string[] = [],
) => {
  const command = { name: 'docker buildx build', cacheTo, foreign }
  return auditDockerfile(RULE, dockerfile, { request: { command, ...request } })
}

describe('a cache that is exported without mode=max', () => {
  it('is noted with the stages that it lacks', async () => {
    expect(await found(STAGES, ['type=gha'])).toMatchObject([
      {
        severity: 'info',
        message:
          '--cache-to type=gha keeps the layers of the result only: the steps of stage build are not in it, and all of them run again once one has changed',
        data: { type: 'gha', mode: null, stages: ['build'] },
      },
    ])
  })

  it.each([
    ['an image alone', 'corp/app:cache', 'registry'],
    ['mode=min', 'type=registry,ref=corp/app:cache,mode=min', 'registry'],
    ['no mode', 'TYPE=local,"dest=a,b"', 'local'],
    ['a word that is none', 'type=s3,mode=MAX', 's3'],
    ['inline, which knows none', 'type=inline,mode=max', 'inline'],
  ])('%s', async (_, value, type) => {
    expect(await found(STAGES, [value])).toMatchObject([{ data: { type } }])
  })

  it('is called as the file has it that a command builds', async () => {
    const origin = { kind: 'compose', label: 'compose.yaml, service api' } as const
    expect((await found(STAGES, ['type=gha'], { origin }))[0]!.message).toMatch(/^cache_to type=gha keeps /)
  })

  it('credentials in it are shown to nobody', async () => {
    const value = 'type=s3,bucket=b,access_key_id=kq7vt2xw9n,secret_access_key=Zq8vT2xW9nB4mZ8,mode=x9Kq7vT2'
    const shown = JSON.stringify(await found(STAGES, [value]))
    for (const secret of ['kq7vt2', 'Zq8vT2', 'x9Kq7v']) expect(shown).not.toContain(secret)
  })

  it.each([
    ['mode=max', ['type=gha,mode=max']],
    ['another one with mode=max', ['type=inline', '"type=registry",ref=a,"mode=max"']],
    ['nothing at all', []],
    ['what buildx refuses', ['ref=corp/app:cache', '']],
  ])('is not: %s', async (_, cacheTo) => {
    expect(await found(STAGES, cacheTo)).toEqual([])
  })
})

describe('builds that lose nothing by it', () => {
  it.each([
    ['one stage', ['FROM alpine', 'RUN make']],
    ['stages that are built on each other', ['FROM alpine AS base', 'RUN make', 'FROM base', 'RUN test']],
    ['a stage without work', ['FROM uv AS uv', 'FROM alpine', 'COPY --from=uv /uv /bin/']],
    ['a stage that is not built', ['FROM alpine AS test', 'RUN make', 'FROM alpine', 'RUN x']],
  ])('%s', async (_, dockerfile) => {
    expect(await found(dockerfile, ['type=gha'])).toEqual([])
  })

  it('those of podman, whose option is another one', async () => {
    expect(await found(STAGES, ['registry.corp/cache'], { builder: 'podman' })).toEqual([])
  })
})

it('options of buildctl are an error, and said to be called otherwise', async () => {
  expect(await found(['FROM alpine'], [], {}, ['--export-cache', '--import-cache=type=gha'])).toMatchObject([
    {
      severity: 'error',
      message:
        "docker buildx build has no option --export-cache and refuses it, so that nothing is built: it is buildctl's",
      fix: { why: 'docker buildx build calls it --cache-to' },
    },
    { severity: 'error', fix: { why: 'docker buildx build calls it --cache-from' } },
  ])
  // whatever becomes of the Dockerfile
  const inline = { dockerfile: { kind: 'none' } } as const
  expect(await found(['FROM alpine'], [], inline, ['--export-cache'])).toHaveLength(1)
})
