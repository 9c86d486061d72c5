import { describe, expect, test } from 'vitest'
import { runCli } from '../helpers/cli.ts'
import { commitAll, makeTree } from '../helpers/tree.ts'

const dir = makeTree({
  '.dockerignore': '# kept out\n*.log\nbuild\n!build/keep\n',
  '.gitignore': 'x.tmp\n',
  'build/keep': 'k',
  'build/lost': 'l',
  'a.log': 'log',
  'src/é.txt': 'text',
  'x.tmp': 't',
  link: { link: 'src' },
})
commitAll(dir)

const ls = (...args: string[]) => runCli(['ls', dir, ...args])

test('plain ls prints a path a line, directories left out', () => {
  const { stdout, stderr, exitCode } = ls('--ignore-file', `${dir}/.dockerignore`)
  expect(stdout.split('\n').filter(line => !line.startsWith('.git/'))).toEqual([
    '.dockerignore',
    '.gitignore',
    'build/keep',
    'link',
    'src/é.txt',
    'x.tmp',
    '',
  ])
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
})

test('--dirs lists directories too, -0 ends names with a NUL byte', () => {
  const lines = ls('--dirs').stdout.split('\n')
  expect(lines).toContain('build')
  expect(lines).toContain('src')
  expect(ls('-0').stdout).toContain('src/é.txt\0x.tmp\0')
})

test('-0 gives names that are not UTF-8 as they are, lines give them spelled', () => {
  const odd = makeTree({ 'latin1:a\xff b': '' })
  expect(runCli(['ls', odd]).stdout).toBe('a\\xff\\x20b\n')
})

test('--long shows mode, size, git state and the line that decided', () => {
  const lines = ls('--long').stdout.split('\n')
  expect(lines).toContain('-rw-r--r--         1 B  tracked    build/keep  [.dockerignore:4 !build/keep]')
  expect(lines).toContain('-rw-r--r--         1 B  ignored    x.tmp')
  expect(lines).toContain('lrwxrwxrwx           -  tracked    link -> src')
})

test('--tree shows the size of every directory and the sum', () => {
  const tree = makeTree({ 'a/b/one': '1', 'a/two': '22', z: '' })
  expect(runCli(['ls', '--tree', tree]).stdout).toBe(
    [
      '├─ a/  2 files, 3 B',
      '│  ├─ b/  1 file, 1 B',
      '│  │  └─ one  1 B',
      '│  └─ two  2 B',
      '└─ z  0 B',
      '3 files, 3 B',
      '',
    ].join('\n'),
  )
})

test('--excluded names what is left out and the line that did it, and no directory that is sent after all', () => {
  expect(ls('--excluded').stdout).toBe(
    ['a.log  [.dockerignore:2 *.log]', 'build/lost  [.dockerignore:3 build]', ''].join('\n'),
  )
})

describe('--json', () => {
  const document = JSON.parse(ls('--json').stdout)

  test('has every entry with every key', () => {
    const entry = (path: string) => document.entries.find((one: { path: string }) => one.path === path)
    expect(entry('link')).toEqual({
      path: 'link',
      kind: 'symlink',
      bytes: 0,
      mode: 0o777,
      link: 'src',
      requested: null,
      git: 'tracked',
    })
    expect(entry('x.tmp')).toMatchObject({ kind: 'file', bytes: 1, git: 'ignored' })
    expect(entry('src')).toMatchObject({ kind: 'directory', git: null })
  })

  test('names the request and the totals', () => {
    expect(document).toMatchObject({
      schemaVersion: 1,
      request: { context: dir, builder: 'buildkit', dockerfile: null },
    })
    expect(document.totals.sent.files).toBe(
      document.entries.filter((one: { kind: string }) => one.kind !== 'directory').length,
    )
  })

  test('is whole for an empty context too', () => {
    const { stdout } = runCli(['ls', '--json', makeTree({ d: { dir: true } })])
    expect(JSON.parse(stdout)).toMatchObject({
      entries: [{ path: 'd' }],
      totals: { sent: { files: 0, bytes: 0 } },
    })
    expect(JSON.parse(runCli(['ls', '--json', '--excluded', dir]).stdout).excluded).toContainEqual({
      path: 'build/lost',
      kind: 'file',
      whole: false,
      decidedBy: { file: '.dockerignore', line: 3, text: 'build', negated: false },
    })
  })
})

describe('what the Dockerfile takes', () => {
  const dir = makeTree({
    Dockerfile: 'FROM scratch\nCOPY src/*.js link /\n',
    'src/a.js': 'a',
    'src/b.ts': 'b',
    'other/c': 'c',
    link: { link: 'other/c' },
  })

  test('--requested lists it alone, links and what they lead to included', () => {
    const { stdout, stderr, exitCode } = runCli(['ls', '--requested', dir])
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: 'link\nother/c\nsrc/a.js\n',
      stderr: '',
      exitCode: 0,
    })
    expect(runCli(['ls', '--requested', '--dirs', dir]).stdout).toBe('link\nother\nother/c\nsrc\nsrc/a.js\n')
  })

  test('--json says of every entry whether it is among them, and what they come to', () => {
    const { entries, totals } = JSON.parse(runCli(['ls', '--json', dir]).stdout)
    const requested = entries.filter((entry: { requested: boolean }) => entry.requested)
    expect(requested.map(({ path }: { path: string }) => path)).toEqual([
      'link',
      'other',
      'other/c',
      'src',
      'src/a.js',
    ])
    expect(totals).toEqual({ sent: { files: 5, bytes: 37 }, requested: { files: 3, bytes: 2 } })
  })

  test('is unknown without a Dockerfile: null in JSON, and an error where it is asked for', () => {
    const bare = makeTree({ a: '' })
    expect(JSON.parse(runCli(['ls', '--json', bare]).stdout)).toMatchObject({
      entries: [{ path: 'a', requested: null }],
      totals: { requested: null },
    })
    expect(runCli(['ls', '--requested', bare])).toMatchObject({ stdout: '', exitCode: 2 })
  })

  test('is not listed where the builder refuses the Dockerfile', () => {
    const broken = makeTree({ Dockerfile: 'FROM scratch\nCOPY a\n', a: '' })
    const { stdout, stderr, exitCode } = runCli(['ls', '--requested', broken])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 })
    expect(stderr).toContain('Dockerfile:2: COPY requires at least two arguments')
  })
})
