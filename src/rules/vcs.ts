import type { ContextEntry } from '../model/entry.ts'
import type { RuleContext } from '../model/finding.ts'
import { baseName } from '../model/path.ts'

export interface VcsDirectory {
  as: 'vcs'
  entry: ContextEntry
  system: VcsSystem
}

interface VcsSystem {
  name: string
  /** the directory in it that holds what was ever committed */
  history: string
}

const SYSTEMS: ReadonlyMap<string, VcsSystem> = new Map([
  ['.git', { name: 'Git', history: 'objects' }],
  ['.hg', { name: 'Mercurial', history: 'store' }],
  ['.svn', { name: 'Subversion', history: 'pristine' }],
  ['.jj', { name: 'Jujutsu', history: 'repo' }],
  ['.bzr', { name: 'Bazaar', history: 'repository' }],
])

/**
 * What a version control system keeps there. A directory that is only on the way to a few files that the ignore
 * file lets in, such as `.git/HEAD`, is none.
 */
export function vcsDirectoryAt(ctx: RuleContext, entry: ContextEntry): VcsDirectory | undefined {
  const system = SYSTEMS.get(baseName(entry.path))
  if (!system || entry.parentOnly || ctx.totalsOf(entry.path).files === 0) return undefined
  return { as: 'vcs', entry, system }
}
