import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { installHook, uninstallHook } from '../../../src/guard/hooks/install.ts'
import { isolateGit } from '../../git/learn.ts'
import { git, makeTree, type Tree, temporaryDirectory } from '../../helpers/tree.ts'

isolateGit()

const installed = { program: '/opt/ctxguard/bin/ctxguard.cjs', node: '/usr/bin/node' }
const install = (dir: string, hook: 'pre-push' | 'pre-commit' = 'pre-push') =>
  installHook(dir, hook, installed)
const uninstall = (dir: string) => uninstallHook(dir, 'pre-push')

function repository(tree: Tree = {}): string {
  const dir = makeTree(tree)
  git(dir, 'init', '-q', '-b', 'main')
  return dir
}

const contentOf = (file: string) => readFileSync(file).toString('latin1')
const script = (text: string, mode = 0o755) => ({ text, mode })

describe('where there is no hook', () => {
  test('one is written, can be run, is written once, and is gone again', async () => {
    const dir = repository({ 'deep/er/x': '' })
    const before = readdirSync(join(dir, '.git', 'hooks'))
    const file = join(dir, '.git', 'hooks', 'pre-push')
    expect(await install(join(dir, 'deep', 'er'))).toEqual({
      kind: 'written',
      file: '.git/hooks/pre-push',
      how: 'new',
      notes: [],
    })
    expect(statSync(file).mode & 0o111).not.toBe(0)
    execFileSync('sh', ['-n', file])
    expect(readdirSync(join(dir, '.git', 'hooks')).toSorted()).toEqual([...before, 'pre-push'].toSorted())
    expect(await install(dir)).toMatchObject({ kind: 'present' })
    expect(await uninstall(dir)).toEqual({ kind: 'removed', file: '.git/hooks/pre-push', how: 'file' })
    expect(await uninstall(dir)).toMatchObject({ kind: 'absent' })
    expect(readdirSync(join(dir, '.git', 'hooks'))).toEqual(before)
  })

  test('the directory of hooks is made', async () => {
    const dir = temporaryDirectory()
    git(dir, 'init', '-q', '--template=')
    expect(await install(dir, 'pre-commit')).toMatchObject({ kind: 'written', file: '.git/hooks/pre-commit' })
  })

  test('a place outside any repository is an error', async () => {
    await expect(install(temporaryDirectory())).rejects.toThrow('lies in no git worktree')
  })
})

describe('a hook of others', () => {
  const OTHER = '#!/bin/sh\nwhile read -r line; do echo "$line"; done\nexec true\n'

  test('keeps its text and mode around our block, and is byte for byte itself again', async () => {
    const dir = repository({ '.git/hooks/pre-push': script(`${OTHER}# \xff\n`, 0o750) })
    const file = join(dir, '.git', 'hooks', 'pre-push')
    const before = readFileSync(file)
    expect(await install(dir)).toMatchObject({ kind: 'written', how: 'added' })
    expect(contentOf(file)).toContain('while read -r line')
    expect(statSync(file).mode & 0o777).toBe(0o750)
    expect(await install(dir)).toMatchObject({ kind: 'present' })
    expect(await uninstall(dir)).toMatchObject({ kind: 'removed', how: 'block' })
    expect(readFileSync(file)).toEqual(before)
    expect(statSync(file).mode & 0o777).toBe(0o750)
  })

  const LEFT_ALONE: [string, Tree, string][] = [
    ['in another language', { 'pre-push': script('#!/usr/bin/env python3\n') }, 'no script for sh'],
    ['that is a program', { 'pre-push': script('\x7fELF\0') }, 'a program'],
    ['that git passes over', { 'pre-push': script(OTHER, 0o644) }, 'not executable'],
    ['that is a link', { real: script(OTHER), 'pre-push': { link: 'real' } }, 'a link to real'],
    ['that is a directory', { 'pre-push': { dir: true } }, 'no regular file'],
  ]
  test.each(LEFT_ALONE)('%s is left alone, and what to add is said', async (_, hooks, why) => {
    const dir = repository(
      Object.fromEntries(Object.entries(hooks).map(([name, node]) => [`.git/hooks/${name}`, node])),
    )
    const before = lstatSync(join(dir, '.git', 'hooks', 'pre-push'))
    const outcome = await install(dir)
    expect(outcome).toMatchObject({ kind: 'told', snippet: 'ctxguard hook run pre-push "$@"\n' })
    expect(outcome).toHaveProperty('why', expect.stringContaining(why))
    expect(lstatSync(join(dir, '.git', 'hooks', 'pre-push')).mtimeMs).toBe(before.mtimeMs)
    expect(await uninstall(dir)).toMatchObject({ kind: 'absent' })
  })

  test('that calls ctxguard itself needs nothing', async () => {
    const dir = repository({
      '.git/hooks/pre-push': script('#!/bin/sh\nnpx ctxguard hook run pre-push "$@"\n'),
    })
    expect(await install(dir)).toMatchObject({ kind: 'present' })
    expect(await uninstall(dir)).toMatchObject({ kind: 'told' })
  })
})

describe('core.hooksPath', () => {
  test('inside the worktree is where the hook goes; worktrees without it are named', async () => {
    const dir = repository({ x: '' })
    git(dir, 'config', 'core.hooksPath', '.githooks')
    git(dir, 'add', '-A')
    git(dir, 'commit', '-q', '-m', 'x')
    const linked = join(realpathSync(temporaryDirectory()), 'linked')
    git(dir, 'worktree', 'add', '-q', linked)
    const outcome = await install(dir)
    expect(outcome).toMatchObject({ kind: 'written', file: '.githooks/pre-push' })
    expect(outcome.notes).toEqual([
      expect.stringContaining(`not in the worktree ${linked}: there git runs no hook`),
    ])
    expect(await install(linked)).toMatchObject({ kind: 'written', file: '.githooks/pre-push', notes: [] })
    expect(existsSync(join(linked, '.githooks', 'pre-push'))).toBe(true)
  })

  test('outside is not written to', async () => {
    const dir = repository()
    const shared = temporaryDirectory()
    git(dir, 'config', 'core.hooksPath', shared)
    const outcome = await install(dir)
    expect(outcome).toMatchObject({ kind: 'told', file: join(shared, 'pre-push') })
    expect(outcome).toHaveProperty('why', expect.stringContaining('outside this repository'))
    expect(readdirSync(shared)).toEqual([])
  })

  test('a link that leads outside is not followed there', async () => {
    const shared = temporaryDirectory()
    const dir = repository({ '.githooks': { link: shared } })
    git(dir, 'config', 'core.hooksPath', '.githooks')
    expect(await install(dir)).toMatchObject({ kind: 'told' })
    expect(readdirSync(shared)).toEqual([])
  })

  test('/dev/null turns hooks off', async () => {
    const dir = repository()
    git(dir, 'config', 'core.hooksPath', '/dev/null')
    expect(await install(dir)).toHaveProperty('why', expect.stringContaining('git runs no hooks here'))
  })
})

test('a linked worktree shares the hooks of its repository', async () => {
  const dir = repository({ x: '' })
  git(dir, 'add', '-A')
  git(dir, 'commit', '-q', '-m', 'x')
  const linked = join(temporaryDirectory(), 'linked')
  git(dir, 'worktree', 'add', '-q', linked)
  expect(await install(linked)).toMatchObject({ kind: 'written', how: 'new', notes: [] })
  expect(existsSync(join(dir, '.git', 'hooks', 'pre-push'))).toBe(true)
  expect(await install(dir)).toMatchObject({ kind: 'present' })
})

describe('where a tool writes the hooks, its file and what to put there are said:', () => {
  const OWNERS: [string, Tree, string, string][] = [
    ['husky', { '.husky/pre-commit': 'npm test\n' }, '.husky/pre-push', 'ctxguard hook run pre-push "$@"\n'],
    [
      'lefthook',
      { 'lefthook.yml': 'pre-commit: {}\n', 'node_modules/.bin/ctxguard': '' },
      'lefthook.yml',
      'run: node_modules/.bin/ctxguard hook run pre-push {1} {2}\n      use_stdin: true\n',
    ],
    ['lefthook', { '.config/lefthook.toml': '' }, '.config/lefthook.toml', 'use_stdin: true'],
    [
      'pre-commit',
      {
        '.git/hooks/pre-push': script(
          '#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n',
        ),
      },
      '.pre-commit-config.yaml',
      'stages: [pre-push]\n        pass_filenames: false\n        always_run: true\n',
    ],
  ]
  test.each(OWNERS)('%s', async (name, tree, file, snippet) => {
    const dir = repository(tree)
    const outcome = await install(dir)
    expect(outcome).toMatchObject({ kind: 'told', file, why: `${name} writes the hooks here` })
    expect(outcome).toHaveProperty('snippet', expect.stringContaining(snippet))
    expect(existsSync(join(dir, file))).toBe(Object.hasOwn(tree, file))

    makeTree(
      {
        [file]:
          name === 'husky'
            ? (outcome as { snippet: string }).snippet
            : `x:\n${(outcome as { snippet: string }).snippet}`,
      },
      dir,
    )
    expect(await install(dir)).toMatchObject({ kind: 'present', file })
    expect(await uninstall(dir)).toMatchObject({ kind: 'told', file })
  })

  test('husky, by core.hooksPath alone', async () => {
    const dir = repository()
    git(dir, 'config', 'core.hooksPath', '.husky/_')
    expect(await install(dir)).toMatchObject({ kind: 'told', file: '.husky/pre-push' })
  })
})
