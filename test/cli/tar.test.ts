import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { BIN, runCli } from '../helpers/cli.ts'
import { GITHUB_TOKEN } from '../helpers/secrets.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

const TREE: Tree = {
  Dockerfile: 'FROM scratch\nCOPY src /\n',
  '.dockerignore': '**/*.log\n',
  'src/a.ts': 'a',
  'src/b.log': 'b',
  'other.txt': 'not taken',
}

interface TarRun {
  tar: Buffer
  stderr: string
  exitCode: number | null
}

function runTar(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}, input = ''): TarRun {
  const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, 'tar', ...args], {
    cwd,
    input,
    maxBuffer: 2 ** 28,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
  })
  return { tar: stdout, stderr: stderr.toString(), exitCode: status }
}

function listed(tar: Uint8Array): string[] {
  return execFileSync('tar', ['-tf', '-'], { input: tar, encoding: 'utf8' }).split('\n').filter(Boolean)
}

describe('what is packed', () => {
  const dir = makeTree(TREE)

  test('what the build takes, and nothing is said', () => {
    const { tar, stderr, exitCode } = runTar(['.'], dir)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(listed(tar)).toEqual(['./', 'Dockerfile', 'src/', 'src/a.ts'])
  })

  test('--all-sent: all that the ignore file leaves', () => {
    expect(listed(runTar(['--all-sent', '.'], dir).tar)).toEqual([
      './',
      '.dockerignore',
      'Dockerfile',
      'other.txt',
      'src/',
      'src/a.ts',
    ])
  })

  test('twice the same bytes; --gzip holds the same', () => {
    const once = runTar(['.'], dir).tar
    expect(runTar(['.'], dir).tar.equals(once)).toBe(true)
    expect(gunzipSync(runTar(['--gzip', '.'], dir).tar).equals(once)).toBe(true)
  })

  test('-o writes a file that is whole', () => {
    const out = join(temporaryDirectory(), 'context.tar')
    const { tar, exitCode } = runTar(['-o', out, '.'], dir)
    expect({ exitCode, stdout: tar.length }).toEqual({ exitCode: 0, stdout: 0 })
    expect(readFileSync(out).equals(runTar(['.'], dir).tar)).toBe(true)
  })
})

describe('times', () => {
  const first = makeTree(TREE)
  const second = makeTree(TREE)
  utimesSync(join(second, 'src/a.ts'), 1, 1)

  test('of two trees that differ in nothing else, one time makes the same bytes', () => {
    expect(runTar(['.'], first).tar.equals(runTar(['.'], second).tar)).toBe(false)
    const [one, other] = [first, second].map(dir => runTar(['--mtime', '1700000000', '.'], dir).tar)
    expect(one!.equals(other!)).toBe(true)
  })

  test('SOURCE_DATE_EPOCH is one, and --mtime goes before it', () => {
    const given = runTar(['--mtime', '1700000000', '.'], first).tar
    expect(runTar(['.'], first, { SOURCE_DATE_EPOCH: '1700000000' }).tar.equals(given)).toBe(true)
    const both = runTar(['--mtime', '1700000000', '.'], first, { SOURCE_DATE_EPOCH: '1' })
    expect(both.tar.equals(given)).toBe(true)
  })

  test.each([
    [['--mtime', 'now', '.'], {}, '--mtime: "now" is no time'],
    [['--mtime', '-1', '.'], {}, '--mtime: "-1" is no time'],
    [['.'], { SOURCE_DATE_EPOCH: '1.5' }, 'SOURCE_DATE_EPOCH: "1.5" is no time'],
  ])('%j %j is refused', (args, env, message) => {
    const { tar, stderr, exitCode } = runTar(args, first, env)
    expect({ bytes: tar.length, exitCode }).toEqual({ bytes: 0, exitCode: 2 })
    expect(stderr).toContain(message)
  })
})

describe('the audit comes first', () => {
  const dir = makeTree({ ...TREE, 'src/planted.ts': `const token = '${GITHUB_TOKEN}'\n` })

  test('where it fails, its report is on stderr and nothing on stdout', () => {
    const { tar, stderr, exitCode } = runTar(['.'], dir)
    expect({ bytes: tar.length, exitCode }).toEqual({ bytes: 0, exitCode: 1 })
    expect(stderr).toContain('src/planted.ts')
    expect(stderr).not.toContain(GITHUB_TOKEN)
    expect(stderr).toContain('ctxguard: nothing was packed')
  })

  test('with -o no file appears', () => {
    const out = temporaryDirectory()
    expect(runTar(['-o', join(out, 'x.tar'), '.'], dir).exitCode).toBe(1)
    expect(readdirSync(out)).toEqual([])
  })

  test('--no-check packs all the same, and so do rules that are off', () => {
    expect(listed(runTar(['--no-check', '.'], dir).tar)).toContain('src/planted.ts')
    expect(runTar(['--fail-on', 'never', '.'], dir).exitCode).toBe(0)
  })

  test('a Dockerfile that the builder refuses is 3, checked or not', () => {
    const bad = makeTree({ Dockerfile: 'FROM scratch\nCOPPY a b\n' })
    for (const args of [['.'], ['--no-check', '.'], ['--digest', '.']])
      expect(runTar(args, bad)).toMatchObject({ exitCode: 3, tar: Buffer.alloc(0) })
  })
})

describe('what stderr says', () => {
  test('with which -f, where docker would not find the Dockerfile', () => {
    const dir = makeTree({ 'ctx/a b/x': '', 'my app.Dockerfile': 'FROM scratch AS one\nCOPY ["a b", "/"]\n' })
    const { tar, stderr, exitCode } = runTar(
      ['-f', '../my app.Dockerfile', '--target', 'one'],
      join(dir, 'ctx'),
    )
    expect(exitCode).toBe(0)
    expect(stderr).toBe(
      'ctxguard: the Dockerfile is in the tar as .ctxguard.Dockerfile\n' +
        '  build it with: docker build -f .ctxguard.Dockerfile --target one -\n',
    )
    expect(listed(tar)).toContain('.ctxguard.Dockerfile')
  })

  test('-f - takes the Dockerfile from standard input', () => {
    const dir = makeTree({ a: '', b: '' })
    const { tar, stderr } = runTar(['-f', '-', '.'], dir, {}, 'FROM scratch\nCOPY a /\n')
    expect(listed(tar)).toEqual(['./', '.ctxguard.Dockerfile', 'a'])
    expect(stderr).toContain('docker build -f .ctxguard.Dockerfile -')
  })

  test('once, what a build of the directory would do otherwise; -q says nothing', () => {
    const dir = makeTree({ '.dockerignore': 'Dockerfile', Dockerfile: 'FROM scratch\nCOPY . /\n', a: '' })
    const { stderr, exitCode } = runTar(['.'], dir)
    expect(exitCode).toBe(0)
    expect(stderr.match(/not quite one of the directory/g)).toHaveLength(1)
    expect(stderr).toContain("a COPY or a mount takes Dockerfile too, which a tar can't keep from it")
    expect(stderr).toContain('ctxguard stage makes a directory that builds the same')
    expect(runTar(['-q', '.'], dir).stderr).toBe('')
    expect(runTar(['--builder', 'classic', '.'], dir).stderr).toBe('')
  })

  test('why all that is sent is packed, where only the build could tell', () => {
    const dir = makeTree({ Dockerfile: '# syntax=example/other\nx\n', a: '' })
    expect(runTar(['.'], dir).stderr).toContain(
      'all that is sent is packed: another frontend reads this file',
    )
  })
})

describe('--digest', () => {
  const dir = makeTree(TREE)

  test('prints it alone', () => {
    const { stdout, stderr, exitCode } = runCli(['tar', '--digest', dir])
    expect(stdout).toMatch(/^sha256:[0-9a-f]{64}\n$/)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  })

  test('is of what is packed', () => {
    const digest = (...args: string[]) => runCli(['tar', '--digest', ...args, dir]).stdout
    const before = [digest(), digest('--all-sent')]
    writeFileSync(join(dir, 'other.txt'), 'changed')
    expect(digest()).toBe(before[0])
    expect(digest('--all-sent')).not.toBe(before[1])
  })

  test('has neither --gzip nor --mtime', () => {
    expect(runCli(['tar', '--digest', '--gzip', dir])).toMatchObject({ stdout: '', exitCode: 2 })
    expect(runCli(['tar', '--digest', '--mtime', '0', dir])).toMatchObject({ stdout: '', exitCode: 2 })
  })
})

test('--json is refused: there is none', () => {
  expect(runCli(['tar', '--json', makeTree(TREE)])).toMatchObject({ stdout: '', exitCode: 2 })
})

const hasScript = spawnSync('script', ['--version']).status === 0

test.skipIf(!hasScript)('a terminal is no place for a tar', () => {
  const dir = makeTree(TREE)
  const command = `${process.execPath} ${BIN} tar ${dir}`
  const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stdout).toContain('a tar is not for a terminal')
  expect(stdout).toContain('ctxguard tar . | docker build -')
})

test('a reader that stops early makes it fail', () => {
  const dir = makeTree({ large: { bytes: 2_000_000 } })
  const { stdout } = spawnSync(
    'bash',
    [
      '-c',
      `set -o pipefail; ${process.execPath} ${BIN} tar --no-check ${dir} | head -c 100 >/dev/null; echo $?`,
    ],
    { encoding: 'utf8' },
  )
  expect(stdout.trim()).toBe('3')
  expect(existsSync(dir)).toBe(true)
})
