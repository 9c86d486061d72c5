import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { GitFacts } from '../model/git.ts'
import { type ContextPath, joinPath, parentPath, type RawPath, rawToBytes, spell } from '../model/path.ts'
import type { Incomplete } from '../model/snapshot.ts'
import {
  filtersNotRun,
  gitFailure,
  severalRepositories,
  submodulesNotAsked,
  trapInRepository,
} from './failure.ts'
import { usesFilters } from './filters.ts'
import { settingsOf } from './settings.ts'
import { stateLookup } from './state.ts'
import { statusBelow } from './status.ts'
import { trackedBelow } from './tracked.ts'
import { lookForRepository, worktreeOf } from './worktree.ts'

export interface GitFactsOptions {
  /** directories inside the context that hold a `.git`; asked for only when the context lies in no worktree */
  nestedRepositories: () => readonly ContextPath[] | Promise<readonly ContextPath[]>
}

/** What git says, or why it says nothing; neither where there is no repository. */
export interface LearntFacts {
  facts?: GitFacts
  /** fatal where git is there and failed */
  incomplete: Incomplete[]
}

/**
 * Asks git about the files of a context, with three processes however large it is. The worktree that the context
 * lies in answers; where there is none, the only repository inside the context does. Never rejects because of
 * what git says; nothing of the repository is executed and nothing is written.
 *
 * @param contextDir absolute, links followed
 */
export async function gitFacts(contextDir: string, options: GitFactsOptions): Promise<LearntFacts> {
  const worktree = worktreeOf(contextDir)
  if (worktree !== null) return askGit(worktree, contextDir, '')
  const nested = await options.nestedRepositories()
  const repositories = outermost(nested.filter(at => lookForRepository(join(contextDir, at)) !== 'other'))
  if (repositories.length > 1) return { incomplete: [severalRepositories(repositories)] }
  const [at] = repositories
  if (at === undefined) return { incomplete: [] }
  const dir = join(contextDir, at)
  return askGit(dir, dir, at)
}

/** A repository inside another one, such as a submodule, is that one's matter. */
function outermost(repositories: readonly ContextPath[]): ContextPath[] {
  const all = new Set(repositories)
  const isInside = (path: ContextPath): boolean => {
    const parent = parentPath(path)
    return parent !== '' && (all.has(parent) || isInside(parent))
  }
  return [...all].filter(path => !isInside(path))
}

/** A file of the repository that git would open and never come back from. */
function trapIn(worktree: string): string | undefined {
  return ['HEAD', 'config', 'index']
    .map(name => join(worktree, '.git', name))
    .find(file => {
      try {
        const stats = statSync(file, { throwIfNoEntry: false })
        return stats !== undefined && !stats.isFile()
      } catch {
        return false // git itself says what is wrong
      }
    })
}

/** @param dir the directory of the worktree whose files are the context's, at `at` of the context */
async function askGit(worktree: string, dir: string, at: ContextPath | ''): Promise<LearntFacts> {
  const trap = trapIn(worktree)
  if (trap !== undefined) return { incomplete: [trapInRepository(trap)] }
  try {
    const learningSettings = settingsOf(dir)
    const asking = [
      trackedBelow(dir),
      learningSettings,
      learningSettings.then(({ filters }) => statusBelow(dir, filters)),
    ] as const
    // where one fails, no other is left running
    await Promise.allSettled(asking)
    const [tracked, settings, status] = await Promise.all(asking)
    const inContext = (path: RawPath) => joinPath(at, spell(path))
    const files = tracked.files.map(inContext)
    const submodules = tracked.submodules.map(path => ({
      path: inContext(path),
      checkedOut: existsSync(rawToBytes(`${dir}/${path}/.git`)),
    }))
    const unasked = submodules.filter(({ checkedOut }) => checkedOut).map(({ path }) => path)
    const isGuess = status.changedOnDisk > 0 && settings.filters.length > 0
    return {
      facts: {
        worktree,
        at,
        stateOf: stateLookup(files, submodules, status, at),
        tracked: () => files,
        submodules,
        sparse: settings.sparseCheckout ? tracked.skipped : 0,
      },
      incomplete: [
        ...(isGuess && usesFilters(worktree, dir, tracked.files)
          ? [filtersNotRun(settings.filters, status.changedOnDisk, worktree)]
          : []),
        ...(unasked.length > 0 ? [submodulesNotAsked(unasked)] : []),
      ],
    }
  } catch (error) {
    return { incomplete: [gitFailure(error, worktree, at)] }
  }
}
