import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BIN, runCli } from '../helpers/cli.ts'
import { canMount, mayBecomeNobody, runCliAsNobody } from '../helpers/privileges.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'

describe('usage that makes no sense ends in exit 2, with one message and nothing on stdout', () => {
  const dir = makeTree({ 'ctx/x': '', file: '' })
  test.each([
    [['check', ''], 'the context is no path'],
    [['check', 'nowhere'], 'the context nowhere does not exist'],
    [['ls', 'file'], 'the context file is not a directory'],
    [['ls', 'ctx', '--builder', 'kaniko'], '--builder: unknown builder "kaniko"'],
    [['ls', 'ctx', '--json', '--format', 'text'], '--json and --format text contradict each other'],
    [['ls', 'ctx', '--format', 'xml'], '--format: unknown format "xml"'],
    [['ls', 'ctx', '--long', '--tree'], '--long and --tree are different forms'],
    [['ls', 'ctx', '--excluded', '--long'], '--excluded has no --long form'],
    [['ls', 'ctx', '--ignore-file', 'nope'], 'does not exist'],
    [['check', 'ctx', '--fail-on', 'sometimes'], '--fail-on'],
    [['check', 'ctx', '--rule', 'no-such-rule=off'], 'no-such-rule'],
    [['check', 'ctx', '--max-file-size', 'big'], '--max-file-size'],
    [['explain', '-C', 'ctx', '../../etc/passwd'], 'outside the context'],
    [['check', 'ctx', '--no-such-option'], "unknown option '--no-such-option'"],
    [['frobnicate'], "unknown command 'frobnicate'"],
  ])('%j', (args, message) => {
    const { stdout, stderr, exitCode } = runCli(args, { cwd: dir })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })
})

describe('what the builder would refuse ends in exit 3', () => {
  const dir = makeTree({ '.dockerignore': 'x\n[\n', '.env': 'API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\n', x: '' })

  test('ls lists nothing and says where and why', () => {
    expect(runCli(['ls', dir])).toEqual({
      stdout: '',
      stderr:
        'ctxguard: .dockerignore:2: syntax error in pattern\n  mend the ignore file: the build fails on it too\n',
      exitCode: 3,
    })
  })

  test('check still reports everything else, and 3 beats 1', () => {
    const { stdout, exitCode } = runCli(['check', '--json', dir])
    const [report] = JSON.parse(stdout).reports
    expect(exitCode).toBe(3)
    expect(report.findings.map((finding: { rule: string }) => finding.rule)).toEqual(
      expect.arrayContaining(['ignore-invalid', 'secret-file']),
    )
    expect(report.incomplete).toMatchObject([{ path: '.dockerignore:2', fatal: true }])
  })

  test('explain answers, and says that the build would not get so far', () => {
    const { stdout, stderr, exitCode } = runCli(['explain', '-C', dir, 'x'])
    expect(stdout).toContain('x  not sent')
    expect(stderr).toContain('syntax error in pattern')
    expect(exitCode).toBe(3)
  })

  test('an ignore file of ten gigabytes is refused without being read', () => {
    const huge = makeTree({ '.dockerignore': { bytes: 10 * 2 ** 30 }, x: '' })
    const { stderr, exitCode } = runCli(['ls', huge])
    expect({ stderr, exitCode }).toMatchObject({
      stderr: expect.stringContaining('larger than 16 MiB'),
      exitCode: 3,
    })
  })

  test('a Dockerfile that is not there', () => {
    const { stdout, stderr, exitCode } = runCli(['ls', '-f', 'No.Dockerfile', dir])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 })
    expect(stderr).toContain('No.Dockerfile: failed to read dockerfile')
  })
})

describe.skipIf(!mayBecomeNobody())('what this user may not read', () => {
  test('an unreadable directory ends in exit 3, with everything else still reported', () => {
    const dir = makeTree({ 'a/x': '', closed: { dir: true, mode: 0 }, 'z/y': '' })
    const listed = runCliAsNobody(['ls', dir], dir)
    expect({ stdout: listed.stdout, exitCode: listed.exitCode }).toEqual({
      stdout: 'a/x\nz/y\n',
      exitCode: 3,
    })
    expect(listed.stderr).toContain('closed could not be listed: permission denied')
    const checked = runCliAsNobody(['check', '--json', dir], dir)
    expect(checked.exitCode).toBe(3)
    expect(JSON.parse(checked.stdout).reports[0].totals.sent.files).toBe(2)
  })

  test('an unreadable directory that is excluded is nobody’s concern with BuildKit, and stops classic', () => {
    const dir = makeTree({ '.dockerignore': 'closed\n', closed: { dir: true, mode: 0 }, x: '' })
    expect(runCliAsNobody(['ls', dir], dir)).toEqual({
      stdout: '.dockerignore\nx\n',
      stderr: '',
      exitCode: 0,
    })
    expect(runCliAsNobody(['ls', '--builder', 'classic', dir], dir).exitCode).toBe(3)
  })

  test('a directory that can be listed and not entered is not listed as if all were well', () => {
    const dir = makeTree({ 'x/f': '', x: { dir: true, mode: 0o444 } })
    expect(runCliAsNobody(['ls', dir], dir).exitCode).toBe(3)
  })

  test('an unreadable file stops classic, and BuildKit sends it empty, which is an error', () => {
    const dir = makeTree({ closed: { text: 'x', mode: 0 }, x: '' })
    expect(runCliAsNobody(['check', '-q', '--builder', 'classic', dir], dir).exitCode).toBe(3)
    expect(runCliAsNobody(['check', '-q', dir], dir).exitCode).toBe(1)
  })

  test('an unreadable context is a usage error or an incomplete answer, never an empty one', () => {
    const dir = makeTree({ 'ctx/x': '' })
    execFileSync('chmod', ['0', join(dir, 'ctx')])
    const { stdout, stderr, exitCode } = runCliAsNobody(['check', 'ctx', '-q'], dir)
    expect(exitCode).toBe(3)
    expect(stdout + stderr).toContain('incomplete')
  })

  test('an unreadable ignore file applies to nothing with BuildKit, and that is said', () => {
    const dir = makeTree({ '.dockerignore': { text: 'x\n', mode: 0 }, x: '' })
    const { stdout, exitCode } = runCliAsNobody(['check', '--json', dir], dir)
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout).reports[0].findings.map((one: { rule: string }) => one.rule)).toContain(
      'ignore-fails-open',
    )
  })
})

test('a name can’t act on the terminal through an error message', () => {
  const { stderr, exitCode } = runCli(['check', 'no\x1b[2J\u202esuch'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('no\\x1b[2J\\u202esuch')
})

describe('output that can’t be written', () => {
  const many = makeTree(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`file-number-${i}`, ''])))

  test('a reader that has seen enough is no failure', () => {
    const shell = spawnSync(
      'bash',
      ['-c', `set -o pipefail; "$0" "$1" ls "$2" | head -n 1`, process.execPath, BIN, many],
      { encoding: 'utf8' },
    )
    expect(shell).toMatchObject({ stdout: 'file-number-0\n', stderr: '', status: 0 })
  })

  test('a full disk on stdout ends in exit 3 with one message', () => {
    const shell = spawnSync('bash', ['-c', `"$0" "$1" ls "$2" > /dev/full`, process.execPath, BIN, many], {
      encoding: 'utf8',
    })
    expect(shell.status).toBe(3)
    expect(shell.stderr).toContain('standard output could not be written: no space left on the device')
  })

  test.skipIf(!canMount())('a full disk under -o leaves nothing half-written', () => {
    const disk = temporaryDirectory()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk])
    try {
      const { stderr, exitCode } = runCli(['ls', many, '-o', join(disk, 'list')])
      expect(exitCode).toBe(3)
      expect(stderr).toContain('no space left on the device')
      expect(readdirSync(disk)).toEqual([])
    } finally {
      execFileSync('umount', [disk])
    }
  })

  test('a file under -o keeps its old content when the command fails', () => {
    const dir = makeTree({ list: 'old', 'ctx/.dockerignore': '!\n' })
    expect(runCli(['ls', 'ctx', '-o', 'list'], { cwd: dir }).exitCode).toBe(3)
    expect(readFileSync(join(dir, 'list'), 'utf8')).toBe('old')
    expect(readdirSync(dir).sort()).toEqual(['ctx', 'list'])
  })

  test('-o writes through a link and into what is no regular file, and replaces neither', () => {
    const dir = makeTree({ target: 'old', link: { link: 'target' }, 'ctx/x': '', pipe: { special: 'fifo' } })
    expect(runCli(['ls', 'ctx', '-o', 'link'], { cwd: dir }).exitCode).toBe(0)
    expect(lstatSync(join(dir, 'link')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(dir, 'target'), 'utf8')).toBe('x\n')
    const shell = spawnSync(
      'bash',
      ['-c', 'cat pipe & "$0" "$1" ls ctx -o pipe; wait', process.execPath, BIN],
      {
        cwd: dir,
        encoding: 'utf8',
      },
    )
    expect(shell.stdout).toBe('x\n')
    expect(lstatSync(join(dir, 'pipe')).isFIFO()).toBe(true)
  })

  test('-o onto a directory is refused in plain words', () => {
    const dir = makeTree({ 'ctx/x': '' })
    const { stdout, stderr, exitCode } = runCli(['ls', 'ctx', '-o', 'ctx'], { cwd: dir })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 })
    expect(stderr).toContain('ctx could not be written: it is a directory')
    expect(stderr).not.toContain('unexpected')
  })

  test('what is being written is no part of the context that is listed', () => {
    const dir = makeTree({ x: '' })
    expect(runCli(['ls', '.', '-o', 'list'], { cwd: dir }).exitCode).toBe(0)
    expect(readFileSync(join(dir, 'list'), 'utf8')).toBe('x\n')
  })

  test('-o into a directory that is not there', () => {
    const { stderr, exitCode } = runCli(['ls', many, '-o', join(many, 'no', 'list')])
    expect(exitCode).toBe(3)
    expect(stderr).toContain('its directory does not exist')
    expect(existsSync(join(many, 'no'))).toBe(false)
  })
})
