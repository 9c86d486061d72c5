import { chmodSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commitAll, git, makeTree } from '../helpers/tree.ts'
import { factsOf, isolateGit, states } from './learn.ts'

isolateGit()

function repository(): string {
  const dir = makeTree({
    '.gitignore': 'build/\n*.log\n',
    'app/main.js': 'main',
    'app/lib/a.js': 'a',
    'README.md': 'read me',
  })
  commitAll(dir)
  return makeTree(
    {
      'app/new.js': 'new',
      'app/app.log': 'log',
      'app/lib/fresh/b.js': 'b',
      'build/out.js': 'out',
      'build/deep/er/out.js': 'out',
    },
    dir,
  )
}

describe('a file', () => {
  test('is tracked, modified, untracked or ignored', async () => {
    const dir = repository()
    makeTree({ 'README.md': 'changed' }, dir)
    const found = states(await factsOf(dir), 'app/main.js', 'README.md', 'app/new.js', 'app/app.log')
    expect(found).toEqual({
      'app/main.js': 'tracked',
      'README.md': 'modified',
      'app/new.js': 'untracked',
      'app/app.log': 'ignored',
    })
  })

  test('is untracked or ignored at any depth', async () => {
    const facts = await factsOf(repository())
    expect(states(facts, 'app/lib/fresh/b.js', 'build/out.js', 'build/deep/er/out.js')).toEqual({
      'app/lib/fresh/b.js': 'untracked',
      'build/out.js': 'ignored',
      'build/deep/er/out.js': 'ignored',
    })
  })

  test('is tracked where it was added in spite of .gitignore', async () => {
    const dir = repository()
    git(dir, 'add', '-f', 'build/out.js')
    git(dir, 'commit', '-q', '-m', 'out')
    expect(states(await factsOf(dir), 'build/out.js', 'build/deep/er/out.js')).toEqual({
      'build/out.js': 'tracked',
      'build/deep/er/out.js': 'ignored',
    })
  })

  test('is modified when its change is staged, its mode is another, it became a link or it is gone', async () => {
    const dir = makeTree({ staged: 'a', mode: 'a', link: 'a', gone: 'a' })
    commitAll(dir)
    makeTree({ staged: 'b', added: 'new' }, dir)
    git(dir, 'add', 'staged', 'added')
    chmodSync(join(dir, 'mode'), 0o755)
    rmSync(join(dir, 'link'))
    rmSync(join(dir, 'gone'))
    makeTree({ link: { link: 'nowhere' } }, dir)
    expect(states(await factsOf(dir), 'staged', 'added', 'mode', 'link', 'gone')).toEqual({
      staged: 'modified',
      added: 'modified',
      mode: 'modified',
      link: 'modified',
      gone: 'modified',
    })
  })

  test('is tracked, not modified, where it was only touched', async () => {
    const dir = makeTree({ file: 'a' })
    commitAll(dir)
    utimesSync(join(dir, 'file'), 1, 1)
    expect(states(await factsOf(dir), 'file')).toEqual({ file: 'tracked' })
  })

  test('keeps its own name when it was moved', async () => {
    const dir = makeTree({ 'old name': 'some text that is long enough to be told again' })
    commitAll(dir)
    git(dir, 'mv', 'old name', 'new name')
    expect(states(await factsOf(dir), 'new name', 'old name')).toEqual({
      'new name': 'modified',
      'old name': 'modified',
    })
  })

  test('is modified while it is in conflict, and tracked once', async () => {
    const dir = makeTree({ file: 'base' })
    commitAll(dir)
    git(dir, 'checkout', '-q', '-b', 'theirs')
    makeTree({ file: 'theirs' }, dir)
    git(dir, 'commit', '-q', '-a', '-m', 'theirs')
    git(dir, 'checkout', '-q', 'main')
    makeTree({ file: 'ours' }, dir)
    git(dir, 'commit', '-q', '-a', '-m', 'ours')
    expect(() => git(dir, 'merge', 'theirs')).toThrow()
    const facts = await factsOf(dir)
    expect(states(facts, 'file')).toEqual({ file: 'modified' })
    expect([...facts.tracked()]).toEqual(['file'])
  })

  test('has no state where it belongs to git itself', async () => {
    const facts = await factsOf(repository())
    expect(states(facts, '.git/config', '.git/objects/pack/x')).toEqual({
      '.git/config': null,
      '.git/objects/pack/x': null,
    })
  })
})

test('a directory has no state', async () => {
  const facts = await factsOf(repository())
  expect(states(facts, 'app', 'app/lib', 'app/lib/fresh', 'build')).toEqual({
    app: null,
    'app/lib': null,
    'app/lib/fresh': null,
    build: null,
  })
})

test('tracked files are sorted by bytes, and told whether or not they are on disk', async () => {
  const dir = makeTree({ 'b/c': '', 'b-': '', 'b.txt': '', B: '', ä: '', z: '' })
  commitAll(dir)
  rmSync(join(dir, 'z'))
  expect([...(await factsOf(dir)).tracked()]).toEqual(['B', 'b-', 'b.txt', 'b/c', 'z', 'ä'])
})

describe('a name', () => {
  test('may hold blanks, quotes, line ends, tabs and backslashes', async () => {
    const tracked = [
      'a b',
      'say "hi"',
      'line\nend',
      'tab\t',
      'back\\slash',
      '\\101',
      'c\rr\x01',
      ' "',
      'ümlaut',
      '日本',
    ]
    const dir = makeTree(Object.fromEntries(tracked.map(name => [name, 'x'])))
    commitAll(dir)
    const odd = ['un\ntracked', '? odd "one" ', 'naïve/"q"']
    for (const name of odd) makeTree({ [name]: 'x' }, dir)
    const facts = await factsOf(dir)
    expect([...facts.tracked()].sort()).toEqual([...tracked].sort())
    expect(Object.values(states(facts, ...odd))).toEqual(['untracked', 'untracked', 'untracked'])
  })

  test('that is not UTF-8 keeps its bytes', async () => {
    const dir = makeTree({ 'latin1:caf\xe9': 'x', 'latin1:d\xff/f\xfe': 'x', '.gitignore': 'ign*/\n' })
    commitAll(dir)
    makeTree({ 'latin1:caf\xe8': 'x', 'latin1:ign\xfd/f': 'x', 'latin1:d\xff/f\xfe': 'changed' }, dir)
    const facts = await factsOf(dir)
    expect(states(facts, 'caf\\xe9', 'd\\xff/f\\xfe', 'caf\\xe8', 'ign\\xfd/f', 'caf\\xe7')).toEqual({
      'caf\\xe9': 'tracked',
      'd\\xff/f\\xfe': 'modified',
      'caf\\xe8': 'untracked',
      'ign\\xfd/f': 'ignored',
      'caf\\xe7': null,
    })
  })
})

describe('a context below the worktree', () => {
  test('has paths of its own', async () => {
    const dir = repository()
    const facts = await factsOf(join(dir, 'app'))
    expect(facts.worktree).toBe(dir)
    expect(facts.at).toBe('')
    expect([...facts.tracked()]).toEqual(['lib/a.js', 'main.js'])
    expect(states(facts, 'main.js', 'new.js', 'app.log', 'lib/fresh/b.js', 'README.md')).toEqual({
      'main.js': 'tracked',
      'new.js': 'untracked',
      'app.log': 'ignored',
      'lib/fresh/b.js': 'untracked',
      'README.md': null,
    })
  })

  test.each(['build', 'build/deep', 'build/deep/er'])('is all ignored in %s', async below => {
    const dir = repository()
    writeFileSync(join(dir, below, 'file'), '')
    const facts = await factsOf(join(dir, below))
    expect(states(facts, 'file', 'some/file')).toEqual({ file: 'ignored', 'some/file': 'ignored' })
    expect([...facts.tracked()]).toEqual([])
  })

  test('may have a name that reads as a pattern', async () => {
    const dir = makeTree({ ':(top)[ab]*/file': 'x', 'a/file': 'x' })
    commitAll(dir)
    makeTree({ ':(top)[ab]*/new': 'x', 'a/new': 'x' }, dir)
    const facts = await factsOf(join(dir, ':(top)[ab]*'))
    expect([...facts.tracked()]).toEqual(['file'])
    expect(states(facts, 'new')).toEqual({ new: 'untracked' })
  })
})
