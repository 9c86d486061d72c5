import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commitAll, git, makeTree } from '../helpers/tree.ts'
import { committed, findingsOf } from './audit-tree.ts'

describe('nested-repository', () => {
  it('warns of a clone inside the context', async () => {
    const dir = committed({ '.dockerignore': '.git\n', 'a.js': '' })
    makeTree({ 'tools/clone/b.js': '1', 'tools/clone/c.js': '2' }, dir)
    commitAll(join(dir, 'tools/clone'))
    expect(await findingsOf('nested-repository', dir)).toMatchObject([
      {
        severity: 'warning',
        path: 'tools/clone',
        data: { kind: 'repository' },
        fix: { pattern: 'tools/clone' },
      },
    ])
    expect(await findingsOf('untracked-sent', dir)).toEqual([])
  })

  it('sees it where its .git is excluded too', async () => {
    const dir = committed({ '.dockerignore': '**/.git\n', 'a.js': '' })
    makeTree({ 'clone/b.js': '' }, dir)
    commitAll(join(dir, 'clone'))
    expect(await findingsOf('nested-repository', dir)).toMatchObject([{ path: 'clone', files: 1 }])
  })

  it('tells a linked worktree from a repository', async () => {
    const dir = committed({ '.dockerignore': '.git\n', 'a.js': '' })
    git(dir, 'worktree', 'add', '-q', 'other', '-b', 'other')
    const [finding] = await findingsOf('nested-repository', dir)
    expect(finding).toMatchObject({ path: 'other', data: { kind: 'worktree' } })
    expect(finding!.message).toContain('is a linked worktree inside the build context')
  })

  it('says nothing of the one repository of a context that lies above it', async () => {
    const dir = makeTree({ 'app/a.js': '', Dockerfile: '' })
    commitAll(join(dir, 'app'))
    expect(await findingsOf('nested-repository', dir)).toEqual([])
    expect(await findingsOf('vcs-directory', dir)).toMatchObject([{ path: 'app/.git' }])
  })

  it('says nothing of a submodule', async () => {
    const library = committed({ 'lib.c': '' })
    const dir = committed({ '.dockerignore': '.git\n', 'a.js': '' })
    git(dir, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib')
    git(dir, 'commit', '-q', '-m', 'lib')
    expect(await findingsOf('nested-repository', dir)).toEqual([])
  })

  it('says nothing of repositories in a dependency tree or in the directory of worktrees', async () => {
    const dir = committed({ '.dockerignore': '.git\n', 'a.js': '' })
    git(dir, 'worktree', 'add', '-q', '.worktrees/x', '-b', 'x')
    makeTree({ 'node_modules/b/b.js': '' }, dir)
    commitAll(join(dir, 'node_modules/b'))
    expect(await findingsOf('nested-repository', dir)).toEqual([])
  })
})

describe('submodule-missing', () => {
  it('warns of a submodule that a clone without --recursive leaves empty', async () => {
    const library = committed({ 'lib.c': '' })
    const origin = committed({ '.dockerignore': '.git\n', 'a.js': '' })
    git(origin, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib')
    git(origin, 'commit', '-q', '-m', 'lib')
    const dir = join(makeTree({}), 'clone')
    git(origin, 'clone', '-q', origin, dir)

    expect(await findingsOf('submodule-missing', dir)).toMatchObject([{ severity: 'warning', path: 'lib' }])
    expect(await findingsOf('submodule-missing', origin)).toEqual([])
  })
})
