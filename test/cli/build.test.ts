import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BIN } from '../helpers/cli.ts'
import { fakeDocker } from '../helpers/fake-docker.ts'
import { git, makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'
import { madeUp } from '../secrets/examples/made-up.ts'

const clean = {
  '.dockerignore': 'notes\n',
  Dockerfile: 'FROM scratch\nCOPY src /\n',
  'src/index.js': 'export {}\n',
  notes: 'mine',
}
const leaking = { ...clean, 'src/.env': 'API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\n' }
const base = { DOCKER_BUILDKIT: '1', COLUMNS: '80' }

/** Runs `ctxguard build OPTIONS -- COMMAND` in `cwd` with a docker of its own. */
function guard(
  cwd: string,
  options: string[],
  command: string[],
  { fake = fakeDocker(), env = {}, input = '' as string | Buffer } = {},
) {
  const run = spawnSync(process.execPath, [BIN, 'build', ...options, '--', ...command], {
    cwd,
    input,
    env: { HOME: '/nonexistent', ...base, ...env, PATH: fake.path },
  })
  return {
    exitCode: run.status,
    stdout: run.stdout.toString(),
    stderr: run.stderr.toString(),
    docker: fake.called(),
  }
}

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

describe('standard input', () => {
  const dir = makeTree(clean)
  const tmp = temporaryDirectory()
  const env = { TMPDIR: tmp }
  const leftOver = () => readdirSync(tmp)

  test('a Dockerfile is audited and handed on to the byte', () => {
    const text = Buffer.from('FROM scratch\r\nCOPY src /\nENV NAME=caf\xe9\n', 'latin1')
    const { exitCode, docker } = guard(dir, [], ['docker', 'build', '-f', '-', '.'], { input: text, env })
    expect(exitCode).toBe(0)
    expect(docker?.stdin).toBe(text.toString('latin1'))
    expect(leftOver()).toEqual([])
  })

  test('a Dockerfile with a secret is refused', () => {
    const text = 'FROM scratch\nENV API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\nCOPY src /\n'
    for (const command of [
      ['docker', 'build', '-f', '-', '.'],
      ['docker', 'build', '-'],
    ]) {
      const { exitCode, stderr, docker } = guard(dir, [], command, { input: text, env })
      expect({ exitCode, docker }).toEqual({ exitCode: 1, docker: undefined })
      expect(stderr).toContain('secret-in-dockerfile')
    }
    expect(leftOver()).toEqual([])
  })

  test('an archive is audited as the context, and handed on to the byte', () => {
    const pack = (tree: Tree) => execFileSync('tar', ['-C', makeTree(tree), '-cz', '.'])
    const archive = pack(clean)
    const passed = guard(dir, [], ['docker', 'build', '-'], { input: archive, env })
    expect(passed.exitCode).toBe(0)
    expect(passed.docker?.stdin).toBe(archive.toString('latin1'))
    const refused = guard(dir, [], ['docker', 'build', '-'], { input: pack(leaking), env })
    expect(refused).toMatchObject({ exitCode: 1, docker: undefined })
    expect(refused.stderr).toContain('src/.env')
    expect(leftOver()).toEqual([])
  })

  test('one that never ends is not read for ever', () => {
    const { exitCode, stderr } = guard(dir, [], ['docker', 'build', '-f', '-', '.'], {
      input: Buffer.alloc(17 * 2 ** 20, '#'),
      env,
    })
    expect(exitCode).toBe(3)
    expect(stderr).toContain('longer than 16 MiB')
    expect(leftOver()).toEqual([])
  })

  const isLinux = process.platform === 'linux'
  test.runIf(isLinux).each(['SIGTERM', 'SIGKILL'] as const)('nothing stays behind after %s', async signal => {
    const child = spawn(process.execPath, [BIN, 'build', '--', 'docker', 'build', '-'], {
      cwd: dir,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...base, ...env, PATH: fakeDocker().path },
    })
    const ended = new Promise(resolve => child.on('exit', (_, signal) => resolve(signal)))
    child.stdin.write('FROM scratch\n')
    while (!isKeptBy(child.pid!)) await new Promise(next => setTimeout(next, 20))
    child.kill(signal)
    expect(await ended).toBe(signal)
    expect(leftOver()).toEqual([])
  })

  /** Whether a process has a file open that lay in `tmp`, and holds something. */
  function isKeptBy(pid: number): boolean {
    return readdirSync(`/proc/${pid}/fd`).some(fd => {
      try {
        const file = `/proc/${pid}/fd/${fd}`
        return readlinkSync(file).startsWith(tmp) && statSync(file).size > 0
      } catch {
        return false // closed meanwhile
      }
    })
  }
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

describe('--minimal', () => {
  const home = temporaryDirectory()
  const env = { XDG_CACHE_HOME: home }

  test('gives the command a directory of its own with what the build takes', () => {
    const dir = makeTree({ ...clean, 'unused/big': 'x' })
    const { exitCode, docker } = guard(dir, ['--minimal'], ['docker', 'build', '-t', 'x', '.'], { env })
    expect(exitCode).toBe(0)
    const [, , , given] = docker!.args as [string, string, string, string]
    expect(docker!.args).toEqual(['build', '-t', 'x', given])
    expect(given.startsWith(home)).toBe(true)
    expect(given.split('/').at(-1)).toMatch(new RegExp(`^${dir.split('/').at(-1)}-[0-9a-f]{12}$`))
    expect(readdirSync(given).sort()).toEqual(['.dockerignore', 'Dockerfile', 'src'])
    expect(readFileSync(join(given, 'src/index.js'), 'utf8')).toBe('export {}\n')
  })

  test('a Dockerfile by another name is named there, one outside stays where it is', () => {
    const dir = makeTree({ ...clean, 'build/a.Dockerfile': 'FROM scratch\nCOPY src/index.js /\n' })
    const other = makeTree({ Dockerfile: 'FROM scratch\nCOPY src /\n' })
    const run = (file: string) =>
      guard(dir, ['--minimal', '-q'], ['docker', 'build', `--file=${file}`, '.'], { env }).docker!.args
    const [, named, context] = run('build/a.Dockerfile') as [string, string, string]
    expect(named).toBe(`--file=${context}/build/a.Dockerfile`)
    expect(existsSync(join(context, 'build/a.Dockerfile'))).toBe(true)
    expect(run(`${other}/Dockerfile`)[1]).toBe(`--file=${other}/Dockerfile`)
  })

  test('refuses before anything else where the command has no place for it', () => {
    const dir = makeTree({ ...clean, 'compose.yaml': 'services: { app: { build: . } }\n' })
    const { exitCode, stderr, docker } = guard(dir, ['--minimal'], ['docker', 'compose', 'build'], { env })
    expect({ exitCode, docker }).toEqual({ exitCode: 2, docker: undefined })
    expect(stderr).toContain('takes its contexts from the compose file')
    expect(guard(dir, ['--minimal'], ['docker', 'build', '-'], { env }).exitCode).toBe(2)
  })

  test('each target of bake gets its own, also where they differ in an argument only', () => {
    const target = (from: string) => ({ context: '.', args: { FROM: from } })
    const dir = makeTree({
      ...clean,
      Dockerfile: 'FROM scratch\nARG FROM\nCOPY src/$FROM.js /\n',
      'src/other.js': 'export {}\n',
      'docker-bake.json': JSON.stringify({
        group: { default: { targets: ['a', 'b'] } },
        target: { a: target('index'), b: target('other') },
      }),
    })
    const { docker } = guard(dir, ['--minimal'], ['docker', 'buildx', 'bake'], { env })
    const given = new Map(docker!.args.map(arg => arg.split('.context=') as [string, string]))
    expect(given.get('a')!.startsWith(`${home}/`)).toBe(true)
    expect(readdirSync(join(given.get('a')!, 'src'))).toEqual(['index.js'])
    expect(readdirSync(join(given.get('b')!, 'src'))).toEqual(['other.js'])
  })

  test('what was forced is not left behind', () => {
    const dir = makeTree(leaking)
    const own = { XDG_CACHE_HOME: temporaryDirectory() }
    const options = ['--minimal', '--force', 'made up']
    for (const _ of ['once', 'again']) {
      const { exitCode, stderr, docker } = guard(dir, options, ['docker', 'build', '.'], { env: own })
      expect(exitCode).toBe(0)
      expect(stderr).toContain('ctxguard: the staged context holds what was found, and was removed\n')
      expect(existsSync(docker!.args.at(-1)!)).toBe(false)
    }
    const left = readdirSync(own.XDG_CACHE_HOME, { recursive: true, encoding: 'utf8' })
    expect(left.filter(path => path.endsWith('.env'))).toEqual([])
  })

  test('nobody else gets to change the directory before the command has ended', async () => {
    const dir = makeTree(clean)
    const fake = fakeDocker()
    // it runs for as long as its standard input is open
    const first = spawn(process.execPath, [BIN, 'build', '--minimal', '--', 'docker', 'build', '.'], {
      cwd: dir,
      env: { HOME: '/nonexistent', ...base, ...env, PATH: fake.path },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    const ended = new Promise(resolve => first.on('exit', resolve))
    while (!fake.isRunning()) await new Promise(resolve => setTimeout(resolve, 20))
    const second = guard(dir, ['--minimal'], ['docker', 'build', '.'], { env })
    first.stdin.end()
    expect(await ended).toBe(0)
    expect(second).toMatchObject({ exitCode: 3, docker: undefined })
    expect(second.stderr).toContain(`is being staged by process ${first.pid}`)
    expect(guard(dir, ['--minimal'], ['docker', 'build', '.'], { env }).exitCode).toBe(0)
  })
})

/** Whether there is a docker client; an engine is not needed. */
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
