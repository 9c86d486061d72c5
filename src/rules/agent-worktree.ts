import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineOf } from '../model/ignore-line.ts'
import { wholeDirectories } from './whole-directories.ts'
import type { Worktrees } from './worktrees.ts'

export const agentWorktree: Rule = {
  id: 'agent-worktree',
  title: "A tool's checkouts of the repository are sent",
  severity: 'warning',
  needs: [],
  exposure: { falls: true },
  *check(ctx) {
    for (const directory of wholeDirectories(ctx)) {
      if (directory.as === 'worktrees') yield finding(ctx, directory)
    }
  },
}

function finding(ctx: RuleContext, { entry, checkouts }: Worktrees): Finding {
  const { files, bytes } = ctx.totalsOf(entry.path)
  const held = checkouts === 0 ? '' : `${formatNumberOf(checkouts, 'checkout')}, `
  const size = `${held}${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
  return {
    rule: agentWorktree.id,
    severity: 'warning',
    path: entry.path,
    message: `${entry.path} (${size}), where a tool checks out copies of the repository, is in the build context`,
    exposure: 'sent',
    data: { checkouts },
    bytes,
    files,
    fix: { pattern: ignoreLineOf(entry), why: 'a build needs one copy of the sources' },
  }
}
