import type { Rule } from '../model/finding.ts'
import { deadExceptions } from './ignore-exceptions.ts'
import { insteadOf, lineFinding, quoted } from './ignore-file-lines.ts'
import { suspiciousLines } from './ignore-suspicious-line.ts'

export const ignoreDeadException: Rule = {
  id: 'ignore-dead-exception',
  title: 'An exception of the ignore file lets nothing in',
  severity: 'warning',
  needs: [],
  *check(ctx) {
    for (const [pattern, { kind, says, by, instead, why }] of deadExceptions(ctx)) {
      if (suspiciousLines(ctx).has(pattern)) continue
      yield lineFinding(ctx, pattern, {
        rule: ignoreDeadException.id,
        severity: 'warning',
        message: `${quoted(pattern)} ${says}`,
        data: { kind, by, instead },
        fix: { why: insteadOf(instead, why) },
      })
    }
  },
}
