import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { BIN, runCli } from '../helpers/cli.ts'
import { mayBecomeNobody, runCliAsNobody } from '../helpers/privileges.ts'
import { GITHUB_TOKEN } from '../helpers/secrets.ts'
import { contentsOf } from '../helpers/stage.ts'
import { commitAll, makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

const CONTEXT: Tree = {
  Dockerfile: 'FROM scratch\nCOPY src /src\n',
  '.dockerignore': '.ctx*\n',
  'src/a': 'a',
  'src/run': { text: 'run', mode: 0o755 },
  notes: 'not taken',
}

function stageIn(cwd: string, ...args: string[]) {
  return runCli(['stage', '.', '--out', '.ctx', ...args], { cwd })
}

test('stdout names the directory, and stderr says what was done', () => {
  const cwd = makeTree(CONTEXT)
  expect(stageIn(cwd)).toEqual({
    stdout: '.ctx\n',
    stderr: 'ctxguard: .ctx holds 4 files: 4 copied (37 B), 0 as before\n',
    exitCode: 0,
  })
  expect(Object.keys(contentsOf(join(cwd, '.ctx')))).toEqual([
    '.dockerignore',
    'Dockerfile',
    'src',
    'src/a',
    'src/run',
  ])
  expect(stageIn(cwd).stderr).toBe('ctxguard: .ctx holds 4 files: nothing changed\n')
  expect(stageIn(cwd, '-q')).toEqual({ stdout: '.ctx\n', stderr: '', exitCode: 0 })
})

test('--all-sent stages what the Dockerfile does not take too', () => {
  const cwd = makeTree(CONTEXT)
  expect(stageIn(cwd, '--all-sent').exitCode).toBe(0)
  expect(existsSync(join(cwd, '.ctx/notes'))).toBe(true)
  expect(stageIn(cwd).stderr).toContain('0 copied (0 B), 4 as before, 1 removed')
})

describe('the audit comes first', () => {
  const secret = { ...CONTEXT, 'src/key': `token: ${GITHUB_TOKEN}\n` }

  test('and where it fails, nothing is staged, and what was there stays', () => {
    const cwd = makeTree(CONTEXT)
    stageIn(cwd)
    makeTree(secret, cwd)
    const { stdout, stderr, exitCode } = stageIn(cwd)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toContain('src/key')
    expect(stderr).not.toContain(GITHUB_TOKEN)
    expect(existsSync(join(cwd, '.ctx/src/key'))).toBe(false)
  })

  test('unless --no-check leaves it out', () => {
    const cwd = makeTree(secret)
    expect(stageIn(cwd, '--no-check')).toMatchObject({ stdout: '.ctx\n', exitCode: 0 })
    expect(existsSync(join(cwd, '.ctx/src/key'))).toBe(true)
  })
})

describe('stderr names the command where the directory alone does not do', () => {
  const files = {
    'build/app.Dockerfile': 'FROM scratch AS one\nCOPY src /\nFROM scratch\nCOPY notes /\n',
    '../other.Dockerfile': 'FROM scratch\nCOPY src /\n',
  }
  test.each([
    [['-f', 'build/app.Dockerfile'], 'docker build -f .ctx/build/app.Dockerfile .ctx'],
    [
      ['-f', 'build/app.Dockerfile', '--target', 'one'],
      'docker build -f .ctx/build/app.Dockerfile --target one .ctx',
    ],
    [['-f', '../other.Dockerfile'], 'docker build -f ../other.Dockerfile .ctx'],
  ])('%j', (options, command) => {
    const cwd = makeTree({ ...CONTEXT, ...files }, join(temporaryDirectory(), 'context'))
    const { stderr, exitCode } = stageIn(cwd, ...options)
    expect(exitCode).toBe(0)
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(`ctxguard: build it with: ${command}`)
  })
})

describe('wrong usage', () => {
  test.each([
    [['stage'], 'stage needs --out DIR'],
    [['stage', '.', '--out', '.ctx', '--json'], 'stage has no --format'],
    [['stage', '.', '--out', '.'], 'the context lies in there'],
    [['stage', '.', '--out', 'new'], 'would send what is staged there'],
    [['stage', '.', '--out', 'src'], 'would send what is staged there'],
    [['stage', 'src', '--out', 'new', '--out', 'notes'], 'was not made by ctxguard stage'],
  ])('%j', (args, message) => {
    const cwd = makeTree(CONTEXT)
    const { stdout, stderr, exitCode } = runCli(args, { cwd })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/\n {2}\S/)
    expect(readdirSync(cwd).filter(name => name.includes('ctxguard'))).toEqual([])
  })
})

test.skipIf(!mayBecomeNobody())('directories that their owner may not write to can be replaced', () => {
  const dir = makeTree({
    ...CONTEXT,
    'src/closed/deep/file': { text: 'one', mode: 0o444 },
    'src/closed/deep': { dir: true, mode: 0o555 },
    'src/closed': { dir: true, mode: 0o555 },
  })
  const out = temporaryDirectory()
  chmodSync(out, 0o777)
  const args = ['stage', dir, '--out', join(out, 'set')]
  expect(runCliAsNobody(args, dir)).toMatchObject({
    stderr: expect.stringContaining('5 copied'),
    exitCode: 0,
  })
  rmSync(join(dir, 'src/a'))
  expect(runCliAsNobody(args, dir)).toMatchObject({
    stderr: expect.stringContaining('4 as before, 1 removed'),
    exitCode: 0,
  })
  expect(contentsOf(join(out, 'set/src'))).toEqual(contentsOf(join(dir, 'src')))
  expect(readdirSync(join(out, 'set.ctxguard'))).toEqual(['lock.2', 'stage.json'])
})

test('a commit can be staged, and staged again after another one', () => {
  const cwd = makeTree(CONTEXT)
  commitAll(cwd)
  writeFileSync(join(cwd, 'src/a'), 'b')
  expect(stageIn(cwd, '--ref', 'HEAD').exitCode).toBe(0)
  expect(readFileSync(join(cwd, '.ctx/src/a'), 'utf8')).toBe('a')
  commitAll(cwd)
  expect(stageIn(cwd, '--ref', 'HEAD').exitCode).toBe(0)
  expect(readFileSync(join(cwd, '.ctx/src/a'), 'utf8')).toBe('b')
})

describe('a run that is killed at any moment', () => {
  const FILES = 400
  function write(cwd: string, version: string): void {
    for (let i = 0; i < FILES; i++) writeFileSync(join(cwd, `src/${i}`), `${version} of ${i}`)
    writeFileSync(join(cwd, 'src', `only-${version}`), '')
  }
  function start(cwd: string): ChildProcess {
    const args = [BIN, 'stage', '.', '--out', '.ctx', '--no-check', '-q']
    return spawn(process.execPath, args, { cwd, stdio: 'ignore' })
  }
  /** Kills it so many milliseconds after it began to write, and returns whether it came to its end before. */
  async function killWhileWriting(child: ChildProcess, next: string, ms: number): Promise<boolean> {
    const exited = once(child, 'exit')
    while (child.exitCode === null && !existsSync(next)) await setTimeout(1)
    await setTimeout(ms)
    child.kill('SIGKILL')
    await exited
    return child.signalCode === null
  }

  test('leaves the old set or the new one, and the next run goes on from there', async () => {
    const cwd = makeTree(CONTEXT)
    const source = () => contentsOf(join(cwd, 'src'))
    const staged = () => contentsOf(join(cwd, '.ctx/src'))
    write(cwd, '0')
    await once(start(cwd), 'exit')
    let old = source()
    const ended: boolean[] = []
    for (let round = 1; round <= 8; round++) {
      rmSync(join(cwd, 'src', `only-${round - 1}`))
      write(cwd, String(round))
      ended.push(await killWhileWriting(start(cwd), join(cwd, '.ctx.ctxguard/next'), (round - 1) * 4))
      const now = staged()
      expect([old, source()]).toContainEqual(now)
      old = now
    }
    expect(ended).toContain(false)
    await once(start(cwd), 'exit')
    expect(staged()).toEqual(source())
    expect(readdirSync(join(cwd, '.ctx.ctxguard'))).toHaveLength(2)
  })
})
