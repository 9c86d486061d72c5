import type { ContextPath } from '../model/path.ts'
import type { Incomplete } from '../model/snapshot.ts'

const WHAT = 'what git says of the files was not learnt'

/** Why git told nothing of the worktree, and what the user can do about it. */
export function gitFailure(error: unknown, worktree: string, at: ContextPath | ''): Incomplete {
  const said = error instanceof Error ? error.message : String(error)
  // without git nothing is compared, and that is the user's choice; a git that fails leaves the answer open
  const fatal = !GIT_MISSING.test(said)
  return { what: WHAT, path: at === '' ? null : at, ...explained(said, worktree), fatal }
}

const GIT_MISSING = /\bspawn git ENOENT\b/

function explained(said: string, worktree: string): { reason: string; hint: string } {
  if (GIT_MISSING.test(said))
    return {
      reason: 'git is not installed, or not in PATH',
      hint: 'install git to have the context compared with what is committed',
    }
  // git's own advice, which no translation changes
  const trust = /git config --global --add safe\.directory .+/.exec(said)
  if (trust)
    return {
      reason: `the repository ${worktree} belongs to another user, and git does not read such a one unasked`,
      hint: `if you trust it: ${trust[0].trim()}`,
    }
  return {
    reason: lastWords(said),
    hint: `if you trust the repository, see what git says: git -C ${quoted(worktree)} status`,
  }
}

/** Git's last complaint: what comes before are warnings, or advice. */
function lastWords(said: string): string {
  const lines = said.split('\n').filter(line => line.trim() !== '')
  const words = lines.findLast(line => /^(fatal|error): /.test(line)) ?? lines[0] ?? 'git failed'
  return words.replace(/^(fatal|error): /, 'git: ').slice(0, 500)
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}

/** The context lies above several repositories: no single one can answer for its files. */
export function severalRepositories(repositories: readonly ContextPath[]): Incomplete {
  const listed = repositories.slice(0, 3).join(', ')
  return {
    what: WHAT,
    path: null,
    reason: `${repositories.length} repositories lie in the context, and it lies in none: ${listed}${repositories.length > 3 ? ', …' : ''}`,
    hint: 'audit each of them as a context of its own',
    fatal: false,
  }
}

/** A submodule is a repository of its own, which was not asked. */
export function submodulesNotAsked(paths: readonly ContextPath[]): Incomplete {
  const listed = paths.slice(0, 3).join(', ')
  return {
    what: 'what git says of the files in submodules was not learnt',
    path: null,
    reason: `${listed}${paths.length > 3 ? ', …' : ''}: each is a repository of its own`,
    hint: 'audit a submodule as a context of its own to have its files compared',
    fatal: false,
  }
}

/** A FIFO or a device where git keeps a file: it would wait for it, or read it without end. */
export function trapInRepository(file: string): Incomplete {
  return {
    what: WHAT,
    path: null,
    reason: `${file} is no regular file, and git would wait for it`,
    hint: 'remove it, or find out who made it',
    fatal: true,
  }
}

/** Filters are not run, so a file that one of them applies to may look changed. */
export function filtersNotRun(filters: readonly string[], changed: number, worktree: string): Incomplete {
  return {
    what: 'git may call files modified that are not',
    path: null,
    reason: `filters of git (${filters.join(', ')}) are not run, and ${changed} changed ${changed === 1 ? 'file was' : 'files were'} compared without them`,
    hint: `if you trust the repository: git -C ${quoted(worktree)} status once, then git knows which are not`,
    fatal: false,
  }
}
