import { type Finding, SEVERITIES } from '../model/finding.ts'
import { compareBytes } from '../model/path.ts'

/**
 * The findings as they are reported: worst first, then in the order of the rules, then by path (byte order, those
 * without one first), then by line. Rules that are not in `ruleIds` come last.
 */
export function order<T extends Finding>(findings: readonly T[], ruleIds: readonly string[]): T[] {
  const ranks = new Map(ruleIds.map((id, index) => [id, index]))
  const rankOf = (finding: T) => ranks.get(finding.rule) ?? ruleIds.length
  return findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      rankOf(a) - rankOf(b) ||
      compareBytes(a.rule, b.rule) ||
      compareBytes(a.path ?? '', b.path ?? '') ||
      compareBytes(a.location?.file ?? '', b.location?.file ?? '') ||
      (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
      (a.location?.column ?? 0) - (b.location?.column ?? 0) ||
      compareBytes(a.message, b.message),
  )
}
