import type { Rule, RuleContext } from '../model/finding.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { refusingLines } from './arrives-empty.ts'
import { deadExceptions } from './ignore-exceptions.ts'
import { lineFinding, patternsOf, quoted } from './ignore-file-lines.ts'
import { missedDeeper } from './ignore-gitignore-habit.ts'
import { suspiciousLines } from './ignore-suspicious-line.ts'

export const ignoreDeadLine: Rule = {
  id: 'ignore-dead-line',
  title: 'A line of the ignore file decides nothing here',
  severity: 'info',
  needs: [],
  *check(ctx) {
    for (const [index, pattern] of patternsOf(ctx).entries()) {
      if (isReportedElsewhere(ctx, pattern)) continue
      const reason = reasonFor(ctx, index)
      if (reason === undefined) continue
      yield lineFinding(ctx, pattern, {
        rule: ignoreDeadLine.id,
        severity: 'info',
        message: `${quoted(pattern)} ${reason.says}`,
        data: { reason: reason.kind, ...(reason.line !== undefined && { line: reason.line }) },
        fix: { why: 'remove the line, unless it is a precaution' },
      })
    }
  },
}

interface Reason {
  kind: 'root' | 'overruled' | 'duplicate' | 'covered' | 'unneeded' | 'unmatched'
  /** follows the line in a sentence */
  says: string
  /** the other line that makes this one idle */
  line?: number
}

/** A more telling rule has something to say of the line. */
function isReportedElsewhere(ctx: RuleContext, pattern: IgnorePattern): boolean {
  return (
    ctx.snapshot.ignoreProblems.some(problem => problem.line === pattern.line) ||
    suspiciousLines(ctx).has(pattern) ||
    deadExceptions(ctx).has(pattern) ||
    missedDeeper(ctx).has(pattern) ||
    refusingLines(ctx).has(pattern)
  )
}

function reasonFor(ctx: RuleContext, index: number): Reason | undefined {
  const patterns = patternsOf(ctx)
  const { pattern, negated } = patterns[index]!
  const { decided, matched, skipped, overruledBy } = ctx.snapshot.patternUse[index]!
  if (decided > 0) return undefined
  if (pattern === '.' || pattern === '/')
    return { kind: 'root', says: 'names the context itself, which no line can exclude' }

  const same = (other: IgnorePattern) => other.pattern === pattern && other.negated === negated
  if (matched > 0) {
    const later = patterns[overruledBy ?? -1]
    // the classic client adds exceptions of its own, which are no lines
    if (later === undefined) return undefined
    return same(later)
      ? { kind: 'duplicate', says: `says the same as line ${later.line}`, line: later.line }
      : {
          kind: 'overruled',
          says: `is overruled by ${quoted(later)} on line ${later.line} wherever it matches`,
          line: later.line,
        }
  }
  const earlier = patterns.slice(0, index).find(same)
  if (earlier !== undefined)
    return { kind: 'duplicate', says: `says the same as line ${earlier.line}`, line: earlier.line }
  if (skipped > 0 && negated)
    return { kind: 'unneeded', says: 'is not needed: what it names is not excluded when it comes' }
  if (skipped > 0) return { kind: 'covered', says: 'matches only what lines above it exclude already' }
  const leftOver = ctx.snapshot.excluded.prunedDirectories.length > 0
  return {
    kind: 'unmatched',
    says: leftOver ? 'matches nothing that other lines leave over' : 'matches nothing in this context',
  }
}
