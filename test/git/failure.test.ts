import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { commitAll, git, makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { isolateGit, learn } from './learn.ts'

isolateGit()

const WHAT = 'what git says of the files was not learnt'

function repository(tree: Parameters<typeof makeTree>[0] = { file: '' }): string {
  const dir = makeTree(tree)
  commitAll(dir)
  return dir
}

/** The one thing that was not learnt, where there are no facts: fatal, but where git is missing. */
async function failureOf(dir: string, nested: readonly string[] = [], fatal = true) {
  const { facts, incomplete } = await learn(dir, nested)
  expect(facts).toBeUndefined()
  expect(incomplete).toHaveLength(1)
  expect(incomplete[0]).toMatchObject({ what: WHAT, fatal })
  return incomplete[0]!
}

test('a git that is not installed is named, with what to do', async () => {
  const dir = repository()
  vi.stubEnv('PATH', temporaryDirectory())
  expect(await failureOf(dir, [], false)).toEqual({
    what: WHAT,
    path: null,
    reason: 'git is not installed, or not in PATH',
    hint: 'install git to have the context compared with what is committed',
    fatal: false,
  })
})

test('a FIFO where git keeps a file is named at once: git would wait for it', async () => {
  const dir = repository()
  rmSync(join(dir, '.git/index'))
  makeTree({ '.git/index': { special: 'fifo' } }, dir)
  expect((await failureOf(dir)).reason).toContain('.git/index is no regular file')
})

test('a git that is not installed is not missed where there is no repository', async () => {
  vi.stubEnv('PATH', temporaryDirectory())
  expect(await learn(makeTree({ file: '' }))).toEqual({ incomplete: [] })
})

const cannotGiveAway = process.getuid?.() !== 0

test.skipIf(cannotGiveAway)("another user's repository comes with the command that trusts it", async () => {
  const dir = repository()
  vi.stubEnv('SUDO_UID', undefined)
  for (const name of ['.git', '']) chownSync(join(dir, name), 12345, 12345)
  const { reason, hint } = await failureOf(dir)
  expect(reason).toContain('belongs to another user')
  expect(hint).toBe(`if you trust it: git config --global --add safe.directory ${dir}`)

  const home = makeTree({ gitconfig: '' })
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(home, 'gitconfig'))
  execFileSync('sh', ['-c', hint!.slice('if you trust it: '.length)])
  expect((await learn(dir)).facts?.worktree).toBe(dir)
})

test.skipIf(cannotGiveAway)("another user's repository inside the context is named by its path", async () => {
  const above = temporaryDirectory()
  const dir = makeTree({ file: '' }, join(above, 'app'))
  commitAll(dir)
  for (const name of ['.git', '']) chownSync(join(dir, name), 12345, 12345)
  expect((await failureOf(above, ['app'])).path).toBe('app')
})

test('a linked worktree whose repository is gone is told in the words of git', async () => {
  const main = repository()
  const dir = join(temporaryDirectory(), 'linked')
  git(main, 'worktree', 'add', '-q', '--detach', dir)
  rmSync(main, { recursive: true })
  const { reason, hint } = await failureOf(dir)
  expect(reason).toBe(`git: not a git repository: ${main}/.git/worktrees/linked`)
  expect(hint).toBe(`if you trust the repository, see what git says: git -C ${dir} status`)
})

test('a damaged index is told', async () => {
  const dir = repository()
  makeTree({ '.git/index': 'no index at all' }, dir)
  expect((await failureOf(dir)).reason).toMatch(/^git: .*index file/)
})

test('a context inside .git is told', async () => {
  expect((await failureOf(join(repository(), '.git', 'hooks'))).reason).toMatch(/^git: .*work tree/)
})

test('a git that dies half-way is not taken for one that had no more to say', async () => {
  const dir = repository()
  const bin = makeTree({ git: '#!/bin/sh\nprintf "half an answ"\nkill -9 $$\n' })
  chmodSync(join(bin, 'git'), 0o755)
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
  expect((await failureOf(dir)).reason).toMatch(/^git ended early/)
})

test('a repository in a directory whose name is not UTF-8 is told', async () => {
  const above = makeTree({ 'latin1:caf\xe9/.git/HEAD': 'ref: refs/heads/main\n' })
  expect((await failureOf(above, ['caf\\xe9'])).path).toBe('caf\\xe9')
})

test('a git that waits for ever is stopped', async () => {
  const dir = repository()
  makeTree({ '.gitignore': { special: 'fifo' } }, dir)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    let isWaiting = true
    const failing = failureOf(dir).finally(() => {
      isWaiting = false
    })
    while (isWaiting) {
      await setTimeout(300)
      vi.advanceTimersByTime(120_000)
    }
    expect((await failing).reason).toMatch(/said nothing for two minutes/)
  } finally {
    vi.useRealTimers()
  }
})
