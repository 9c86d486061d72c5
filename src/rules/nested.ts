import type { RuleContext } from '../model/finding.ts'
import { baseName, type ContextPath, joinPath, parentPath } from '../model/path.ts'
import { nearestAncestor } from './ancestors.ts'
import { oncePerWalk } from './once.ts'
import { wholeDirectories } from './whole-directories.ts'

/**
 * The topmost directories that hold a `.git` of their own, sent or pruned as a whole, and other files that are
 * sent. Submodules that git lists, what lies in them, and directories that another rule reports as a whole are
 * left out. Empty where nothing is known of git.
 */
export const nestedRepositories = oncePerWalk((ctx): ReadonlySet<ContextPath> => {
  const { git, snapshot } = ctx
  if (!git) return new Set()
  const whole = wholeDirectories(ctx).filter(directory => directory.as !== 'vcs')
  const elsewhere = new Set([
    ...git.submodules.map(submodule => submodule.path),
    ...whole.map(directory => directory.entry.path),
  ])
  const repositories = new Set<ContextPath>()
  for (const { path } of [...snapshot.entries, ...snapshot.excluded.prunedDirectories]) {
    if (baseName(path) !== '.git') continue
    const dir = parentPath(path)
    if (dir === '' || dir === git.at || nearestAncestor(path, above => elsewhere.has(above))) continue
    if (holdsMoreThanGit(ctx, dir)) repositories.add(dir)
  }
  return new Set([...repositories].filter(dir => !nearestAncestor(dir, above => repositories.has(above))))
})

/** Tells of a path whether it belongs to a nested repository. */
export function insideNestedRepository(ctx: RuleContext): (path: ContextPath) => boolean {
  const repositories = nestedRepositories(ctx)
  if (repositories.size === 0) return () => false
  return path => repositories.has(path) || nearestAncestor(path, dir => repositories.has(dir)) !== undefined
}

function holdsMoreThanGit(ctx: RuleContext, dir: ContextPath): boolean {
  const git = joinPath(dir, '.git')
  const own = ctx.entryAt(git)?.kind === 'file' ? 1 : ctx.totalsOf(git).files
  return ctx.totalsOf(dir).files > own
}
