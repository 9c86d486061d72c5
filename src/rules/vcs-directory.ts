import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineForName } from '../model/ignore-line.ts'
import { joinPath } from '../model/path.ts'
import type { VcsDirectory } from './vcs.ts'
import { wholeDirectories } from './whole-directories.ts'

export const vcsDirectory: Rule = {
  id: 'vcs-directory',
  title: 'The repository itself is sent',
  severity: 'error',
  needs: [],
  exposure: { falls: true, rises: true },
  *check(ctx) {
    for (const directory of wholeDirectories(ctx)) {
      if (directory.as === 'vcs') yield finding(ctx, directory)
    }
  },
}

function finding(ctx: RuleContext, { entry, system }: VcsDirectory): Finding {
  const { files, bytes } = ctx.totalsOf(entry.path)
  const size = `${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
  const history = ctx.entryAt(joinPath(entry.path, system.history)) !== undefined
  const consequence = history
    ? `and with it the whole history that ${system.name} keeps there`
    : `with what ${system.name} keeps there besides the history`
  return {
    rule: vcsDirectory.id,
    severity: 'warning',
    path: entry.path,
    message: `${entry.path} (${size}) is in the build context, ${consequence}`,
    exposure: 'sent',
    data: { system: system.name, history },
    bytes,
    files,
    fix: {
      pattern: ignoreLineForName(entry.path),
      why: 'where a version is all that the build needs of it, hand it over as a build argument',
    },
  }
}
