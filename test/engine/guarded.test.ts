import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BIN } from '../helpers/cli.ts'
import { GITHUB_TOKEN } from '../helpers/secrets.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { daemonProxy } from './daemon-proxy.ts'
import { engineAnswers } from './docker.ts'
import { runCommand } from './run-command.ts'

const COMPOSE = 'services:\n  app:\n    build: .\n'
const BAKE = 'target "default" {\n  context = "."\n}\n'

/** A context that only the planted secret is wrong with. */
function leakingContext(): string {
  return makeTree({
    Dockerfile: 'FROM scratch\nCOPY src /src\n',
    'compose.yaml': COMPOSE,
    'docker-bake.hcl': BAKE,
    'src/index.js': 'export {}\n',
    'src/settings.js': `export const token = '${GITHUB_TOKEN}'\n`,
  })
}

const CTXGUARD = [process.execPath, BIN]

describe.skipIf(!engineAnswers())('a secret in the context', () => {
  const COMMANDS: [string, string[], NodeJS.ProcessEnv][] = [
    ['docker build', ['docker', 'build', '.'], { DOCKER_BUILDKIT: '1' }],
    ['docker build with the classic builder', ['docker', 'build', '.'], { DOCKER_BUILDKIT: '0' }],
    ['docker buildx build', ['docker', 'buildx', 'build', '.'], {}],
    ['docker buildx bake', ['docker', 'buildx', 'bake'], {}],
    ['docker compose build', ['docker', 'compose', 'build'], {}],
    ['docker compose up', ['docker', 'compose', 'up', '--build'], {}],
  ]

  test.each(COMMANDS)('stops %s before the daemon hears of it', async (_, command, more) => {
    const { env, connections } = await daemonProxy()
    const cwd = leakingContext()
    for (const options of [[], ['--minimal']]) {
      const run = await runCommand([...CTXGUARD, 'build', ...options, '--', ...command], {
        cwd,
        env: { ...env, ...more },
      })
      // compose can't be given another directory, which is a matter of usage
      expect(run.status).toBe(command.includes('compose') && options.length > 0 ? 2 : 1)
      expect(run.stderr).not.toContain(GITHUB_TOKEN)
      expect(connections()).toBe(0)
    }
  })

  test.each([
    ['BuildKit', '1'],
    ['the classic builder', '0'],
  ])('and without it, %s is asked and builds', async (_, DOCKER_BUILDKIT) => {
    const { env, connections } = await daemonProxy()
    const cwd = leakingContext()
    rmSync(join(cwd, 'src/settings.js'))
    const command = [...CTXGUARD, 'build', '--', 'docker', 'build', '-q', '.']
    const { status, stdout } = await runCommand(command, { cwd, env: { ...env, DOCKER_BUILDKIT } })
    expect(status).toBe(0)
    expect(connections()).toBeGreaterThan(0)
    await runCommand(['docker', 'rmi', stdout.trim()])
  })

  test('is neither packed nor staged', async () => {
    const cwd = leakingContext()
    const out = join(temporaryDirectory(), 'out')
    const packed = await runCommand([...CTXGUARD, 'tar', '.'], { cwd })
    expect(packed).toMatchObject({ status: 1, stdout: '' })
    const staged = await runCommand([...CTXGUARD, 'stage', '.', '--out', out], { cwd })
    expect(staged).toMatchObject({ status: 1, stdout: '' })
    expect(existsSync(out)).toBe(false)
  })
})
