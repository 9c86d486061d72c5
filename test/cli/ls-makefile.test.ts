import { spawnSync } from 'node:child_process'
import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makefileText } from '../../src/report/makefile.ts'
import { runCli } from '../helpers/cli.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'

test('a rule of what the build takes, its Dockerfile and its ignore file', () => {
  const dir = makeTree({
    'ctx/.dockerignore': '**/*.log\n',
    'ctx/src/a b.ts': '',
    'ctx/src/x.log': '',
    'ctx/src/deep/c.ts': '',
    'ctx/link': { link: 'src' },
    'ctx/other': '',
    'build/Dockerfile': 'FROM scratch\nCOPY link /\nCOPY --from=more d /\n',
    'more/d/f': '',
    'more/e': '',
  })
  const args = ['ls', '--format', 'makefile', '-f', 'build/Dockerfile', '--build-context', 'more=more', 'ctx']
  const { stdout, stderr, exitCode } = runCli(args, { cwd: dir })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(stdout).toBe(
    [
      'image: \\\n build/Dockerfile \\\n ctx/.dockerignore \\\n ctx/src/a\\ b.ts \\\n ctx/src/deep/c.ts \\\n more/d/f',
      'build/Dockerfile:',
      'ctx/.dockerignore:',
      'ctx/src/deep/c.ts:',
      'more/d/f:\n',
    ].join('\n\n'),
  )
})

test('--make-target names what depends on them; a list in the context is not part of itself', () => {
  const dir = makeTree({ Dockerfile: 'FROM scratch\nCOPY . /\n', 'image.d': 'the last one', a: '' })
  const run = runCli(['ls', '--format', 'makefile', '--make-target', 'image.id', '-o', 'image.d'], {
    cwd: dir,
  })
  expect(run).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  const made = spawnSync('cat', [join(dir, 'image.d')], { encoding: 'utf8' }).stdout
  expect(made.split('\n')[0]).toBe('image.id: \\')
  expect(made).not.toContain('image.d ')
})

test('other forms and --ref make no sense with it', () => {
  const dir = makeTree({ Dockerfile: 'FROM scratch\n' })
  for (const other of [['--long'], ['--json'], ['-0'], ['--excluded'], ['--ref', 'HEAD']])
    expect(runCli(['ls', '--format', 'makefile', ...other, dir])).toMatchObject({ stdout: '', exitCode: 2 })
  expect(runCli(['ls', '--make-target', 'x', dir]).exitCode).toBe(2)
})

test('names that make can not be told are refused', () => {
  const dir = makeTree({ Dockerfile: 'FROM scratch\nCOPY . /\n', 'a\nb': '' })
  const { stdout, stderr, exitCode } = runCli(['ls', '--format', 'makefile', dir])
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 })
  expect(stderr).toContain('a\\x0ab: a control character is in its name')
  for (const name of ['x;touch pwned', 'end ', 'end\\', 'foo (1)', 'a\rb'])
    expect(() => makefileText('image', [name])).toThrow("make can't be told of")
})

const hasMake = spawnSync('make', ['--version']).status === 0

describe.skipIf(!hasMake)('make itself', () => {
  const NAMES = [
    'plain',
    'a b',
    ' lead',
    'a  b',
    'a\tb',
    'd$x',
    '$(shell touch pwned).txt',
    'h#x',
    'p%x',
    '%',
    'c:x',
    's*x',
    'q?x',
    '[slug].tsx',
    '[',
    'b\\x',
    'b\\ x',
    'e=x',
    'p|x',
    '&',
    '~x',
    '(x).ts',
    "q'x",
    '"dq"',
    '{a,b}',
    'é',
    'latin1:\xff',
  ]

  const make = (dir: string) => {
    const { stdout, stderr } = spawnSync('make', ['-s', 'image'], { cwd: dir, encoding: 'utf8' })
    return stdout + stderr
  }

  test.each(NAMES)('%j: built where it is newer, and left where it is not', name => {
    const dir = makeTree({ [name]: '', 's.tsx': '', sax: '' })
    const raw = name.startsWith('latin1:') ? '\udcff' : name
    const bytes = Buffer.from(name.replace('latin1:', ''), name.startsWith('latin1:') ? 'latin1' : 'utf8')
    const path = Buffer.concat([Buffer.from(`${dir}/`), bytes])
    writeFileSync(join(dir, 'image.d'), rawBytes(makefileText('image', [raw])))
    writeFileSync(join(dir, 'Makefile'), 'include image.d\nimage:\n\techo BUILT; touch image\n')
    expect(make(dir)).toBe('BUILT\n')
    utimesSync(path, 1000, 1000)
    utimesSync(join(dir, 'image'), 2000, 2000)
    expect(make(dir)).toBe('')
    utimesSync(path, 3000, 3000)
    expect(make(dir)).toBe('BUILT\n')
    expect(spawnSync('ls', ['pwned'], { cwd: dir }).status).not.toBe(0)
  })

  test('a file that is gone is no error, and makes the target again', () => {
    const dir = temporaryDirectory()
    writeFileSync(join(dir, 'gone'), '')
    writeFileSync(join(dir, 'Makefile'), 'include image.d\nimage:\n\techo BUILT; touch image\n')
    writeFileSync(join(dir, 'image.d'), makefileText('image', ['gone']))
    make(dir)
    rmSync(join(dir, 'gone'))
    expect(make(dir)).toBe('BUILT\n')
  })
})

function rawBytes(text: string): Buffer {
  return Buffer.from(text.replace('\udcff', '\xff'), text.includes('\udcff') ? 'latin1' : 'utf8')
}
