import type { Finding } from '../model/finding.ts'
import type { Policy } from '../model/policy.ts'
import type { ReportedFinding } from '../model/report.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { applyAllowances } from './allowances.ts'
import { allowCommentsFor } from './comments.ts'
import { groupCovered } from './cover.ts'
import { identify } from './fingerprint.ts'
import { mergeGroup } from './merge.ts'
import { order } from './order.ts'
import { type Carrying, withPassengers } from './passengers.ts'
import { applySeverities } from './severity.ts'

export { ALLOWANCE_RULES } from './allowance-findings.ts'
export { withExposure } from './exposure.ts'

/** What findings are settled by. */
export interface Settling {
  snapshot: Snapshot
  /** where paths lie among the entries, and what the build takes of them; absent where no Dockerfile tells */
  carrying?: Carrying
  policy: Policy
  /** every rule that there is, in the order in which they are reported */
  ruleIds: readonly string[]
  /** what else an allowance may name; default: none */
  detectorIds?: readonly string[]
  /** rules and detectors that were not looked for, so that nothing is said against allowances for them; default: the rules that are off */
  notRun?: Iterable<string>
  /** `YYYY-MM-DD`; default: today's date, UTC */
  today?: string
}

/**
 * Makes a report's findings of what the rules found: severities as the policy sets them, one finding for one
 * reason, without what is allowed, ordered, each with its fingerprint.
 *
 * @returns them, and how many were left out because they are allowed
 */
export async function settleFindings(
  found: readonly Finding[],
  { snapshot, carrying, policy, ruleIds, detectorIds = [], notRun = [], today = dateOfToday() }: Settling,
): Promise<{ findings: ReportedFinding[]; allowed: number }> {
  const weighed = applySeverities(found, policy.rules)
  const off = Object.keys(policy.rules).filter(rule => policy.rules[rule] === 'off')
  const { groups, allowed, problems } = await applyAllowances(groupCovered(weighed), {
    allow: policy.allow,
    comments: allowCommentsFor(weighed, snapshot, carrying?.reach),
    today,
    known: [...ruleIds, ...detectorIds],
    notRun: new Set([...off, ...notRun]),
  })
  const left = groups.map(mergeGroup)
  const complete = carrying ? withPassengers(left, carrying, policy, ruleIds) : left
  const findings = [...complete, ...applySeverities(problems, policy.rules)]
  return { findings: identify(order(findings, ruleIds)), allowed }
}

function dateOfToday(): string {
  return new Date().toISOString().slice(0, 10)
}
