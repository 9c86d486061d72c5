import type { Rule } from '../model/finding.ts'
import { formatCount, formatNumberOf } from '../model/format.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { lineFinding, patternsOf, quoted } from './ignore-file-lines.ts'

/** Entries that are worth a word. */
const MANY = 1_000

/** Counting stops here: the walk of the builder would take seconds, whatever the rest. */
const ENOUGH = 100_000

export const ignoreSlowException: Rule = {
  id: 'ignore-slow-exception',
  title: 'A wildcard exception makes BuildKit walk what is excluded',
  severity: 'info',
  needs: [],
  *check(ctx) {
    const { request, excluded } = ctx.snapshot
    const [wild, ...others] = patternsOf(ctx).filter(hasWildcard)
    if (request.builder !== 'buildkit' || wild === undefined) return
    let entries = excluded.visitedInVain
    for (const { path, builderWalks } of excluded.prunedDirectories) {
      if (builderWalks && entries < ENOUGH) entries += ctx.countBelow(path, ENOUGH - entries)
    }
    if (entries < MANY) return
    const count =
      entries < ENOUGH ? formatNumberOf(entries, 'entry', 'entries') : `over ${formatCount(ENOUGH)} entries`
    yield lineFinding(ctx, wild, {
      rule: ignoreSlowException.id,
      severity: 'info',
      message: `${quoted(wild)} makes BuildKit walk ${count} in excluded directories that it leaves out all the same`,
      data: { entries, lines: [wild, ...others].map(pattern => pattern.line) },
      fix: {
        why: 'name the directory in full, as in `!dir/**`: only a wildcard before the end has this price',
      },
    })
  },
}

/** Mirrors tonistiigi/fsutil filter.go Walk, which looks at the text of an exception without its last `/**` or `/*`. */
function hasWildcard({ pattern, negated }: IgnorePattern): boolean {
  return negated && /[*[\]?^\\]/.test(pattern.replace(/\/\*\*$/, '').replace(/\/\*$/, ''))
}
