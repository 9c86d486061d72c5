import { type Finding, LESS, MORE, type Rule, type RuleContext, type Severity } from '../model/finding.ts'
import type { Reached } from '../model/reach.ts'
import { entriesOf } from './entries-of.ts'

/**
 * Says of every finding about something that is sent how far it gets, and weighs it by that as its rule says. A
 * directory gets as far as the furthest of what lies in it. Where no Dockerfile tells, nothing changes.
 */
export function withExposure(
  found: readonly Finding[],
  context: RuleContext,
  rules: readonly Rule[],
): Finding[] {
  const { reach } = context
  if (reach === undefined) return [...found]
  const weights = new Map(rules.map(({ id, exposure }) => [id, exposure]))
  return found.map(finding => {
    const reached = reachedBy(finding, context)
    if (reached === undefined) return finding
    const { exposure, carrier, mayReachFinal } = reached
    return {
      ...finding,
      ...withoutBreaking(finding, context),
      severity: weighed(finding.severity, reached, weights.get(finding.rule)),
      exposure,
      ...(carrier && { carrier: { file: reach.file, ...carrier } }),
      ...(mayReachFinal && { mayReachFinal }),
    }
  })
}

/** A line that excludes what an instruction names makes the build fail: then the instruction has to go as well. */
function withoutBreaking({ path, fix }: Finding, { indexOf, reach }: RuleContext): Pick<Finding, 'fix'> {
  const index = path === undefined ? undefined : indexOf(path)
  if (index === undefined || fix?.pattern === undefined || fix.pattern.startsWith('!')) return {}
  const namer = reach!.takenBy(index).find(({ source }) => source.path === path)
  if (namer === undefined) return {}
  return { fix: { why: `${reach!.file}:${namer.transfer.line} names it, so both have to go; ${fix.why}` } }
}

function reachedBy({ path, exposure }: Finding, context: RuleContext): Reached | undefined {
  // a rule that knows the exposure itself, or has none, is left alone
  if (path === undefined || exposure !== 'sent') return undefined
  const found = entriesOf(path, context)
  return found && context.reach!.exposureOf(found.from, found.to)
}

function weighed(severity: Severity, { exposure }: Reached, weight: Rule['exposure']): Severity {
  if (exposure === 'sent' && weight?.falls) return LESS[severity]
  return exposure === 'final' && weight?.rises ? MORE[severity] : severity
}
