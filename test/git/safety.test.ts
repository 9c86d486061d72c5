import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { commitAll, git, makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { factsOf, isolateGit, learn, states } from './learn.ts'

isolateGit()

function repository(tree: Parameters<typeof makeTree>[0]): string {
  const dir = makeTree(tree)
  commitAll(dir)
  return dir
}

/** A command that leaves a trace, and the trace. */
function tripwire() {
  const file = join(temporaryDirectory(), 'executed')
  return { command: `touch ${file}; false`, wasExecuted: () => existsSync(file) }
}

/** Makes git compare the file with its index: what it remembers of the file no longer fits. */
function touch(file: string): void {
  utimesSync(file, 1, 1)
}

/** What a user runs, to prove that the trap is one. */
function plainStatus(dir: string): void {
  spawnSync('git', ['status'], { cwd: dir, stdio: 'ignore', timeout: 10_000 })
}

describe('nothing of the repository is executed:', () => {
  const SETTINGS: Record<string, string[]> = {
    'a file system monitor': ['core.fsmonitor'],
    'a filter': ['filter.trap.clean'],
    'a filter that stays': ['filter.trap.process'],
    'a filter that must succeed': ['filter.trap.clean', 'filter.trap.required=true'],
  }

  test.each(Object.entries(SETTINGS))('%s', async (_, settings) => {
    const dir = repository({ file: 'text', '.gitattributes': '* filter=trap\n' })
    const { command, wasExecuted } = tripwire()
    for (const setting of settings) {
      const [name, value = command] = setting.split('=')
      git(dir, 'config', name!, value)
    }
    touch(join(dir, 'file'))
    expect(states(await factsOf(dir), 'file')).toEqual({ file: 'tracked' })
    expect(wasExecuted()).toBe(false)
    plainStatus(dir)
    expect(wasExecuted()).toBe(true)
  })

  test('a hook', async () => {
    const dir = repository({ file: 'text' })
    const { command, wasExecuted } = tripwire()
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'pre-auto-gc', 'reference-transaction']) {
      makeTree({ [`.git/hooks/${hook}`]: { text: `#!/bin/sh\n${command}\n`, mode: 0o755 } }, dir)
    }
    touch(join(dir, 'file'))
    await factsOf(dir)
    expect(wasExecuted()).toBe(false)
    plainStatus(dir)
    expect(wasExecuted()).toBe(true)
  })

  test('a filter of a submodule', async () => {
    const dir = repository({ file: 'text' })
    const library = repository({ file: 'text', '.gitattributes': '* filter=trap\n' })
    git(dir, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib')
    const { command, wasExecuted } = tripwire()
    git(join(dir, 'lib'), 'config', 'filter.trap.clean', command)
    touch(join(dir, 'lib', 'file'))
    await learn(dir)
    expect(wasExecuted()).toBe(false)
    plainStatus(dir)
    expect(wasExecuted()).toBe(true)
  })

  test.each([
    ['core.sshCommand', 'ssh://localhost/x', 'core.sshCommand'],
    ['a program for uploads', 'file:///nowhere', 'remote.origin.uploadpack'],
    ['a remote helper', 'ext', 'protocol.ext.allow'],
  ])('%s, for objects that a partial clone lacks', async (_, url, setting) => {
    const source = repository({ file: 'text' })
    git(source, 'config', 'uploadpack.allowFilter', 'true')
    const dir = join(temporaryDirectory(), 'clone')
    git(source, 'clone', '-q', '--no-checkout', '--filter=tree:0', `file://${source}`, dir)
    const { command, wasExecuted } = tripwire()
    const isHelper = url === 'ext'
    git(dir, 'config', 'remote.origin.url', isHelper ? `ext::sh -c ${command.replaceAll(' ', '% ')}` : url)
    git(dir, 'config', setting, isHelper ? 'always' : `${command};`)
    const { facts, incomplete } = await learn(dir)
    expect(wasExecuted()).toBe(false)
    expect(facts).toBeUndefined()
    expect(incomplete[0]?.reason).toMatch(/promisor remote|not allowed/)
    plainStatus(dir)
    expect(wasExecuted()).toBe(true)
  })

  test.each(['a=b', 'a=b.clean', '\xff'])('a filter whose name %j can not be switched off', async name => {
    const dir = repository({ file: 'text' })
    const { command, wasExecuted } = tripwire()
    const latin1 = (text: string) => Buffer.from(text, 'latin1')
    appendFileSync(join(dir, '.git/config'), latin1(`[filter "${name}"]\n\tclean = "${command}"\n`))
    appendFileSync(join(dir, '.gitattributes'), latin1(`* filter=${name}\n`))
    touch(join(dir, 'file'))
    const { facts, incomplete } = await learn(dir)
    expect(wasExecuted()).toBe(false)
    expect(facts).toBeUndefined()
    expect(incomplete[0]?.reason).toMatch(/can't be switched off/)
    plainStatus(dir)
    expect(wasExecuted()).toBe(true)
  })
})

test('nothing is written, not even what git remembers of touched files', async () => {
  const dir = repository({ file: 'text' })
  touch(join(dir, 'file'))
  const index = () => ({
    bytes: readFileSync(join(dir, '.git/index')),
    at: statSync(join(dir, '.git')).mtimeMs,
  })
  const before = index()
  await factsOf(dir)
  expect(index()).toEqual(before)
})

describe('a file that a filter rewrites', () => {
  function filtered(): string {
    const dir = makeTree({ 'app/file': 'TEXT', '.gitattributes': '*e filter=lower\n' })
    git(dir, 'init', '-q', '-b', 'main')
    git(dir, 'config', 'filter.lower.clean', 'tr A-Z a-z')
    commitAll(dir)
    return dir
  }

  test('is tracked as long as git remembers it', async () => {
    const dir = filtered()
    touch(join(dir, 'app/file'))
    git(dir, 'status')
    expect(states(await factsOf(dir), 'app/file')).toEqual({ 'app/file': 'tracked' })
  })

  test.each(['', 'app'])('may be called modified otherwise, and that is said (context %j)', async below => {
    const dir = filtered()
    touch(join(dir, 'app/file'))
    const { incomplete } = await learn(join(dir, below))
    expect(incomplete).toEqual([
      {
        what: 'git may call files modified that are not',
        path: null,
        reason: 'filters of git (lower) are not run, and 1 changed file was compared without them',
        hint: `if you trust the repository: git -C ${dir} status once, then git knows which are not`,
        fatal: false,
      },
    ])
  })

  test('is no reason to warn of changes where no attribute names a filter', async () => {
    const dir = repository({ file: 'text', '.gitattributes': '* text=auto\n' })
    git(dir, 'config', 'filter.lfs.clean', 'git-lfs clean -- %f')
    makeTree({ file: 'changed' }, dir)
    expect(states(await factsOf(dir), 'file')).toEqual({ file: 'modified' })
  })

  test('may be told of by an attributes file that would never end', async () => {
    const dir = repository({ file: 'text' })
    git(dir, 'config', 'filter.lfs.clean', 'git-lfs clean -- %f')
    makeTree({ file: 'changed', 'app/.gitattributes': { special: 'fifo' } }, dir)
    expect((await learn(join(dir, 'app'))).incomplete).toEqual([])
  })
})

describe('three processes are enough', () => {
  /** A git that writes down that it was started, and then is git. */
  function countedGit(): () => number {
    const bin = temporaryDirectory()
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
    makeTree({ git: `#!/bin/sh\necho >> ${bin}/started\nexec ${real} "$@"\n` }, bin)
    chmodSync(join(bin, 'git'), 0o755)
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
    return () => (existsSync(join(bin, 'started')) ? readFileSync(join(bin, 'started')).length : 0)
  }

  test('for many files, filters and submodules', async () => {
    const dir = repository({ '.gitattributes': '*.bin filter=lfs\n', '.gitignore': 'deps/\n' })
    const library = repository({ file: 'text' })
    git(dir, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib')
    git(dir, 'config', 'filter.lfs.clean', 'git-lfs clean -- %f')
    for (let i = 0; i < 500; i++) makeTree({ [`deps/${i}/file`]: '', [`new/${i}/file.bin`]: '' }, dir)
    const count = countedGit()
    await learn(dir)
    expect(count()).toBe(3)
  })

  test('for a repository inside the context', async () => {
    const above = temporaryDirectory()
    commitAll(makeTree({ file: '' }, join(above, 'app')))
    const count = countedGit()
    await factsOf(above, ['app'])
    expect(count()).toBe(3)
  })

  test('and without a repository none is started', async () => {
    const dir = makeTree({ file: '' })
    const count = countedGit()
    await learn(dir)
    expect(count()).toBe(0)
  })
})
