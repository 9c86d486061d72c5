import { lstatSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ContextPath, joinPath } from '../model/path.ts'

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

/** Directories that are looked into; whoever has walked the context knows its repositories without this. */
const NEAR = 2_000

/** Directories of a context that hold a `.git`, the nearest to its root first; no link is followed. */
export function repositoriesNear(contextDir: string): ContextPath[] {
  const found: ContextPath[] = []
  const open: (ContextPath | '')[] = ['']
  for (let i = 0; i < open.length && i < NEAR; i++) {
    const dir = open[i]!
    for (const name of directoriesIn(join(contextDir, dir))) {
      if (name === '.git' && dir !== '') found.push(dir)
      else if (name !== '.git') open.push(joinPath<ContextPath>(dir, name))
    }
  }
  return found
}

function directoriesIn(dir: string): string[] {
  try {
    const entries = readdirSync(dir, { withFileTypes: true })
    return entries.filter(entry => entry.isDirectory() || entry.name === '.git').map(entry => entry.name)
  } catch {
    return []
  }
}
