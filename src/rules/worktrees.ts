import type { ContextEntry } from '../model/entry.ts'
import type { RuleContext } from '../model/finding.ts'
import { baseName, joinPath } from '../model/path.ts'

export interface Worktrees {
  as: 'worktrees'
  entry: ContextEntry
  /** checkouts in it that can be told by their `.git` */
  checkouts: number
}

/** Directories that hold nothing but checkouts, by their last name or their last two. */
const WORKTREE_DIRECTORIES = /(^|\/)(\.(claude|cursor|codex|gemini|opencode)\/worktrees|\.worktrees|\.trees)$/

/** Directories of tools that hold settings, rules and the like, and sometimes checkouts. */
const TOOL_DIRECTORIES = /(^|\/)\.(aider|claude|codex|cursor|gemini|opencode|windsurf)\//

/** Checkouts that a tool made inside the repository. */
export function worktreesAt(ctx: RuleContext, entry: ContextEntry): Worktrees | undefined {
  if (entry.parentOnly) return undefined
  if (entry.path.endsWith('trees') && WORKTREE_DIRECTORIES.test(entry.path)) {
    const checkouts = ctx.below(entry.path).filter(below => baseName(below.path) === '.git').length
    return ctx.totalsOf(entry.path).files === 0 ? undefined : { as: 'worktrees', entry, checkouts }
  }
  const isCheckout =
    ctx.entryAt(joinPath(entry.path, '.git')) !== undefined && TOOL_DIRECTORIES.test(entry.path)
  return isCheckout ? { as: 'worktrees', entry, checkouts: 1 } : undefined
}
