import { type ContextPath, parentPath } from './path.ts'

export type GitState = 'tracked' | 'modified' | 'untracked' | 'ignored'

export interface Submodule {
  path: ContextPath
  checkedOut: boolean
}

/** What git says of the context's files. Paths are the context's, not the repository's. */
export interface GitFacts {
  /** absolute path of the worktree's top directory */
  worktree: string
  /** where the worktree lies inside the context, when the context is above it; `''` when the context is it or below it */
  at: ContextPath | ''
  /** state of a file or link; null for a directory, for what lies outside the worktree and for what git could not say */
  stateOf(path: ContextPath): GitState | null
  /** tracked files of the context, sorted by bytes, whether or not they are on disk */
  tracked(): Iterable<ContextPath>
  submodules: Submodule[]
  /** tracked files that a sparse checkout left out of the disk */
  sparse: number
}

/** Directories below the root that hold a `.git`, of the paths of a context. */
export function repositoriesAmong(paths: Iterable<ContextPath>): ContextPath[] {
  const found: ContextPath[] = []
  for (const path of paths) if (path.endsWith('/.git')) found.push(parentPath(path) as ContextPath)
  return found
}
