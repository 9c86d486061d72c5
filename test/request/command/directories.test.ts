import { mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/errors.ts'
import { readCommand } from '../../../src/request/command/read.ts'
import { requestsOf } from '../../../src/request/command/requests.ts'
import { makeTree } from '../../helpers/tree.ts'

const root = realpathSync(
  makeTree({
    'a/app/Dockerfile': 'FROM scratch',
    'a/real/sub/compose.yaml': 'services: { s: { build: ../app } }',
    'a/real/app/Dockerfile': 'FROM scratch',
    'a/real/sub/docker-bake.json': '{"target":{"default":{"context":"deep/../app"}}}',
    'a/real/sub/Dockerfile': 'FROM scratch',
    'a/real/sub/app/Dockerfile': 'FROM scratch',
    'remote/compose.yaml':
      'services: { s: { build: { context: "https://h.example/r.git", additional_contexts: { s: ../a } } } }',
    'remote/docker-bake.json':
      '{"target":{"default":{"context":"https://h.example/r.git","contexts":{"s":"../a"}}}}',
  }),
)
const real = join(root, 'a/real/sub')
mkdirSync(join(root, 'other/deep'), { recursive: true })
mkdirSync(join(root, 'other/app'))
symlinkSync(real, join(root, 'a/link'))
symlinkSync(join(root, 'other/deep'), join(real, 'deep'))

function requests(line: string, cwd: string, pwd: string) {
  const environment = { HOME: '/nonexistent', PATH: '/nonexistent', DOCKER_BUILDKIT: '1', PWD: pwd }
  const command = readCommand(line.split(' '), { cwd, environment })
  if (command.kind !== 'build') throw new Error('no build')
  return requestsOf(command)
}

describe('a path that leads to different directories for docker and for the kernel', () => {
  test.each([
    ['docker build ../app', 'the context ../app'],
    ['podman build -f ../app/Dockerfile .', 'the Dockerfile ../app/Dockerfile'],
    ['docker build --build-context x=../app .', 'the build context x ../app'],
    ['docker build deep/../app', 'the context deep/../app'],
    ['docker compose --project-directory .. build', 'the project directory ..'],
    ['docker compose -f ../sub/compose.yaml build', 'the compose file ../sub/compose.yaml'],
    ['docker compose build', 'service s: the context'],
    ['docker buildx bake -f docker-bake.json', 'target default: the context deep/../app'],
  ])('%s is refused', async (line, path) => {
    const failure = await requests(line, real, join(root, 'a/link')).catch(error => error)
    expect(failure).toBeInstanceOf(UsageError)
    expect(failure).toMatchObject({ message: expect.stringContaining(path), exitCode: 2 })
    expect(failure.hint).toContain('absolute path')
  })

  test.each([
    ['docker build ../app', real],
    ['docker build .', join(root, 'a/link')],
    ['docker build ../app', '/nonexistent'],
    ['docker compose build', real],
    [`docker build ${root}/a/app`, join(root, 'a/link')],
  ])('%s with PWD %s is not', async (line, pwd) => {
    expect((await requests(line, real, pwd)).requests).toHaveLength(1)
  })
})

test.each([
  'docker build --build-context s=../a https://h.example/r.git',
  'podman build --build-context s=../a https://h.example/r.git',
  'docker compose build',
  'docker buildx bake -f docker-bake.json',
])('%s: directories beside a context from elsewhere are audited as all sent', async line => {
  const cwd = join(root, 'remote')
  const { requests: found } = await requests(line, cwd, cwd)
  expect(found).toMatchObject([
    { context: { dir: join(root, 'a') }, named: 's', dockerfile: { kind: 'none' } },
  ])
})
