import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { insteadOf, lineFinding, patternsOf, quoted } from './ignore-file-lines.ts'
import { type Suspicion, suspicionOf } from './ignore-suspicion.ts'
import { oncePerWalk } from './once.ts'

/** By line: what `ignore-suspicious-line` says, so that other rules need not say less of it. */
export const suspiciousLines = oncePerWalk((ctx): ReadonlyMap<IgnorePattern, Suspicion> => {
  const { request, patternUse, ignoreProblems } = ctx.snapshot
  const refused = new Set(ignoreProblems.map(problem => problem.line))
  const found = new Map<IgnorePattern, Suspicion>()
  for (const [index, pattern] of patternsOf(ctx).entries()) {
    const suspicion = suspicionOf(pattern, patternUse[index], request.builder)
    if (suspicion !== undefined && !refused.has(pattern.line)) found.set(pattern, suspicion)
  }
  return found
})

export const ignoreSuspiciousLine: Rule = {
  id: 'ignore-suspicious-line',
  title: 'A line of the ignore file does not mean what it seems to',
  severity: 'warning',
  needs: [],
  *check(ctx) {
    for (const [pattern, suspicion] of suspiciousLines(ctx)) yield finding(ctx, pattern, suspicion)
  },
}

function finding(
  ctx: RuleContext,
  pattern: IgnorePattern,
  { kind, means, instead, why }: Suspicion,
): Finding {
  return lineFinding(ctx, pattern, {
    rule: ignoreSuspiciousLine.id,
    severity: 'warning',
    message: `${quoted(pattern)} ${means}`,
    data: { kind, ...(instead !== undefined && { instead }) },
    fix: { why: instead === undefined ? why : insteadOf(instead, why) },
  })
}
