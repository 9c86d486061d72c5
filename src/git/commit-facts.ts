import type { GitFacts } from '../model/git.ts'
import { type ContextPath, spell } from '../model/path.ts'
import type { Commit } from './commit.ts'

/**
 * What git would say of a clean clone of a commit, for a context at a path of it (`''` for its top): all that is there
 * is tracked, and no submodule is checked out.
 */
export function commitFacts({ entries }: Commit, top: string): (path: string) => GitFacts {
  return at => {
    const prefix = at === '' ? '' : `${at}/`
    const below = entries.filter(({ path }) => path.startsWith(prefix))
    const inContext = (path: string) => spell(path.slice(prefix.length))
    const files = below
      .filter(({ kind }) => kind !== 'directory' && kind !== 'submodule')
      .map(({ path }) => inContext(path))
    const known = new Set<ContextPath>(files)
    return {
      worktree: top,
      at: '',
      stateOf: path => (known.has(path) ? 'tracked' : null),
      tracked: () => files,
      submodules: below
        .filter(({ kind }) => kind === 'submodule')
        .map(({ path }) => ({ path: inContext(path), checkedOut: false })),
      sparse: 0,
    }
  }
}
