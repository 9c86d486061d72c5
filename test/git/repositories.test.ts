import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { gitFacts } from '../../src/git/facts.ts'
import type { ContextPath } from '../../src/model/path.ts'
import { commitAll, git, makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { factsOf, isolateGit, learn, states } from './learn.ts'

isolateGit()

function repository(tree: Parameters<typeof makeTree>[0], into?: string): string {
  const dir = makeTree(tree, into)
  commitAll(dir)
  return dir
}

describe('no repository', () => {
  test('is nothing to complain about', async () => {
    expect(await learn(makeTree({ file: '' }))).toEqual({ incomplete: [] })
  })

  test('is what a directory makes that is only called .git', async () => {
    const dir = makeTree({ '.git/notes': '', 'app/.git/notes': '' })
    expect(await learn(dir, ['app'])).toEqual({ incomplete: [] })
  })
})

test('a directory that is only called .git does not hide the repository above', async () => {
  const dir = repository({ 'app/file': '' })
  makeTree({ 'app/.git/notes': '' }, dir)
  const facts = await factsOf(join(dir, 'app'))
  expect(facts.worktree).toBe(dir)
  expect(states(facts, 'file')).toEqual({ file: 'tracked' })
})

describe('a context above its only repository', () => {
  test('has the states of that one, and none beside it', async () => {
    const dir = makeTree({ 'beside.txt': '' })
    repository({ '.gitignore': 'out/\n', 'src/a': '' }, join(dir, 'apps', 'web'))
    makeTree({ 'apps/web/out/o': '', 'apps/web/new': '' }, dir)
    const facts = await factsOf(dir, ['apps/web'])
    expect(facts.at).toBe('apps/web')
    expect(facts.worktree).toBe(join(dir, 'apps/web'))
    expect([...facts.tracked()]).toEqual(['apps/web/.gitignore', 'apps/web/src/a'])
    expect(states(facts, 'apps/web/src/a', 'apps/web/new', 'apps/web/out/o', 'beside.txt', 'src/a')).toEqual({
      'apps/web/src/a': 'tracked',
      'apps/web/new': 'untracked',
      'apps/web/out/o': 'ignored',
      'beside.txt': null,
      'src/a': null,
    })
  })

  test('counts one that holds another as one', async () => {
    const dir = temporaryDirectory()
    repository({ file: '' }, join(dir, 'app'))
    repository({ file: '' }, join(dir, 'app', 'vendor', 'lib'))
    const facts = await factsOf(dir, ['app/vendor/lib', 'app'])
    expect(facts.at).toBe('app')
    expect(states(facts, 'app/file', 'app/vendor/lib/file')).toEqual({
      'app/file': 'tracked',
      'app/vendor/lib/file': 'untracked',
    })
  })

  test('may wait for the walk to find it', async () => {
    const dir = temporaryDirectory()
    repository({ file: '' }, join(dir, 'app'))
    const walk = setImmediate(['app' as ContextPath])
    const { facts } = await gitFacts(dir, { nestedRepositories: () => walk })
    expect(facts?.at).toBe('app')
  })
})

test('a context above several repositories learns nothing, and says so', async () => {
  const dir = temporaryDirectory()
  for (const name of ['a', 'b', 'b-c', 'd']) repository({ file: '' }, join(dir, name))
  const { facts, incomplete } = await learn(dir, ['a', 'b', 'b-c', 'd'])
  expect(facts).toBeUndefined()
  expect(incomplete).toEqual([
    {
      what: 'what git says of the files was not learnt',
      path: null,
      reason: '4 repositories lie in the context, and it lies in none: a, b, b-c, …',
      hint: 'audit each of them as a context of its own',
      fatal: false,
    },
  ])
})

test('files of a repository inside the worktree are untracked, or ignored, as seen from the worktree', async () => {
  const dir = repository({ '.gitignore': 'deps/\n', file: '' })
  repository({ file: '', '.gitignore': 'junk\n', 'in/file': '' }, join(dir, 'nested'))
  repository({ file: '' }, join(dir, 'deps', 'lib'))
  git(makeTree({ file: '' }, join(dir, 'unborn')), 'init', '-q')
  git(dir, 'worktree', 'add', '-q', '--detach', 'trees/one')
  makeTree({ 'nested/junk': '' }, dir)
  const paths = ['nested/in/file', 'nested/junk', 'deps/lib/file', 'unborn/file', 'trees/one/file']
  expect(Object.values(states(await factsOf(dir), ...paths))).toEqual([
    'untracked',
    'untracked',
    'ignored',
    'untracked',
    'untracked',
  ])
  expect(states(await factsOf(dir), 'nested', 'nested/.git/HEAD', 'trees/one/.git')).toEqual({
    nested: null,
    'nested/.git/HEAD': null,
    'trees/one/.git': null,
  })
})

test('a linked worktree answers for itself', async () => {
  const main = repository({ file: 'a' })
  const dir = join(temporaryDirectory(), 'linked')
  git(main, 'worktree', 'add', '-q', '--detach', dir)
  makeTree({ file: 'changed' }, dir)
  expect(states(await factsOf(dir), 'file')).toEqual({ file: 'modified' })
  expect(states(await factsOf(main), 'file')).toEqual({ file: 'tracked' })
  expect((await factsOf(dir)).worktree).toBe(dir)
})

describe('a submodule', () => {
  function withSubmodule(): string {
    const library = repository({ 'lib.c': '' })
    const dir = repository({ 'main.c': '' })
    git(dir, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'deps/lib')
    git(dir, 'commit', '-q', '-m', 'deps')
    return dir
  }

  test('is listed, and its files are none of the worktree', async () => {
    const dir = withSubmodule()
    makeTree({ 'deps/lib/lib.c': 'changed', 'deps/lib/new.c': '' }, dir)
    const { facts, incomplete } = await learn(dir)
    if (facts === undefined) throw new Error('git said nothing')
    expect(incomplete).toMatchObject([{ reason: expect.stringContaining('deps/lib'), fatal: false }])
    expect(facts.submodules).toEqual([{ path: 'deps/lib', checkedOut: true }])
    expect([...facts.tracked()]).toEqual(['.gitmodules', 'main.c'])
    expect(states(facts, 'deps/lib', 'deps/lib/lib.c', 'deps/lib/new.c', 'deps/lib/.git')).toEqual({
      'deps/lib': null,
      'deps/lib/lib.c': null,
      'deps/lib/new.c': null,
      'deps/lib/.git': null,
    })
  })

  test('is told to be missing where it is not checked out', async () => {
    const dir = withSubmodule()
    git(dir, 'submodule', '--quiet', 'deinit', '-f', 'deps/lib')
    expect((await factsOf(dir)).submodules).toEqual([{ path: 'deps/lib', checkedOut: false }])
  })

  test('has a path of the context', async () => {
    const dir = withSubmodule()
    const { facts } = await learn(join(dir, 'deps'))
    expect(facts?.submodules[0]).toEqual({ path: 'lib', checkedOut: true })
  })

  test('answers for itself as a context', async () => {
    const dir = join(withSubmodule(), 'deps', 'lib')
    makeTree({ 'lib.c': 'changed' }, dir)
    const facts = await factsOf(dir)
    expect(facts.worktree).toBe(dir)
    expect(states(facts, 'lib.c')).toEqual({ 'lib.c': 'modified' })
  })
})

describe('a sparse checkout', () => {
  test('is told by the number of files that it left out', async () => {
    const dir = repository({ 'a/1': '', 'b/1': '', 'b/2': '', top: '' })
    git(dir, 'sparse-checkout', 'set', 'a')
    const facts = await factsOf(dir)
    expect(facts.sparse).toBe(2)
    expect([...facts.tracked()]).toEqual(['a/1', 'b/1', 'b/2', 'top'])
    expect(states(facts, 'a/1', 'b/1')).toEqual({ 'a/1': 'tracked', 'b/1': 'tracked' })
  })

  test('may have a sparse index', async () => {
    const dir = repository({ 'a/1': '', 'b/1': '', 'b/2': '', top: '' })
    git(dir, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'a')
    const facts = await factsOf(dir)
    expect(facts.sparse).toBe(2)
    expect([...facts.tracked()]).toEqual(['a/1', 'b/1', 'b/2', 'top'])
  })

  test('is not what makes git skip a file that lies there', async () => {
    const dir = repository({ file: '' })
    git(dir, 'update-index', '--skip-worktree', 'file')
    expect((await factsOf(dir)).sparse).toBe(0)
  })
})

test('on an unborn branch nothing is committed yet', async () => {
  const dir = makeTree({ staged: '', file: '', '.gitignore': 'junk\n', junk: '' })
  git(dir, 'init', '-q')
  git(dir, 'add', 'staged')
  expect(states(await factsOf(dir), 'staged', 'file', 'junk')).toEqual({
    staged: 'modified',
    file: 'untracked',
    junk: 'ignored',
  })
})

test('an empty repository tracks nothing', async () => {
  const dir = temporaryDirectory()
  git(dir, 'init', '-q')
  expect([...(await factsOf(dir)).tracked()]).toEqual([])
})

test('the repository that a hook runs for does not stand in for the one of the context', async () => {
  const other = repository({ file: 'other', only: '' })
  const dir = repository({ file: '' })
  vi.stubEnv('GIT_DIR', join(other, '.git'))
  vi.stubEnv('GIT_WORK_TREE', other)
  vi.stubEnv('GIT_INDEX_FILE', join(other, '.git', 'index'))
  vi.stubEnv('GIT_PREFIX', 'sub/')
  // what the user's shell may have set, and simple-git is particular about
  vi.stubEnv('EDITOR', 'vi')
  vi.stubEnv('PAGER', 'less')
  const facts = await factsOf(dir)
  expect([...facts.tracked()]).toEqual(['file'])
  expect(states(facts, 'file')).toEqual({ file: 'tracked' })
})

test('what the user ignores in every repository is ignored', async () => {
  const home = makeTree({ gitconfig: '', ignore: '.idea/\n' })
  makeTree({ gitconfig: `[core]\n\texcludesFile = ${home}/ignore\n` }, home)
  const dir = repository({ file: '' })
  makeTree({ '.idea/workspace.xml': '' }, dir)
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(home, 'gitconfig'))
  expect(states(await factsOf(dir), '.idea/workspace.xml')).toEqual({ '.idea/workspace.xml': 'ignored' })
})

test('a pointer of Git LFS that was never replaced is tracked', async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`
  const dir = repository({
    'model.bin': pointer,
    '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
  })
  expect(states(await factsOf(dir), 'model.bin')).toEqual({ 'model.bin': 'tracked' })
})

test('files that are gone from disk are modified', async () => {
  const dir = repository({ 'a/file': '' })
  rmSync(join(dir, 'a'), { recursive: true })
  expect(states(await factsOf(dir), 'a/file')).toEqual({ 'a/file': 'modified' })
})
