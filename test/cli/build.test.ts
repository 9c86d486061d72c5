import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BIN } from '../helpers/cli.ts'
import { fakeDocker } from '../helpers/fake-docker.ts'
import { git, makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { madeUp } from '../secrets/examples/made-up.ts'
import { clean, guard, leaking } from './guarding.ts'

describe('a clean context', () => {
  const dir = makeTree(clean)

  test('is said in one line, and the command runs unchanged', () => {
    const fake = fakeDocker({ exitCode: 7, words: 'the command itself' })
    const command = ['docker', '-D', 'build', '-t', 'a b', '--build-arg=X=*', '.']
    const { exitCode, stdout, stderr, docker } = guard(dir, [], command, { fake })
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: 'the command itself\n' })
    expect(stderr).toBe('ctxguard: clean: nothing found · . · 1 file 10 B taken\nprogress\n')
    expect(docker?.args).toEqual(command.slice(1))
  })

  test('is not said at all with -q, and all of it with -v', () => {
    expect(guard(dir, ['-q'], ['docker', 'build', '.']).stderr).toBe('progress\n')
    const { stderr } = guard(dir, ['-v'], ['docker', 'build', '.'])
    expect(stderr).toContain('sent     3 files')
    expect(stderr).toContain('\nclean: nothing found\nprogress')
  })

  test('goes by the configuration that is the nearest to it', () => {
    const strict = makeTree({
      'ctxguard.yaml': 'rules: { copy-broad: error }\n',
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      '.dockerignore': 'x\n',
    })
    const { stderr } = guard(dir, [], ['docker', 'build', strict])
    expect(stderr).toContain('error    copy-broad')
    expect(stderr).toContain('docker build was not started')
  })
})

describe('a planted secret', () => {
  const dir = makeTree(leaking)

  test('keeps the command from being started, and stderr says how to go on', () => {
    const { exitCode, stdout, stderr, docker } = guard(dir, [], ['docker', 'build', '.'])
    expect({ exitCode, stdout, docker }).toEqual({ exitCode: 1, stdout: '', docker: undefined })
    expect(stderr).toContain('error    secret-file')
    expect(stderr).toContain('failed: 1 error')
    expect(stderr.split('\n').slice(-4)).toEqual([
      'ctxguard: docker build was not started',
      '  mend what is named above, or allow it with a reason (docs/CONFIGURATION.md)',
      '  to run it all the same: ctxguard build --force "reason" -- docker build …',
      '',
    ])
    expect(stderr).not.toContain('k3Jd82mQpLx0Vn5Rt7Yw')
  })

  test.each([
    { options: ['--force', 'all made up'], env: {}, by: '--force: all made up' },
    { options: [], env: { CTXGUARD_SKIP: 'on fire' }, by: 'CTXGUARD_SKIP: on fire' },
  ])('does not where a reason is given: $by', ({ options, env, by }) => {
    const fake = fakeDocker({ exitCode: 5 })
    const { exitCode, stderr } = guard(dir, options, ['docker', 'build', '.'], { env, fake })
    expect(exitCode).toBe(5)
    expect(stderr).toContain('error    secret-file')
    expect(stderr).toContain(`ctxguard: docker build runs all the same, by ${by}\n`)
    expect(stderr).not.toContain('exit 1')
  })

  test('a blank reason is none', () => {
    expect(guard(dir, ['--force', ' '], ['docker', 'build', '.'])).toMatchObject({
      exitCode: 2,
      docker: undefined,
    })
    const env = { CTXGUARD_SKIP: '  ' }
    expect(guard(dir, [], ['docker', 'build', '.'], { env })).toMatchObject({
      exitCode: 2,
      docker: undefined,
    })
    // a variable without a value counts as none
    expect(guard(dir, [], ['docker', 'build', '.'], { env: { CTXGUARD_SKIP: '' } }).exitCode).toBe(1)
  })

  test.each([
    ['podman', 'build', '.'],
    ['buildah', 'bud', '.'],
    ['nerdctl', 'build', '.'],
    ['docker', 'buildx', 'build', '.'],
    ['docker', 'compose', 'build'],
    ['docker', 'buildx', 'bake'],
  ])('%s %s %s', (...command) => {
    const files = command.includes('bake')
      ? { 'docker-bake.json': '{"target":{"default":{}}}' }
      : { 'compose.yaml': 'services: { app: { build: . } }\n' }
    const project = makeTree({ ...leaking, ...files })
    expect(guard(project, ['-q'], command)).toMatchObject({ exitCode: 1, stdout: '', docker: undefined })
  })

  test('a policy that lets it pass lets it pass', () => {
    for (const options of [['--fail-on', 'never'], ['--no-secrets'], ['--rule', 'secret-file=warning']])
      expect(guard(dir, options, ['docker', 'build', '.']).exitCode).toBe(0)
  })

  test('a report goes to a file, as text or JSON', () => {
    const out = join(temporaryDirectory(), 'report')
    const { stderr } = guard(dir, ['--json', '-o', out, '--force', 'because'], ['docker', 'build', '.'])
    const { schemaVersion, command, reports } = JSON.parse(readFileSync(out, 'utf8'))
    expect(schemaVersion).toBe(1)
    expect(command).toEqual({ name: 'docker build', started: true, forced: 'because', incomplete: [] })
    expect(reports[0].findings[0].rule).toBe('secret-file')
    expect(stderr).toContain('failed: 1 error')
    expect(stderr).not.toContain('secret-file')
    guard(dir, ['-o', out], ['docker', 'build', '.'])
    expect(readFileSync(out, 'utf8')).toContain('error    secret-file')
    const { exitCode, stderr: refused } = guard(dir, ['--json'], ['docker', 'build', '.'])
    expect(exitCode).toBe(2)
    expect(refused).toContain('add -o FILE')
  })
})

test('where the audit can not be trusted nothing is started: exit 3', () => {
  const dir = makeTree({ ...clean, Dockerfile: 'FROM scratch\nCOPY a\n' })
  const { exitCode, stderr, docker } = guard(dir, [], ['docker', 'build', '.'])
  expect({ exitCode, docker }).toEqual({ exitCode: 3, docker: undefined })
  expect(stderr).toContain("docker build was not started: the audit can't be trusted")
})

describe('what is not understood', () => {
  const dir = makeTree(leaking)

  test('is refused, with the argument', () => {
    const { exitCode, stderr, docker } = guard(dir, [], ['docker', 'build', '--frobnicate', '.'])
    expect({ exitCode, docker }).toEqual({ exitCode: 2, docker: undefined })
    expect(stderr).toContain('--frobnicate')
  })

  test('runs unaudited where that is wanted, and loudly', () => {
    const { exitCode, stderr } = guard(dir, ['--on-unknown', 'run'], ['docker', 'build', '--frobnicate', '.'])
    expect(exitCode).toBe(0)
    expect(stderr).toContain('NOT AUDITED')
    const env = { CTXGUARD_ON_UNKNOWN: 'run' }
    expect(guard(dir, [], ['docker', 'build', '--frobnicate', '.'], { env }).exitCode).toBe(0)
    expect(guard(dir, ['--on-unknown', 'perhaps'], ['docker', 'build', '.']).exitCode).toBe(2)
  })

  test('a command needs -- before it', () => {
    const run = spawnSync(process.execPath, [BIN, 'build', 'docker', 'build', '.'], {
      cwd: dir,
      encoding: 'utf8',
    })
    expect(run.status).toBe(2)
    expect(run.stderr).toContain('has to stand behind --')
  })
})

describe('a command that builds nothing', () => {
  const dir = makeTree(leaking)

  test('runs, and is mentioned under -v only', () => {
    const { exitCode, stderr, docker } = guard(dir, [], ['docker', 'push', '--', 'x'])
    expect({ exitCode, stderr, args: docker?.args }).toEqual({
      exitCode: 0,
      stderr: 'progress\n',
      args: ['push', '--', 'x'],
    })
    expect(guard(dir, ['-v'], ['docker', 'push', 'x']).stderr).toContain('docker push builds nothing')
  })

  test('gets the very streams: bytes, descriptors, a closed end', () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7) % 256))
    const { docker } = guard(dir, [], ['docker', 'load'], { input: bytes })
    expect(docker?.stdin).toBe(bytes.toString('latin1'))
    const through = spawnSync('bash', [
      '-c',
      `"${process.execPath}" "${BIN}" build -- cat <(echo from a pipe)`,
    ])
    expect(through.stdout.toString()).toBe('from a pipe\n')
    const cut = spawnSync('bash', ['-c', `"${process.execPath}" "${BIN}" build -- yes | head -n 1`], {
      timeout: 20_000,
    })
    expect(cut.stdout.toString()).toBe('y\n')
  })

  test('one that is not there, or no program, ends as in a shell and says what to install', () => {
    const missing = guard(dir, [], ['docker', 'build', '--help'], {
      fake: { path: '/nonexistent', isRunning: () => false, called: () => undefined },
    })
    expect(missing.exitCode).toBe(127)
    expect(missing.stderr).toContain('docker could not be started: it was not found')
    expect(missing.stderr).toContain('https://docs.docker.com/engine/install/')
    const file = join(dir, 'Dockerfile')
    expect(guard(dir, [], [file]).exitCode).toBe(126)
  })
})

describe('a context from elsewhere', () => {
  test('is said, and the command runs', () => {
    const dir = makeTree(leaking)
    const { exitCode, stderr, docker } = guard(
      dir,
      [],
      ['docker', 'build', 'https://user:pa55word@host.example/a/b.git#main'],
    )
    expect(exitCode).toBe(0)
    expect(docker?.args).toHaveLength(2)
    expect(stderr).toContain('was not audited: it is fetched from https://host.example/a/b.git#main')
    expect(stderr).toContain('ctxguard check --ref REF')
    expect(stderr).not.toContain('pa55word')
  })

  test('of which this repository has the commit: the very command', () => {
    const upstream = makeTree(leaking)
    git(upstream, 'init', '-q', '-b', 'main')
    git(upstream, 'add', '-A')
    git(upstream, 'commit', '-q', '-m', 'all')
    const dir = join(temporaryDirectory(), 'clone')
    git(upstream, 'clone', '-q', upstream, dir)
    git(dir, 'remote', 'set-url', 'origin', 'git@host.example:a/b.git')
    const { stderr } = guard(dir, [], ['docker', 'build', 'https://host.example/a/b.git#main:src'])
    expect(stderr).toContain('this repository has it: ctxguard check --ref origin/main src')
  })
})

const hasDocker = spawnSync('docker', ['--version']).status === 0

test.runIf(hasDocker)('the daemon sees no request where the context is refused', async () => {
  let connections = 0
  const server = createServer(socket => {
    connections++
    socket.destroy()
  })
  const socket = join(temporaryDirectory(), 'docker.sock')
  await new Promise<void>(listening => server.listen(socket, listening))
  const build = (cwd: string) =>
    new Promise(resolve => {
      const env = {
        PATH: process.env.PATH,
        HOME: temporaryDirectory(),
        DOCKER_HOST: `unix://${socket}`,
        DOCKER_BUILDKIT: '0',
      }
      const child = spawn(process.execPath, [BIN, 'build', '--', 'docker', 'build', '.'], {
        cwd,
        env,
        stdio: 'ignore',
      })
      child.on('exit', resolve)
    })
  expect(await build(makeTree(leaking))).toBe(1)
  expect(connections).toBe(0)
  await build(makeTree(clean))
  expect(connections).toBeGreaterThan(0)
  server.close()
})

describe('a token among the arguments is not shown', () => {
  const token = `ghp_${madeUp('base62', 36)}`
  const dir = makeTree(clean)

  test.each([
    ['docker', 'build', '.', `TOKEN=${token}`],
    ['docker', 'build', `TOKEN=${token}`],
    ['docker', 'build', token],
    ['docker', 'build', '.', token],
    ['docker', 'build', '--build-context', `a=${token}`, '.'],
    ['env', `DOCKER_BUILDKIT=${token}`, 'docker', 'build', '.'],
  ])('%s %s %s', (...command) => {
    const { exitCode, stderr, docker } = guard(dir, [], command)
    expect({ exitCode, docker }).toEqual({ exitCode: 2, docker: undefined })
    expect(stderr).not.toContain(token.slice(4, 30))
  })
})

test('directories beside a context from elsewhere are audited, whatever the flags before the command', () => {
  const dir = makeTree({ 'dirty/.env': leaking['src/.env'], 'app/Dockerfile': 'FROM scratch\n' })
  const command = ['-v', 'build', '--build-context', 's=../dirty', 'https://host.example/a/b.git']
  const { exitCode, stderr, docker } = guard(join(dir, 'app'), [], ['docker', ...command])
  expect({ exitCode, docker }).toEqual({ exitCode: 1, docker: undefined })
  expect(stderr).toContain('secret-file')
})
