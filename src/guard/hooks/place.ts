import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { CtxguardError, UsageError } from '../../errors.ts'
import { runGit } from '../../git/run.ts'
import { worktreeOf } from '../../git/worktree.ts'

/** Where git looks for the hooks of a worktree. Paths are absolute. */
export interface HookPlace {
  /** top directory of the worktree */
  top: string
  /** it need not exist */
  dir: string
  /** value of core.hooksPath, where it is set */
  configured: string | undefined
  /** the directory lies in the worktree or in its repository, links followed */
  isOwn: boolean
  /** the linked worktrees, and the main one, in which the configured directory is not there */
  lacking: string[]
}

/** Asks git. Throws a UsageError where `cwd` lies in no worktree. */
export async function hookPlace(cwd: string): Promise<HookPlace> {
  const top = worktreeOf(realpathSync(cwd))
  if (top === null)
    throw new UsageError(`${cwd} lies in no git worktree`, {
      hint: 'go into the repository; GIT_DIR and GIT_WORK_TREE are not followed',
    })
  const [hooks, common, configured] = await Promise.all([
    askGit(top, ['rev-parse', '--git-path', 'hooks']),
    askGit(top, ['rev-parse', '--git-common-dir']),
    askGit(top, ['config', '--default', '', '--get', 'core.hooksPath']),
  ])
  const dir = resolve(top, hooks)
  const isRelative = configured !== '' && !isAbsolute(configured) && !configured.startsWith('~')
  return {
    top,
    dir,
    configured: configured === '' ? undefined : configured,
    isOwn: [top, resolve(top, common)].some(own => liesIn(real(dir), real(own))),
    lacking: isRelative
      ? (await worktrees(top)).filter(one => one !== top && !existsSync(join(one, configured)))
      : [],
  }
}

async function askGit(top: string, args: readonly string[]): Promise<string> {
  const printed = (await runGit(top, args)).replace(/\n$/, '')
  if (printed.includes('\ufffd'))
    throw new CtxguardError(`git ${args[0]}: a path that is not UTF-8 can't be used`, {
      hint: 'write the hook by hand',
    })
  return printed
}

async function worktrees(top: string): Promise<string[]> {
  const printed = await runGit(top, ['worktree', 'list', '--porcelain'])
  return printed
    .split('\n')
    .filter(line => line.startsWith('worktree '))
    .map(line => line.slice('worktree '.length))
    .filter(dir => existsSync(dir))
}

/** Links followed as far as there is something. */
function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return dirname(path) === path ? path : join(real(dirname(path)), basename(path))
  }
}

function liesIn(path: string, dir: string): boolean {
  const inside = relative(dir, path)
  return inside !== '..' && !inside.startsWith('../') && !inside.startsWith('..\\') && !isAbsolute(inside)
}
