import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { runCli } from '../helpers/cli.ts'
import { git, makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

export const SECRET = 'API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\n'
export const CLEAN: Tree = {
  Dockerfile: 'FROM scratch\nCOPY . /\n',
  '.dockerignore': '.git\n',
  'app.js': '1\n',
}
export const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  COLUMNS: '80',
}

/** A repository with a first commit and the hook, and an empty remote. */
export function repository(tree: Tree, into?: string): string {
  const dir = makeTree(tree, into)
  git(dir, 'init', '-q', '-b', 'main')
  const remote = temporaryDirectory()
  git(remote, 'init', '-q', '--bare')
  git(dir, 'remote', 'add', 'origin', remote)
  commit(dir)
  expect(runCli(['hook', 'install'], { cwd: dir }).exitCode).toBe(0)
  return dir
}

export function commit(dir: string, tree: Tree = {}): void {
  makeTree(tree, dir)
  git(dir, 'add', '-A')
  git(dir, 'commit', '-q', '--allow-empty', '-m', 'change')
}

/** A push: what is said on stderr, and its standard output, which the hook leaves to git. */
export function push(dir: string, args: readonly string[] = ['origin', 'main'], env: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr, status } = spawnSync('git', ['push', '-q', ...args], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...ENVIRONMENT, ...env },
  })
  return { said: stderr, stdout, exitCode: status }
}

/** `ctxguard hook run` as the hook calls it. */
export const runHook = (dir: string, args: readonly string[], input: string, env: NodeJS.ProcessEnv = {}) => {
  const bin = readFileSync(join(dir, '.git', 'hooks', 'pre-push'), 'utf8').match(
    /ctxguard_program='(.*)'/,
  )![1]!
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, 'hook', 'run', ...args], {
    cwd: dir,
    encoding: 'utf8',
    input,
    env: { ...ENVIRONMENT, ...env },
  })
  return { stdout, stderr, exitCode: status }
}
