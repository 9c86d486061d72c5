import { describe, expect, it } from 'vitest'
import { commitAll, git, makeTree } from '../helpers/tree.ts'
import { committed, findingsOf } from './audit-tree.ts'

async function junkIn(dir: string): Promise<(string | undefined)[]> {
  return (await findingsOf('junk-directory', dir)).map(finding => finding.path)
}

describe('junk-directory', () => {
  it('reports a dependency tree once, with its size and a line for every depth', async () => {
    const dir = makeTree({
      'package.json': '{}',
      'node_modules/a/index.js': '12345',
      'node_modules/a/node_modules/b/index.js': '67890',
      'packages/x/node_modules/c/index.js': '1',
    })
    const findings = await findingsOf('junk-directory', dir)
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        path: 'node_modules',
        files: 2,
        bytes: 10,
        data: { kind: 'dependencies' },
        fix: { pattern: '**/node_modules' },
      },
      { path: 'packages/x/node_modules', files: 1, fix: { pattern: '**/node_modules' } },
    ])
    expect(findings[0]!.message).toBe(
      'node_modules (2 files, 10 B), a dependency tree of Node.js, is in the build context; the image should install its own',
    )
  })

  it('knows build output by the file of its stack that lies beside it', async () => {
    const dir = makeTree({
      'rust/Cargo.toml': '',
      'rust/target/debug/app': '',
      'java/pom.xml': '',
      'java/target/app.jar': '',
      'web/package.json': '',
      'web/dist/app.js': '',
      'web/.next/x': '',
      'net/App.csproj': '',
      'net/bin/App.dll': '',
      'py/env/pyvenv.cfg': '',
    })
    expect(await junkIn(dir)).toEqual([
      'java/target',
      'net/bin',
      'py/env',
      'rust/target',
      'web/.next',
      'web/dist',
    ])
  })

  it('proposes for such a name a line for that directory alone', async () => {
    const dir = makeTree({ 'web/package.json': '', 'web/dist/app.js': '' })
    expect((await findingsOf('junk-directory', dir))[0]!.fix!.pattern).toBe('web/dist')
  })

  it('lets people use these names for their own', async () => {
    const dir = makeTree({
      'target/page.html': '',
      'dist/README': '',
      'build/Makefile': '',
      'bin/run.sh': '',
      'vendor/lib.go': '',
      'coverage/policy.txt': '',
      'env/prod.yaml': '',
    })
    expect(await junkIn(dir)).toEqual([])
  })

  it('takes what git ignores for output, whatever lies beside it', async () => {
    const dir = committed({ '.gitignore': 'build\n', Rakefile: '', 'build/x.o': '', '.dockerignore': '.git' })
    expect(await junkIn(dir)).toEqual(['build'])
  })

  it('says nothing of a directory that git tracks', async () => {
    const dir = committed({
      '.dockerignore': '.git',
      'package.json': '{}',
      'build/webpack.config.js': '',
      'dist/index.js': '',
      '.vscode/settings.json': '{}',
      '.yarn/cache/left-pad.zip': '',
      'test/fixtures/node_modules/a/index.js': '',
    })
    expect(await junkIn(dir)).toEqual([])
  })

  it('still reports a dependency tree in which one file is tracked', async () => {
    const dir = makeTree({
      '.dockerignore': '.git',
      '.gitignore': 'node_modules',
      'node_modules/a/i.js': '',
      'node_modules/b': '',
    })
    git(dir, 'init', '-q')
    git(dir, 'add', '-f', 'node_modules/b')
    expect(await junkIn(dir)).toEqual(['node_modules'])
  })

  it('says nothing of what the ignore file excludes, empties or lets in by name', async () => {
    const files = { 'package.json': '', 'node_modules/a/index.js': '', 'dist/app.js': '' }
    expect(await junkIn(makeTree({ ...files, '.dockerignore': 'node_modules\ndist\n' }))).toEqual([])
    expect(await junkIn(makeTree({ ...files, '.dockerignore': 'node_modules/*\ndist/**\n' }))).toEqual([])
    expect(await junkIn(makeTree({ ...files, '.dockerignore': '*\n!dist\n!package.json\n' }))).toEqual([])
    expect(await junkIn(makeTree({ ...files, '.dockerignore': '*\n!node_modules/a\n' }))).toEqual([])
  })

  it('reports junk below a directory that the ignore file lets in', async () => {
    const dir = makeTree({ 'app/node_modules/a/index.js': '', 'app/a.js': '', '.dockerignore': '*\n!app\n' })
    expect(await junkIn(dir)).toEqual(['app/node_modules'])
  })

  it('reports the files of an operating system once for each name', async () => {
    const dir = makeTree({ '.DS_Store': 'x', 'a/.DS_Store': 'y', 'a/Thumbs.db': 'z' })
    expect(await findingsOf('junk-directory', dir)).toMatchObject([
      { path: '.DS_Store', files: 2, bytes: 2, fix: { pattern: '**/.DS_Store' } },
      { path: 'a/Thumbs.db', files: 1, fix: { pattern: '**/Thumbs.db' } },
    ])
  })
})

describe('vcs-directory', () => {
  it('says that the history goes along', async () => {
    const dir = committed({ 'a.js': '' })
    const [finding] = await findingsOf('vcs-directory', dir)
    expect(finding).toMatchObject({
      severity: 'warning',
      path: '.git',
      fix: { pattern: '**/.git' },
      data: { history: true },
    })
    expect(finding!.files).toBeGreaterThan(3)
    expect(finding!.message).toMatch(
      /^\.git \(\d+ files, [\d.]+ KiB\) is in the build context, and with it the whole history/,
    )
  })

  it('does not say so where the objects are excluded', async () => {
    const dir = committed({ 'a.js': '', '.dockerignore': '.git/objects\n' })
    expect(await findingsOf('vcs-directory', dir)).toMatchObject([{ path: '.git', data: { history: false } }])
  })

  it('says nothing where the ignore file lets in only what tells the version', async () => {
    const dir = committed({ 'a.js': '', '.dockerignore': '.git\n!.git/HEAD\n!.git/refs\n' })
    expect(await findingsOf('vcs-directory', dir)).toEqual([])
  })

  it('says nothing of the .git file of a linked worktree', async () => {
    const dir = committed({ 'a.js': '' })
    git(dir, 'worktree', 'add', '-q', `${dir}-linked`, '-b', 'linked')
    expect(await findingsOf('vcs-directory', `${dir}-linked`)).toEqual([])
    git(dir, 'worktree', 'remove', `${dir}-linked`)
  })

  it('reports other systems and other depths', async () => {
    const dir = makeTree({ '.svn/wc.db': '', 'old/.hg/store/data': '' })
    const paths = (await findingsOf('vcs-directory', dir)).map(finding => finding.path)
    expect(paths).toEqual(['.svn', 'old/.hg'])
  })
})

describe('agent-worktree', () => {
  it('reports the directory of the checkouts once, and nothing in it by any other rule of the family', async () => {
    const dir = committed({ '.dockerignore': '.git\n', 'a.js': '' })
    git(dir, 'worktree', 'add', '-q', '.claude/worktrees/one', '-b', 'one')
    git(dir, 'worktree', 'add', '-q', '.claude/worktrees/two', '-b', 'two')
    makeTree({ '.claude/worktrees/one/node_modules/x/i.js': '' }, dir)
    const [finding, ...others] = await findingsOf('agent-worktree', dir)
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'warning',
      path: '.claude/worktrees',
      data: { checkouts: 2 },
      fix: { pattern: '.claude/worktrees' },
    })
    expect(await junkIn(dir)).toEqual([])
  })

  it('says nothing of the settings of such a tool', async () => {
    const dir = makeTree({
      '.cursor/rules/a.mdc': '',
      '.claude/settings.json': '{}',
      '.claude/commands/x/y.md': '',
    })
    expect(await findingsOf('agent-worktree', dir)).toEqual([])
  })

  it('finds a checkout elsewhere in the directory of a tool', async () => {
    const dir = makeTree({ '.cursor/tasks/7/a.js': '' })
    commitAll(`${dir}/.cursor/tasks/7`)
    const paths = (await findingsOf('agent-worktree', dir)).map(finding => finding.path)
    expect(paths).toEqual(['.cursor/tasks/7'])
  })
})
