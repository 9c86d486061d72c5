import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { BIN, runCli } from '../helpers/cli.ts'
import { GITHUB_TOKEN } from '../helpers/secrets.ts'
import { type Member, tarOf } from '../helpers/tar.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

const CONTEXT: Tree = {
  Dockerfile: 'FROM scratch\nCOPY . /\n',
  'src/a': { text: 'a', mode: 0o755 },
  'src/token': `token = ${GITHUB_TOKEN}\n`,
  'long.txt': `${'x'.repeat(9000)}\ntoken = ${GITHUB_TOKEN}\n`,
  'latin1:odd \xff': 'o',
  'é/ü': 'u',
  [`${'d'.repeat(120)}/${'f'.repeat(120)}`]: 'long',
  link: { link: 'src/a' },
  out: { link: '../out' },
  hard: { hardlink: 'src/token' },
  pipe: { special: 'fifo' },
  'private/x': { text: 'x', mode: 0o600 },
}

/** With a file first whose header is plain, as the engine wants it. */
function tarred(dir: string, ...options: string[]): string {
  const file = join(temporaryDirectory(), 'context.tar')
  const names = readdirSync(dir, { encoding: 'buffer' }).map(name => name.toString('latin1'))
  const list = names.sort((a, b) => Number(b === 'Dockerfile') - Number(a === 'Dockerfile'))
  const input = Buffer.from(list.map(name => `${name}\0`).join(''), 'latin1')
  execFileSync('tar', ['-C', dir, '-cf', file, ...options, '--null', '-T', '-'], { input })
  return file
}

const json = (...args: string[]) => JSON.parse(runCli([...args, '--json']).stdout)

function seen(...args: string[]) {
  const [report] = json('check', '--secret-max-bytes', '4KiB', ...args).reports
  const { entries, totals } = json('ls', ...args)
  // where a link would lead on this machine is said of a directory only
  const findings = report.findings.map(({ message, ...finding }: Record<string, unknown>) => finding)
  return { entries, totals, counted: report.totals, findings }
}

describe('--tar is the audit of what the archive holds', () => {
  const dir = makeTree(CONTEXT)

  // an extended header for the times of the first file: unpacked, the engine would not take it for an archive
  test.each([['gnu'], ['pax', '--gzip']])('in the %s format', (format, ...options) => {
    expect(seen('--tar', tarred(dir, `--format=${format}`, ...options))).toEqual(seen(dir))
  })

  test('in the format of old', () => {
    const plain = makeTree({ Dockerfile: 'FROM scratch\nCOPY a /\n', 'a/b': { text: 'b', mode: 0o755 } })
    expect(seen('--tar', tarred(plain, '--format=v7'))).toEqual(seen(plain))
  })

  test.each([['gzip'], ['bzip2'], ['xz']])('packed by %s', program => {
    const tar = tarred(dir)
    execFileSync(program, [tar])
    const packed = join(dirname(tar), readdirSync(dirname(tar))[0]!)
    expect(seen('--tar', packed)).toEqual(seen(dir))
    expect(leftOver()).toEqual([])
  })

  test('on stdin, packed or not', () => {
    const tar = tarOf([{ name: 'Dockerfile', text: 'FROM scratch\n' }, { name: 'a/b' }])
    for (const input of [tar, gzipSync(tar)])
      expect(piped(input, 'ls', '--tar', '-')).toMatchObject({ stdout: 'Dockerfile\na/b\n', status: 0 })
    expect(leftOver()).toEqual([])
  })

  test('a path in it is explained', () => {
    const { sent, exists } = json('explain', '--tar', tarred(dir), 'src/a')
    expect({ sent, exists }).toEqual({ sent: true, exists: true })
  })
})

describe('ignore files in an archive', () => {
  const file = archived([
    { name: 'Dockerfile', text: 'FROM scratch\nCOPY . /\n' },
    { name: '.dockerignore', text: '.dockerignore\nDockerfile\na\n' },
    { name: 'a' },
    { name: 'b' },
  ])
  const listed = (builder: string) => runCli(['ls', '--tar', file, '--builder', builder])

  test('are not applied by BuildKit, and that is said', () => {
    const { stdout, stderr, exitCode } = listed('buildkit')
    expect({ stdout, exitCode }).toEqual({ stdout: '.dockerignore\nDockerfile\na\nb\n', exitCode: 0 })
    expect(stderr).toContain('.dockerignore is not applied to an archive')
    expect(runCli(['check', '--tar', file]).stdout).toContain('.dockerignore is not applied to an archive')
  })

  test('only take themselves and the Dockerfile out for the classic builder', () => {
    expect(listed('classic').stdout).toBe('a\nb\n')
  })

  test('are applied by podman', () => {
    expect(listed('podman').stdout).toBe('b\n')
  })

  test('can not be named', () => {
    expect(runCli(['ls', '--tar', file, '--ignore-file', 'x'])).toMatchObject({ exitCode: 2 })
  })
})

describe('the Dockerfile of an archive', () => {
  const text = 'FROM scratch\nCOPY a /\n'
  const named = (members: readonly Member[], ...args: string[]) => {
    const { request, totals } = json(
      'ls',
      '--tar',
      archived([...members, { name: 'a', text: 'abc' }]),
      ...args,
    )
    return [request.dockerfile, totals.requested?.bytes ?? null]
  }

  test.each<[string, Member[], string[], string]>([
    ['the one at its root', [{ name: 'Dockerfile', text }], [], 'Dockerfile'],
    ['the one in small letters', [{ name: 'dockerfile', text }], [], 'dockerfile'],
    ['-f is a path in it', [{ name: 'sub/My', text }], ['-f', 'sub/My'], 'sub/My'],
    ['-f with a slash before it too', [{ name: 'sub/My', text }], ['-f', '/sub/My'], 'sub/My'],
    ['-f that leads out ends at its root', [{ name: 'sub/My', text }], ['-f', '../sub/My'], 'sub/My'],
    [
      'a link from one directory to another',
      [
        { name: 'd/real', text },
        { name: 'sub/Dockerfile', type: '2', target: '../d/real' },
      ],
      ['-f', 'sub/Dockerfile'],
      'sub/Dockerfile',
    ],
    [
      'a link that begins at the root',
      [
        { name: 'real', text },
        { name: 'Dockerfile', type: '2', target: '/real' },
      ],
      [],
      'Dockerfile',
    ],
  ])('is %s', (_, members, args, dockerfile) => {
    for (const builder of ['buildkit', 'classic'])
      expect(named(members, '--builder', builder, ...args)).toEqual([
        dockerfile,
        builder === 'buildkit' ? 3 : expect.any(Number),
      ])
  })

  test('is no file of this machine', () => {
    const host = join(makeTree({ Dockerfile: 'FROM scratch\n' }), 'Dockerfile')
    const { stdout, exitCode } = runCli(['check', '--tar', archived([{ name: 'a' }]), '-f', host])
    expect(exitCode).toBe(3)
    expect(stdout).toContain('failed to read dockerfile')
  })
})

describe('what is no archive for the builder ends in exit 2', () => {
  const head = { name: 'a', pax: { mtime: '1.5' } }
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'is empty: docker build - would take it for a Dockerfile'],
    ['a Dockerfile', Buffer.from('FROM scratch\n'), 'is no tar archive'],
    ['an extended header first', tarOf([head]), 'begins with an extended header'],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), 'docker buildx takes that for a Dockerfile'],
  ])('%s', (_, bytes, message) => {
    const file = join(temporaryDirectory(), 'context')
    writeFileSync(file, bytes)
    const { stdout, stderr, exitCode } = runCli(['check', '--tar', file])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain(message)
    expect(piped(bytes, 'check', '--tar', '-').stderr).toContain(message)
  })

  test('a file that is not there, a directory', () => {
    const dir = temporaryDirectory()
    expect(runCli(['ls', '--tar', join(dir, 'gone')]).stderr).toContain('does not exist')
    expect(runCli(['ls', '--tar', dir])).toMatchObject({ exitCode: 2 })
  })

  test('a context besides', () => {
    const { stderr, exitCode } = runCli(['ls', '.', '--tar', 'x.tar'])
    expect({ stderr, exitCode }).toEqual({
      stderr: 'ctxguard: --tar x.tar is the context, and . is another one\n  leave one of them out\n',
      exitCode: 2,
    })
  })
})

describe('an archive that can not be unpacked ends in exit 3', () => {
  const tar = tarOf([{ name: 'a', text: 'x'.repeat(100_000) }])

  test.each<[string, Uint8Array, string]>([
    ['cut', tar.subarray(0, 5000), 'stdin is damaged at byte 5000: it ends within a'],
    ['packed and cut', gzipSync(tar).subarray(0, 150), 'stdin is damaged'],
    ['packed and altered', altered(gzipSync(tar)), 'stdin is damaged'],
    ['no bzip2 in truth', Buffer.from('BZh9 and more'), 'stdin is damaged'],
    [
      'refused by the engine',
      tarOf([{ name: 'b', type: '1', target: 'gone' }]),
      'stdin: b: a hard link to gone',
    ],
  ])('%s', (_, input, message) => {
    const { stdout, stderr, status } = piped(input, 'check', '--tar', '-')
    expect({ stdout, status }).toEqual({ stdout: '', status: 3 })
    expect(stderr).toContain(message)
    expect(leftOver()).toEqual([])
  })

  const ZEROS = Buffer.alloc(100_000)
  const HIDDEN = Buffer.from('hidden')
  test.each<[string, Uint8Array]>([
    ['as it is', Buffer.concat([tar, HIDDEN])],
    ['far behind', Buffer.concat([tar, ZEROS, HIDDEN, ZEROS])],
    ['a second archive', Buffer.concat([tar, tar])],
    ['packed', gzipSync(Buffer.concat([tar, ZEROS, HIDDEN]))],
    ['behind what gzip packed', Buffer.concat([gzipSync(tar), Buffer.alloc(9), HIDDEN])],
    ['far behind it', Buffer.concat([gzipSync(tar), ZEROS, ZEROS, HIDDEN])],
    ['behind what bzip2 packed', Buffer.concat([execFileSync('bzip2', { input: tar }), HIDDEN])],
  ])('for more data behind its end: %s', (_, input) => {
    const { stdout, stderr, status } = piped(input, 'check', '--tar', '-')
    expect({ stdout, status }).toEqual({ stdout: '', status: 3 })
    expect(stderr).toContain('stdin has more data behind the end of the archive')
    expect(leftOver()).toEqual([])
  })

  test('for want of a program, which is named', () => {
    const file = join(temporaryDirectory(), 'context.tar.xz')
    writeFileSync(file, execFileSync('xz', ['-c'], { input: tar }))
    const { stderr, exitCode } = runCli(['ls', '--tar', file], { env: { PATH: '/nonexistent' } })
    expect(exitCode).toBe(3)
    expect(stderr).toContain('xz is not installed')
    expect(stderr).toContain('install xz-utils')
  })
})

const TMP = temporaryDirectory()

function piped(input: Uint8Array, ...args: string[]) {
  return spawnSync(process.execPath, [BIN, ...args], {
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: '/nonexistent', TMPDIR: TMP },
  })
}

/** What a run left in the directory for temporary files. */
function leftOver(): string[] {
  return readdirSync(TMP)
}

function archived(members: readonly Member[]): string {
  const file = join(temporaryDirectory(), 'context.tar')
  writeFileSync(file, tarOf(members))
  return file
}

function altered(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy[20]! ^= 0xff
  return copy
}
