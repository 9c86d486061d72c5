import { describe, expect, it } from 'vitest'
import { auditDockerfile } from './audit-dockerfile.ts'
import { byLine } from './audit-tree.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`

describe('base-image-mutable', () => {
  const rule = 'base-image-mutable'
  const said = async (...dockerfile: string[]) => byLine(await auditDockerfile(rule, dockerfile))

  it('warns of latest and of no tag, and notes every other tag', async () => {
    expect(await said('FROM alpine', 'FROM debian:latest', 'COPY --from=0 / /')).toEqual([
      [1, 'warning', 'FROM alpine is whatever latest means on the day of the build'],
      [2, 'warning', 'FROM debian is whatever latest means on the day of the build'],
    ])
    expect(await said('FROM registry.corp:5000/base/node:22')).toEqual([
      [
        1,
        'info',
        'FROM registry.corp:5000/base/node:22 names a tag, which can come to mean another image; a digest can not',
      ],
    ])
    expect(await said('FROM registry.corp:5000/base/node')).toMatchObject([
      [1, 'warning', expect.any(String)],
    ])
  })

  it('takes arguments for what they stand for', async () => {
    const dockerfile = ['ARG TAG=22', `FROM node:\${TAG}`]
    expect(await auditDockerfile(rule, dockerfile)).toMatchObject([{ data: { image: 'node', tag: '22' } }])
    const request = { buildArgs: { TAG: `22@${DIGEST}` } }
    expect(await auditDockerfile(rule, dockerfile, { request })).toEqual([])
  })

  it('says nothing of a digest, a stage, scratch, or what a named context stands in for', async () => {
    expect(
      await said(`FROM alpine@${DIGEST} AS a`, 'FROM a AS b', 'FROM scratch', 'COPY --from=b / /'),
    ).toEqual([])
    const request = { namedContexts: { 'alpine:3.22': `docker-image://alpine@${DIGEST}` } }
    expect(await auditDockerfile(rule, ['FROM alpine:3.22'], { request })).toEqual([])
    const git = { namedContexts: { src: 'https://example.org/a.git' } }
    expect(await auditDockerfile(rule, ['FROM scratch', 'COPY --from=src / /'], { request: git })).toEqual([])
  })

  it('notes images that files are taken from, each once', async () => {
    const uv = 'ghcr.io/astral-sh/uv'
    expect(
      await said(
        `FROM alpine@${DIGEST}`,
        `COPY --from=${uv} /uv /bin/`,
        `COPY --from=${uv}:latest /uvx /bin/`,
        'RUN --mount=from=busybox:1.37,target=/b true',
      ),
    ).toEqual([
      [2, 'info', `COPY --from ${uv} is whatever latest means on the day of the build`],
      [
        4,
        'info',
        'RUN --mount from busybox:1.37 names a tag, which can come to mean another image; a digest can not',
      ],
    ])
  })

  it('says nothing of stages that are not built', async () => {
    expect(await said('FROM alpine AS other', 'FROM scratch')).toEqual([])
  })
})

describe('frontend-unknown', () => {
  const rule = 'frontend-unknown'

  it('names the frontend, and says that all that is sent counts as taken', async () => {
    const dockerfile = ['# syntax=acme/frontend:1', 'FROM scratch', 'COPY a /']
    const [finding] = await auditDockerfile(rule, dockerfile, { tree: { a: '', b: '' } })
    expect(finding).toMatchObject({ severity: 'info', location: { line: 1 } })
    expect(finding!.message).toBe(
      "`# syntax=acme/frontend:1` hands this file to a frontend that is not Docker's: it may ask for anything that is sent, so all of it counts as taken",
    )
  })

  it('speaks up for a file that is no Dockerfile at all', async () => {
    const findings = await auditDockerfile(rule, ['# syntax=acme/mill', 'stages:', '  - go'], {
      tree: { a: '' },
    })
    expect(findings).toHaveLength(1)
  })

  it('goes by the build argument, which counts for more', async () => {
    const dockerfile = ['# syntax=docker/dockerfile:1', 'FROM scratch']
    const request = { buildArgs: { BUILDKIT_SYNTAX: 'acme/frontend' } }
    const [finding] = await auditDockerfile(rule, dockerfile, { request })
    expect(finding!.message).toContain('--build-arg BUILDKIT_SYNTAX=acme/frontend')
  })

  it("keeps still about Docker's own, copies of it, and builders that read no such line", async () => {
    for (const name of [
      'docker/dockerfile:1',
      'docker/dockerfile-upstream:master',
      'mirror.corp/docker/dockerfile:1.20',
    ])
      expect(await auditDockerfile(rule, [`# syntax=${name}`, 'FROM scratch'])).toEqual([])
    const request = { builder: 'podman' as const }
    expect(await auditDockerfile(rule, ['# syntax=acme/frontend', 'FROM scratch'], { request })).toEqual([])
  })
})
