import type { Finding } from '../model/finding.ts'
import type { Allowance } from '../model/policy.ts'
import { invalidFinding, staleFinding } from './allowance-findings.ts'
import type { AllowComment } from './comments.ts'
import type { FindingGroup } from './cover.ts'
import { linesOf, type Permit, permitOfComment, permitsOfConfig } from './permit.ts'

/** What decides whether an allowance holds. */
export interface AllowanceContext {
  /** of the configuration */
  allow: readonly Allowance[]
  comments: readonly AllowComment[]
  /** `YYYY-MM-DD` */
  today: string
  /** ids of rules and of detectors */
  known: readonly string[]
  /** ids among them that were not looked for: an allowance for one may well be needed */
  notRun: ReadonlySet<string>
}

/**
 * Leaves out what is allowed. An allowance for a finding that covers others is one for all of them, because
 * together they are what is shown; one for a covered finding leaves the rest of its group.
 *
 * @returns the groups that remain, how many went, and what is wrong with the allowances themselves
 */
export async function applyAllowances(
  groups: readonly FindingGroup[],
  context: AllowanceContext,
): Promise<{ groups: FindingGroup[]; allowed: number; problems: Finding[] }> {
  const permits = [...(await permitsOfConfig(context.allow)), ...context.comments.map(permitOfComment)]
  const valid: Permit[] = []
  const problems: Finding[] = []
  for (const permit of permits) {
    const invalid = invalidFinding(permit, context.known)
    if (invalid) problems.push(invalid)
    else valid.push(permit)
  }
  const hasExpired = ({ expires }: Permit) => expires !== undefined && expires < context.today
  const inForce = valid.filter(permit => !hasExpired(permit))

  const used = new Set<Permit>()
  const isAllowed = (finding: Finding) => {
    const covered = new Set<number>()
    let whole = false
    for (const permit of inForce) {
      const part = permit.covers(finding)
      if (part.length > 0) used.add(permit)
      if (part === 'all') whole = true
      else for (const line of part) covered.add(line)
    }
    return whole || (covered.size > 0 && linesOf(finding).every(line => covered.has(line)))
  }
  const remaining = groups.flatMap(({ finding, covered }) => {
    // not only until one is found: every allowance that covers something is needed
    const rest = covered.filter(other => !isAllowed(other))
    return isAllowed(finding) ? [] : [{ finding, covered: rest }]
  })

  for (const permit of valid) {
    if (context.notRun.has(permit.rule)) continue
    const idle = !used.has(permit)
    if (hasExpired(permit)) problems.push(staleFinding(permit, 'expired'))
    else if (idle) problems.push(staleFinding(permit, 'unused'))
  }
  return { groups: remaining, allowed: groups.length - remaining.length, problems }
}
