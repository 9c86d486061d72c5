import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { BIN, runCli } from '../helpers/cli.ts'
import { git, makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { CLEAN, commit, push, repository, runHook, SECRET } from './pushing.ts'

const SILENT = { said: '', stdout: '', exitCode: 0 }

describe('the hook', () => {
  test('prefers what the repository depends on', () => {
    const dir = repository({ ...CLEAN, '.gitignore': 'node_modules\n' })
    makeTree(
      { 'node_modules/.bin/ctxguard': { text: '#!/bin/sh\necho "own: $1 $2 $3 $4"; exit 1\n', mode: 0o755 } },
      dir,
    )
    expect(push(dir)).toMatchObject({
      said: expect.stringContaining('own: hook run pre-push origin'),
      exitCode: 1,
    })
  })

  test('runs before one that was there, which gets the same lines', () => {
    const dir = repository({ ...CLEAN, 'prod.env': SECRET })
    const file = join(dir, '.git', 'hooks', 'pre-push')
    expect(runCli(['hook', 'uninstall'], { cwd: dir }).stderr).toContain('removed the pre-push hook')
    expect(existsSync(file)).toBe(false)
    const other = '#!/bin/sh\nwhile read -r a b c d; do echo "other $c"; done\nexit 0\n'
    writeFileSync(file, other)
    chmodSync(file, 0o755)
    expect(runCli(['hook', 'install'], { cwd: dir }).stderr).toContain('what it did before, it still does')
    expect(push(dir).stdout).toBe('')
    rmSync(join(dir, 'prod.env'))
    commit(dir)
    expect(push(dir)).toEqual({ said: '', stdout: 'other refs/heads/main\n', exitCode: 0 })
    runCli(['hook', 'uninstall'], { cwd: dir })
    expect(readFileSync(file, 'utf8')).toBe(other)
  })

  test('is run from where core.hooksPath points to', () => {
    const dir = repository({ ...CLEAN, 'prod.env': SECRET })
    git(dir, 'config', 'core.hooksPath', '.githooks')
    expect(push(dir)).toEqual(SILENT)
    expect(runCli(['hook', 'install'], { cwd: dir }).stderr).toContain(
      'wrote the pre-push hook .githooks/pre-push',
    )
    commit(dir, { 'more.env': SECRET })
    expect(push(dir)).toMatchObject({ said: expect.stringContaining('more.env'), exitCode: 1 })
  })

  test('works in a linked worktree, of whose own files it speaks', () => {
    const dir = repository({ ...CLEAN, '.gitignore': '.env\n' })
    const linked = join(temporaryDirectory(), 'linked')
    git(dir, 'worktree', 'add', '-q', '-b', 'topic', linked)
    expect(push(linked, ['origin', 'topic'])).toEqual(SILENT)
    writeFileSync(join(linked, '.env'), SECRET)
    commit(linked, { 'app.js': '2\n' })
    expect(push(linked, ['origin', 'topic']).said).toContain('.env')
    expect(push(dir).exitCode).toBe(0)
  })

  test('is not led astray by what git puts into the environment', () => {
    const other = repository({ ...CLEAN, 'prod.env': SECRET })
    const dir = repository(CLEAN)
    const zero = '0'.repeat(40)
    const line = `refs/heads/main ${git(dir, 'rev-parse', 'HEAD').trim()} refs/heads/main ${zero}\n`
    const env = {
      GIT_DIR: join(other, '.git'),
      GIT_WORK_TREE: other,
      GIT_INDEX_FILE: '/nowhere',
      GIT_PREFIX: 'x/',
    }
    expect(runHook(dir, ['pre-push', 'origin', ''], line, env)).toEqual({
      stdout: '',
      stderr: '',
      exitCode: 0,
    })
  })

  test('of husky is a line that the user adds, printed alone on stdout', () => {
    const dir = makeTree({ '.husky/pre-commit': 'true\n' })
    git(dir, 'init', '-q')
    const { stdout, stderr, exitCode } = runCli(['hook', 'install'], { cwd: dir })
    expect({ stdout, exitCode }).toEqual({ stdout: 'ctxguard hook run pre-push "$@"\n', exitCode: 1 })
    expect(stderr).toContain('not installed: husky writes the hooks here')
    expect(stderr).toContain('add this to .husky/pre-push')
  })

  test('understands what pre-commit tells in the environment', () => {
    const dir = repository({ ...CLEAN, 'old.env': SECRET })
    commit(dir, { 'new.env': SECRET })
    const [head, base] = ['HEAD', 'HEAD~'].map(name => git(dir, 'rev-parse', name).trim())
    const env = {
      PRE_COMMIT: '1',
      PRE_COMMIT_REMOTE_NAME: 'origin',
      PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/main',
    }
    const since = { ...env, PRE_COMMIT_FROM_REF: base, PRE_COMMIT_TO_REF: head }
    const { stdout, exitCode } = runHook(dir, ['pre-push'], '', since)
    expect(exitCode).toBe(1)
    expect(stdout).toContain('new.env')
    expect(stdout).not.toContain('old.env')
    // a first push: pre-commit tells no commits then
    expect(runHook(dir, ['pre-push'], '', env).stdout).toContain('old.env')
  })
})

test('what pre-commit is told of the hooks runs commands that there are', () => {
  const hooks = parse(readFileSync(join(dirname(dirname(BIN)), '.pre-commit-hooks.yaml'), 'utf8'))
  expect(hooks).toMatchObject([
    { id: 'ctxguard', stages: ['pre-push'], pass_filenames: false, always_run: true },
    { id: 'ctxguard-pre-commit', stages: ['pre-commit'], pass_filenames: false, always_run: true },
  ])
  for (const { entry, stages } of hooks) {
    expect(entry).toBe(`ctxguard hook run ${stages[0]}`)
    expect(runCli(entry.split(' ').slice(1), { env: { CTXGUARD_SKIP: 'a look' } }).exitCode).toBe(0)
  }
})
