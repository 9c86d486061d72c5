import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BIN, runCli } from '../helpers/cli.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'

const clean = { '.dockerignore': 'notes\n', Dockerfile: 'FROM scratch\nCOPY src /\n', 'src/index.js': '' }
const leaking = { ...clean, 'src/.env': 'API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\n' }

/** A plugin in the place of buildx that tells how it was called, and ends with 7 where it would build. */
const BUILDX = `#!/bin/sh
if [ "$1" = docker-cli-plugin-metadata ]; then
  echo '{"SchemaVersion":"0.1.0","Vendor":"test","Version":"v0.0.0"}'
  exit 0
fi
case "$*" in *version*) echo 'github.com/docker/buildx v0.13.1'; exit 0 ;; esac
echo "buildx called: $* (builder $BUILDX_BUILDER)"
exit 7
`

/** A configuration directory of docker's with what may be there before. */
function dockerConfig(text?: string, buildx = BUILDX) {
  const dir = temporaryDirectory()
  mkdirSync(join(dir, 'cli-plugins'))
  writeFileSync(join(dir, 'cli-plugins', 'docker-buildx'), buildx, { mode: 0o755 })
  const file = join(dir, 'config.json')
  if (text !== undefined) writeFileSync(file, text, { mode: 0o600 })
  const env = { DOCKER_CONFIG: dir }
  return {
    dir,
    file,
    plugin: (name: string) => join(dir, 'cli-plugins', `docker-${name}`),
    ctxguard: (...args: string[]) => runCli(['docker-plugin', ...args], { env }),
    docker(args: string[], cwd: string, more: NodeJS.ProcessEnv = {}) {
      const run = spawnSync('docker', args, {
        cwd,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: dir, ...env, ...more },
      })
      return { exitCode: run.status, stdout: run.stdout, stderr: run.stderr }
    },
  }
}

const SECRETS = '{\n\t"auths": {"registry.example": {"auth": "dXNlcjpwYXNz"}},\n\t"credsStore": "x"\n}'
const hasDocker = spawnSync('docker', ['--version']).status === 0

describe.runIf(hasDocker)('install', () => {
  test('makes docker ctxguard work, listed, with exit codes', () => {
    const { ctxguard, docker, file } = dockerConfig()
    expect(ctxguard('install').exitCode).toBe(0)
    expect(existsSync(file)).toBe(false)
    expect(docker(['--help'], '/').stdout).toMatch(/ctxguard\* +Audit what a build takes/)
    expect(docker(['ctxguard', 'check', '-q', '.'], makeTree(clean)).exitCode).toBe(0)
    const found = docker(['--log-level', 'warn', 'ctxguard', 'check', '-q', '.'], makeTree(leaking))
    expect(found.exitCode).toBe(1)
    expect(found.stdout).toContain('failed: 1 error')
    expect(docker(['ctxguard', 'check', '--frobnicate'], '/').exitCode).toBe(2)
    expect(docker(['help', 'ctxguard'], '/').stdout).toContain('Usage: ctxguard')
    const other = docker(['ctxguard', 'build', '-q', '--', 'sh', '-c', 'exit 9'], makeTree(clean))
    expect(other.exitCode).toBe(9)
  })

  test('repeating it changes nothing but the paths', () => {
    const { ctxguard, plugin } = dockerConfig()
    ctxguard('install')
    const before = readFileSync(plugin('ctxguard'), 'utf8')
    writeFileSync(plugin('ctxguard'), before.replaceAll(BIN, '/elsewhere/ctxguard.cjs'))
    expect(ctxguard('install').exitCode).toBe(0)
    expect(readFileSync(plugin('ctxguard'), 'utf8')).toBe(before)
    expect(statSync(plugin('ctxguard')).mode & 0o777).toBe(0o755)
    expect(readdirSync(dirname(plugin('ctxguard'))).sort()).toEqual(['docker-buildx', 'docker-ctxguard'])
  })

  test('a launcher whose ctxguard is gone says how to mend it', () => {
    const { ctxguard, docker, plugin } = dockerConfig()
    ctxguard('install')
    const text = readFileSync(plugin('ctxguard'), 'utf8')
    writeFileSync(plugin('ctxguard'), text.replaceAll(BIN, '/elsewhere/ctxguard.cjs'))
    const { exitCode, stderr } = docker(['ctxguard', 'check'], '/')
    expect(exitCode).toBe(127)
    expect(stderr).toContain('/elsewhere/ctxguard.cjs')
    expect(stderr).toContain('from where it is now: ctxguard docker-plugin install')
  })

  test('a launcher that was edited is not removed', () => {
    const { ctxguard, plugin } = dockerConfig()
    ctxguard('install')
    const text = readFileSync(plugin('ctxguard'), 'utf8')
    writeFileSync(plugin('ctxguard'), text.replace('exit 0', 'echo mine; exit 0'))
    const { exitCode, stderr } = ctxguard('uninstall')
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`${plugin('ctxguard')} was edited since install wrote it, and stays`)
    writeFileSync(plugin('ctxguard'), text)
    expect(ctxguard('uninstall').exitCode).toBe(0)
    expect(existsSync(plugin('ctxguard'))).toBe(false)
  })

  test('a plugin of others is not overwritten', () => {
    const { ctxguard, plugin } = dockerConfig()
    writeFileSync(plugin('ctxguard'), '#!/bin/sh\n')
    const { exitCode, stderr } = ctxguard('install')
    expect(exitCode).toBe(3)
    expect(stderr).toContain("is not ctxguard's")
    expect(readFileSync(plugin('ctxguard'), 'utf8')).toBe('#!/bin/sh\n')
    ctxguard('uninstall')
    expect(existsSync(plugin('ctxguard'))).toBe(true)
  })
})

describe.runIf(hasDocker)('install --alias', () => {
  const installed = dockerConfig(SECRETS)
  const install = installed.ctxguard('install', '--alias')

  test('never prints what config.json holds, and keeps its mode', () => {
    expect(install.exitCode).toBe(0)
    expect(install.stdout + install.stderr).not.toContain('dXNlcjpwYXNz')
    expect(JSON.parse(readFileSync(installed.file, 'utf8'))).toEqual({
      ...JSON.parse(SECRETS),
      aliases: { builder: 'guardedbuild' },
    })
    expect(statSync(installed.file).mode & 0o777).toBe(0o600)
    expect(readdirSync(installed.dir).sort()).toEqual(['cli-plugins', 'config.json'])
  })

  test.each([
    { args: ['build', '-t', 'x', '.'], words: 'buildx build -t x .' },
    { args: ['image', 'build', '.'], words: 'buildx build .' },
    { args: ['builder', 'build', '.'], words: 'buildx build .' },
    { args: ['--log-level', 'warn', 'build', '.'], words: '--log-level warn buildx build .' },
    { args: ['builder', 'prune', '-f'], words: 'buildx prune -f' },
    { args: ['builder', 'ls'], words: 'buildx ls' },
    { args: ['build', '--help'], words: 'buildx build --help' },
  ])('docker $args goes on to buildx, clean', ({ args, words }) => {
    const { exitCode, stdout } = installed.docker(args, makeTree(clean))
    expect(stdout).toBe(`buildx called: ${words} (builder default)\n`)
    expect(exitCode).toBe(7)
  })

  test.each([
    ['build', '.'],
    ['image', 'build', '.'],
    ['builder', 'build', '.'],
  ])('docker %s %s stops at a secret', (...args) => {
    const { exitCode, stdout, stderr } = installed.docker(args, makeTree(leaking))
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain('docker build was not started')
    expect(stderr).toContain('CTXGUARD_SKIP="reason" docker build …')
  })

  test('builds where docker would: in the current context, unless a builder is chosen', () => {
    const dir = makeTree(clean)
    expect(installed.docker(['--context', 'far', 'build', '.'], dir).stdout).toContain('(builder far)')
    expect(installed.docker(['build', '.'], dir, { DOCKER_CONTEXT: 'near' }).stdout).toContain(
      '(builder near)',
    )
    expect(installed.docker(['-H', 'unix:///x', 'build', '.'], dir).stdout).toContain('(builder default)')
    expect(installed.docker(['build', '.'], dir, { BUILDX_BUILDER: 'mine' }).stdout).toContain(
      '(builder mine)',
    )
  })

  test('a reason lets it through, and ctxguard build does not ask twice', () => {
    const dir = makeTree(leaking)
    expect(installed.docker(['build', '.'], dir, { CTXGUARD_SKIP: 'made up' }).exitCode).toBe(7)
    const own = installed.docker(
      ['ctxguard', 'build', '--force', 'made up', '--', 'docker', 'build', '.'],
      dir,
    )
    expect(own.exitCode).toBe(7)
    expect(own.stderr.match(/secret-file/g)).toHaveLength(1)
    expect(installed.docker(['ctxguard', 'build', '--', 'docker', 'build', '.'], dir).exitCode).toBe(1)
  })

  test('doing it again is all right; undoing it restores every byte', () => {
    expect(installed.ctxguard('install', '--alias').exitCode).toBe(0)
    expect(installed.ctxguard('uninstall').exitCode).toBe(0)
    expect(readFileSync(installed.file, 'utf8')).toBe(SECRETS)
    expect(statSync(installed.file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(installed.dir, 'cli-plugins'))).toEqual(['docker-buildx'])
    const again = installed.ctxguard('uninstall')
    expect(again.exitCode).toBe(0)
    expect(again.stderr).toContain('nothing of ctxguard')
  })

  test('a file that was not there is gone again, and a link stays one', () => {
    const fresh = dockerConfig()
    fresh.ctxguard('install', '--alias')
    expect(JSON.parse(readFileSync(fresh.file, 'utf8'))).toEqual({ aliases: { builder: 'guardedbuild' } })
    fresh.ctxguard('uninstall')
    expect(existsSync(fresh.file)).toBe(false)

    const linked = dockerConfig(SECRETS)
    const real = join(temporaryDirectory(), 'real.json')
    renameSync(linked.file, real)
    symlinkSync(real, linked.file)
    linked.ctxguard('install', '--alias')
    expect(lstatSync(linked.file).isSymbolicLink()).toBe(true)
    expect(readFileSync(real, 'utf8')).toContain('guardedbuild')
    linked.ctxguard('uninstall')
    expect(readFileSync(real, 'utf8')).toBe(SECRETS)
  })

  test('a link to nothing is followed to where the file would be', () => {
    const config = dockerConfig()
    const real = join(temporaryDirectory(), 'real.json')
    symlinkSync(real, config.file)
    expect(config.ctxguard('install', '--alias').exitCode).toBe(0)
    expect(lstatSync(config.file).isSymbolicLink()).toBe(true)
    expect(readFileSync(real, 'utf8')).toContain('guardedbuild')
  })

  test.each(['/nonexistent/dir/config.json', 'config.json'])('a link to %s is refused', target => {
    const config = dockerConfig()
    symlinkSync(target, config.file)
    expect(config.ctxguard('install', '--alias').exitCode).toBe(3)
    expect(lstatSync(config.file).isSymbolicLink()).toBe(true)
    expect(readdirSync(join(config.dir, 'cli-plugins'))).toEqual(['docker-buildx'])
  })

  test.each([
    ['an alias of others', '{"aliases":{"builder":"buildx"}}', 'has an alias for the builder already'],
    ['no JSON', '{"auths": dXNlcjpwYXNz', 'not valid JSON'],
    ['aliases that are none', '{"aliases":[]}', '"aliases" is not one object'],
  ])('%s: nothing is written', (_, text, reason) => {
    const config = dockerConfig(text)
    const { exitCode, stderr } = config.ctxguard('install', '--alias')
    expect(exitCode).toBe(3)
    expect(stderr).toContain(reason)
    expect(stderr).not.toContain('dXNlcjpwYXNz')
    expect(readFileSync(config.file, 'utf8')).toBe(text)
    expect(readdirSync(join(config.dir, 'cli-plugins'))).toEqual(['docker-buildx'])
  })

  test('needs buildx', () => {
    const config = dockerConfig()
    chmodSync(config.plugin('buildx'), 0o644)
    expect(config.ctxguard('install', '--alias').exitCode).toBe(2)
    expect(existsSync(config.file)).toBe(false)
  })
})

test('nobody else calls what the launcher calls', () => {
  expect(runCli(['docker-plugin', 'run', 'other', '--', 'other', 'check']).exitCode).toBe(2)
  expect(runCli(['docker-plugin', '--help']).stdout).not.toContain('run')
})
