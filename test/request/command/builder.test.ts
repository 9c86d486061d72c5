import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dockerBuilder } from '../../../src/request/command/builder.ts'
import { readCommand } from '../../../src/request/command/read.ts'
import { makeTree } from '../../helpers/tree.ts'

const plugin = 'cli-plugins/docker-buildx'

function builderIn(config: Record<string, string | { link: string } | { dir: true }>, wanted?: string) {
  const dir = makeTree({ 'config.json': '{}', ...config })
  const environment = { DOCKER_CONFIG: dir, ...(wanted !== undefined && { DOCKER_BUILDKIT: wanted }) }
  return dockerBuilder(environment, undefined, 'docker build')
}

describe('who builds for docker build', () => {
  test.each([
    ['1', 'buildkit', 0],
    ['true', 'buildkit', 0],
    ['0', 'classic', 1],
    ['False', 'classic', 1],
  ])('DOCKER_BUILDKIT=%s', (wanted, builder, notes) => {
    const chosen = builderIn({}, wanted)
    expect(chosen.builder).toBe(builder)
    expect(chosen.notes).toHaveLength(notes)
  })

  test('DOCKER_BUILDKIT that docker refuses', () => {
    expect(() => builderIn({}, 'yes')).toThrow('DOCKER_BUILDKIT is on or off')
    expect(builderIn({ [plugin]: '' }, '')).toEqual({ builder: 'buildkit', notes: [] })
  })

  test('buildx is looked for in the configuration', () => {
    expect(builderIn({ [plugin]: '' })).toEqual({ builder: 'buildkit', notes: [] })
    expect(builderIn({ 'cli-plugins/docker-buildx': { link: 'real' }, 'cli-plugins/real': '' })).toEqual({
      builder: 'buildkit',
      notes: [],
    })
  })

  // where the system has buildx, these would find it there
  const without = dockerBuilder({ DOCKER_CONFIG: '/nowhere' }, undefined, 'docker build')
  const systemHasIt = without.builder === 'buildkit' && without.notes.length === 0

  test.skipIf(systemHasIt).each([
    ['not there', {}],
    ['a broken link', { [plugin]: { link: 'gone' } as const }],
    ['a directory', { [plugin]: { dir: true } as const }],
    ['another plugin', { 'cli-plugins/docker-buildx2': '' }],
  ])('and where it is %s, the classic builder builds, which is said', (_, config) => {
    expect(builderIn(config)).toEqual({
      builder: 'classic',
      notes: ['buildx is not installed: the classic builder builds'],
    })
  })

  test('in more folders that the configuration names', () => {
    const more = makeTree({ 'docker-buildx': '' })
    const config = { 'config.json': JSON.stringify({ cliPluginsExtraDirs: [7, more] }) }
    expect(builderIn(config)).toEqual({ builder: 'buildkit', notes: [] })
  })

  test('an alias names another plugin, unless BuildKit is off', () => {
    const config = { 'config.json': '{"aliases": {"builder": "ctxguard"}}' }
    expect(builderIn(config)).toEqual({ builder: 'buildkit', notes: [] })
    expect(builderIn(config, '0').builder).toBe('classic')
  })

  test.each(['{', '[]x'])('a configuration that can not be read is said: %s', text => {
    const { builder, notes } = builderIn({ 'config.json': text })
    expect(builder).toBe('buildkit')
    expect(notes).toEqual([expect.stringContaining("config.json can't be read")])
  })

  test('--config, HOME and the environment of env say where it lies', () => {
    const cwd = makeTree({
      'conf/cli-plugins/docker-buildx': '',
      'home/.docker/cli-plugins/docker-buildx': '',
    })
    const read = (line: string, environment: NodeJS.ProcessEnv) =>
      readCommand(line.split(' '), { cwd, environment: { PATH: '/nowhere', ...environment } })
    const known = { builder: 'buildkit', notes: [] }
    expect(read('docker --config conf build .', { HOME: '/nowhere' })).toMatchObject(known)
    expect(read('docker build .', { HOME: join(cwd, 'home') })).toMatchObject(known)
    expect(read('docker compose build', { HOME: join(cwd, 'home') })).toMatchObject(known)
    expect(read(`env DOCKER_CONFIG=${cwd}/conf docker build .`, { HOME: '/nowhere' })).toMatchObject(known)
  })
})

test('DOCKER_BUILDKIT=0 means docker build and compose, and neither buildx nor bake', () => {
  const builderOf = (line: string) =>
    readCommand(['env', 'DOCKER_BUILDKIT=0', ...line.split(' ')], { cwd: '/', environment: {} })
  for (const line of [
    'docker build .',
    'docker image build .',
    'docker builder build .',
    'docker compose build',
  ])
    expect(builderOf(line)).toMatchObject({ builder: 'classic' })
  for (const line of ['docker buildx build .', 'docker bake', 'docker buildx bake'])
    expect(builderOf(line)).toMatchObject({ builder: 'buildkit' })
})
