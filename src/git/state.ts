import type { GitState, Submodule } from '../model/git.ts'
import { type ContextPath, joinPath, parentPath, spell } from '../model/path.ts'
import type { Status } from './status.ts'

/**
 * Answers for each path of the context; see `stateOf` of GitFacts. Where git told of a directory as a whole,
 * everything in it that is not tracked has its state: files of a repository inside the worktree are untracked, or
 * ignored, as seen from the worktree. Files of a submodule have none. A directory that lies in one told as a whole
 * can't be told from a file by its path: it is answered like one.
 */
export function stateLookup(
  tracked: readonly ContextPath[],
  submodules: readonly Submodule[],
  status: Status,
  at: ContextPath | '',
): (path: ContextPath) => GitState | null {
  const files = new Map<ContextPath, GitState>()
  for (const path of tracked) files.set(path, 'tracked')
  for (const [path, state] of status.files) files.set(joinPath(at, spell(path)), state)
  const directories = new Map<ContextPath | '', GitState | null>()
  for (const [path, state] of status.directories)
    directories.set(path === '' ? at : joinPath(at, spell(path)), state)
  for (const { path } of submodules) directories.set(path, null)

  const inherited = (dir: ContextPath | ''): GitState | null => {
    const own = directories.get(dir)
    if (own !== undefined || dir === '') return own ?? null
    return inherited(parentPath(dir))
  }
  return path =>
    files.get(path) ?? (isGitsOwn(path) || directories.has(path) ? null : inherited(parentPath(path)))
}

/** `.git`, wherever it lies: git neither tracks nor ignores what it keeps there. */
function isGitsOwn(path: string): boolean {
  return path.includes('.git') && /(^|\/)\.git(\/|$)/.test(path)
}
