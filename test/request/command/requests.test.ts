import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BuildCommand } from '../../../src/request/command/command.ts'
import { readCommand } from '../../../src/request/command/read.ts'
import { requestsOf, takesStdin } from '../../../src/request/command/requests.ts'
import { makeTree } from '../../helpers/tree.ts'

const cwd = makeTree({
  'home/.docker/cli-plugins/docker-buildx': '',
  'app/Dockerfile': 'FROM scratch',
  'app/dev.Dockerfile': 'FROM scratch',
  'app/ignore': '*.log',
  'build/base': 'FROM scratch AS base',
  'build/base.containerignore': '',
  'app/more': 'FROM base',
  'oci/Containerfile': 'FROM scratch',
  'lib/x': '',
  'compose.yaml': `
services:
  api: { build: { context: app, secrets: [npm], ssh: [default] } }
  web: { build: { context: app } }
  docs: { build: { context: lib, dockerfile: gone } }
  db: { image: postgres }
secrets: { npm: { file: x } }
`,
  'docker-bake.json': JSON.stringify({
    target: {
      app: { context: 'app', 'cache-to': ['type=inline'], secret: ['id=npm'] },
      lib: { context: 'lib', 'dockerfile-inline': 'FROM scratch' },
    },
  }),
})

function command(line: string, more: NodeJS.ProcessEnv = {}): BuildCommand {
  const environment = { HOME: join(cwd, 'home'), PATH: '/nonexistent', ...more }
  const read = readCommand(line.split(' '), { cwd, environment })
  if (read.kind !== 'build') throw new Error(`${line} is read as ${read.name}`)
  return read
}

async function requests(line: string, more: NodeJS.ProcessEnv = {}, stdin?: string) {
  return requestsOf(command(line, more), stdin)
}

async function only(line: string, more: NodeJS.ProcessEnv = {}, stdin?: string) {
  const found = await requests(line, more, stdin)
  expect(found.requests).toHaveLength(1)
  return found.requests[0]!
}

describe('a command that names its context', () => {
  test('is one request, with all that it says', async () => {
    const line =
      'docker build -f app/dev.Dockerfile --target x --build-arg A=1 --secret id=npm,env=HOME --ssh default --cache-to type=inline --export-cache x --build-context lib=lib --platform linux/arm64,linux/amd64 app'
    expect(await only(line)).toEqual({
      context: { kind: 'directory', dir: join(cwd, 'app'), given: 'app' },
      dockerfile: { kind: 'file', file: join(cwd, 'app/dev.Dockerfile'), given: 'app/dev.Dockerfile' },
      builder: 'buildkit',
      target: 'x',
      buildArgs: { A: '1' },
      platform: 'linux/arm64',
      namedContexts: { lib: join(cwd, 'lib') },
      secrets: ['npm'],
      ssh: ['default'],
      command: { name: 'docker build', cacheTo: ['type=inline'], foreign: ['--export-cache'] },
      origin: { kind: 'command', label: 'docker build' },
    })
  })

  test('gives nothing that it does not say, and says so', async () => {
    expect(await only('docker build app', { DOCKER_BUILDKIT: '0' })).toMatchObject({
      builder: 'classic',
      buildArgs: {},
      secrets: [],
      ssh: [],
      command: { name: 'docker build', cacheTo: [], foreign: [] },
    })
  })

  test('passes on the epoch, as the clients of BuildKit do', async () => {
    const more = { SOURCE_DATE_EPOCH: '7' }
    expect(await only('docker build app', more)).toMatchObject({ buildArgs: { SOURCE_DATE_EPOCH: '7' } })
    expect((await only('podman build app', more)).buildArgs).toEqual({})
    const line = 'docker build --build-arg SOURCE_DATE_EPOCH=8 app'
    expect((await only(line, more)).buildArgs).toEqual({ SOURCE_DATE_EPOCH: '8' })
  })

  test('a platform of this machine is left open', async () => {
    expect(await only('docker build --platform local app')).not.toHaveProperty('platform')
    await expect(requests('docker build --platform a/b/c/d app')).rejects.toThrow('is no platform')
  })

  test.each([
    ['docker build gone', 'the context gone does not exist'],
    ['docker build compose.yaml', 'the context compose.yaml is not a directory'],
    ['docker build --build-context x=gone app', 'the build context x=*** is no directory'],
  ])('%s', async (line, problem) => {
    await expect(requests(line)).rejects.toThrow(problem)
  })
})

describe('the Dockerfile', () => {
  test('on stdin is text by then', async () => {
    const text = 'FROM scratch\nCOPY . /\n'
    expect(takesStdin(command('docker build -f - app'))).toBe('dockerfile')
    const { dockerfile } = await only('docker build -f - app', {}, text)
    expect(dockerfile).toEqual({ kind: 'inline', text, label: 'Dockerfile on stdin' })
    await expect(requests('docker build -f - app')).rejects.toThrow('was not read')
  })

  test('from elsewhere is not the one in the context', async () => {
    const { requests: found, incomplete } = await requests('docker build -f https://u:p@h/D app')
    expect(found).toMatchObject([{ dockerfile: { kind: 'none' }, context: { given: 'app' } }])
    expect(incomplete).toMatchObject([{ reason: 'it is fetched from https://h/D', fatal: false }])
  })

  test('of podman may lie in the context, or be several files, with the ignore file of one', async () => {
    expect(await only('podman build -f dev.Dockerfile app')).toMatchObject({
      dockerfile: { kind: 'file', file: join(cwd, 'app/dev.Dockerfile') },
      builder: 'podman',
    })
    expect(await only('podman build -f build/base -f more app')).toMatchObject({
      dockerfile: { kind: 'inline', text: 'FROM scratch AS base\nFROM base', label: 'build/base + more' },
    })
    const there = `podman build -f ${cwd}/build/base -f more`
    expect(await only(`${there} app`)).toMatchObject({ ignoreFile: join(cwd, 'build/base.containerignore') })
    const named = await only(`${there} --ignorefile app/ignore app`)
    expect(named).toMatchObject({ ignoreFile: join(cwd, 'app/ignore') })
    await expect(requests('podman build -f build/base -f gone app')).rejects.toThrow("gone can't be read")
  })

  test('of podman says where its context is, and of buildah is it', async () => {
    expect(await only('podman build -f app/Dockerfile')).toMatchObject({
      context: { dir: join(cwd, 'app') },
      dockerfile: { file: join(cwd, 'app/Dockerfile') },
    })
    expect(await only('buildah bud app/dev.Dockerfile')).toMatchObject({
      context: { dir: join(cwd, 'app') },
      dockerfile: { file: join(cwd, 'app/dev.Dockerfile') },
    })
  })

  test('of nerdctl may be a Containerfile', async () => {
    const { dockerfile } = await only('nerdctl build oci')
    expect(dockerfile).toMatchObject({ kind: 'file', file: join(cwd, 'oci/Containerfile') })
  })

  test("podman's names for images are docker's", async () => {
    const { namedContexts } = await only('podman build --build-context a=container-image://x/y app')
    expect(namedContexts).toEqual({ a: 'docker-image://x/y' })
  })

  test('a template of podman was not preprocessed', async () => {
    const { incomplete } = await requests('podman build -f app/Dockerfile.in app')
    expect(incomplete).toMatchObject([{ path: 'app/Dockerfile.in', fatal: false }])
  })
})

describe('what is not of this machine is handed back', () => {
  test.each([
    ['docker build -', 'stdin', 'context'],
    ['podman build -f -', 'stdin', 'context'],
    ['docker build https://github.com/a/b.git', 'remote', undefined],
    ['docker build -f - https://github.com/a/b.git', 'remote', 'dockerfile'],
    ['podman build -f /dev/fd/63', 'none', undefined],
  ])('%s', async (line, kind, stdin) => {
    const { requests: found, elsewhere } = await requests(line)
    expect(found).toEqual([])
    expect(elsewhere).toMatchObject([{ context: { kind } }])
    expect(takesStdin(command(line))).toBe(stdin)
  })
})

describe('a project', () => {
  test('of compose is what its services build', async () => {
    const { requests: found, named, incomplete } = await requests('docker compose build')
    expect(found.map(({ origin }) => origin.label)).toEqual([
      'compose.yaml, services api and web',
      'compose.yaml, service docs',
    ])
    expect(found[0]).toMatchObject({
      context: { dir: join(cwd, 'app'), given: 'app' },
      builder: 'buildkit',
      secrets: ['npm'],
      command: { name: 'docker compose build' },
    })
    expect(named.map(({ name }) => name)).toEqual(['service api', 'service web', 'service docs'])
    expect(found[1]).toMatchObject({ dockerfile: { kind: 'refused' } })
    expect(incomplete.filter(({ fatal }) => fatal)).toEqual([])
  })

  test('of compose may be a part, by the classic builder', async () => {
    const found = await requests('docker compose up web --build', { DOCKER_BUILDKIT: '0' })
    expect(found.requests).toMatchObject([
      { builder: 'classic', secrets: [], ssh: [], origin: { label: 'compose.yaml, service web' } },
    ])
  })

  test('of bake is what its targets build', async () => {
    const { requests: found } = await requests('docker buildx bake -f docker-bake.json app lib')
    expect(found).toMatchObject([
      {
        context: { dir: join(cwd, 'app') },
        secrets: ['npm'],
        command: { name: 'docker buildx bake', cacheTo: ['type=inline'] },
        origin: { label: 'docker-bake.json, target app' },
      },
      { context: { dir: join(cwd, 'lib') }, dockerfile: { kind: 'inline' }, secrets: [], ssh: [] },
    ])
  })

  test('that is only printed or checked is not read', async () => {
    for (const line of ['docker compose -f gone.yaml build --print', 'docker buildx bake --print gone'])
      expect(await requests(line)).toMatchObject({ requests: [], elsewhere: [], incomplete: [] })
    expect((await requests('docker build --check gone')).requests).toEqual([])
  })
})
