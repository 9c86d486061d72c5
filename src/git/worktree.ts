import { lstatSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The top directory of the worktree that `dir` lies in; null where neither it nor a directory above holds a
 * repository. Mirrors git's setup.c setup_git_directory_gently_1.
 */
export function worktreeOf(dir: string): string | null {
  if (lookForRepository(dir) === 'found') return dir
  const parent = dirname(dir)
  return parent === dir ? null : worktreeOf(parent)
}

/**
 * What the `.git` of a directory is.
 * - `found`: a repository, or a file that says where it lies; git itself knows whether it is in order
 * - `other`: anything else of that name, which git passes over
 */
export function lookForRepository(dir: string): 'found' | 'other' | 'missing' {
  const git = join(dir, '.git')
  try {
    const stats = statSync(git, { throwIfNoEntry: false })
    if (!stats) return 'missing'
    if (stats.isFile()) return 'found'
    const head = stats.isDirectory() && lstatSync(join(git, 'HEAD'), { throwIfNoEntry: false })
    return head ? 'found' : 'other'
  } catch {
    // there, but not ours to look at: git says why
    return 'found'
  }
}
