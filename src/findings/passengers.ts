import type { Finding, RuleContext, Severity } from '../model/finding.ts'
import type { Policy } from '../model/policy.ts'
import { entriesOf } from './entries-of.ts'
import { order } from './order.ts'

/** What is asked of the context of the findings. */
export type Carrying = Pick<RuleContext, 'snapshot' | 'indexOf' | 'reach'>

/** How many a message names, and how many the data lists. */
const NAMED = 3
const LISTED = 100

const BROAD = 'copy-broad'

/**
 * Puts to every finding about a source that takes the whole context what other findings are about and rides along:
 * the worst by name. With such company it is a warning, unless the policy says otherwise.
 *
 * @param ruleIds every rule, in the order of reports
 */
export function withPassengers(
  findings: readonly Finding[],
  context: Carrying,
  { rules }: Policy,
  ruleIds: readonly string[],
): Finding[] {
  if (!findings.some(({ rule }) => rule === BROAD)) return [...findings]
  const passengers = order(findings.filter(isPassenger), ruleIds)
  return findings.map(finding => {
    if (finding.rule !== BROAD) return finding
    const isTaken = takenBy(finding, context)
    const carried = onePerPath(passengers.filter(({ path }) => isTaken(path!)))
    const severity: Severity = carried.length > 0 ? 'warning' : finding.severity
    return {
      ...finding,
      severity: Object.hasOwn(rules, BROAD) ? finding.severity : severity,
      message: `${finding.message}; ${company(carried)}`,
      data: { ...finding.data, carries: carried.slice(0, LISTED).map(({ rule, path }) => ({ rule, path })) },
    }
  })
}

/** Something that is wrong with what is sent, be it copied or not; notes and the ignore file's own faults apart. */
function isPassenger({ path, exposure, severity, rule }: Finding): boolean {
  return path !== undefined && exposure !== undefined && severity !== 'info' && !rule.startsWith('ignore-')
}

/** Tells of paths whether the finding's source takes something there. */
function takenBy({ location }: Finding, context: Carrying): (path: string) => boolean {
  const { reach, indexOf, snapshot } = context
  const own = reach?.outcomes.filter(
    ({ source }) => source.path === '' && source.line === location?.line && source.column === location.column,
  )
  const ranges = own?.flatMap(({ placements }) => placements) ?? []
  const isWhole = ranges.some(({ from, to }) => from === 0 && to === snapshot.entries.length)
  // a mount that shows nothing makes all of it be transferred
  if (isWhole || ranges.length === 0) return path => indexOf(path) !== undefined
  return path => {
    const entries = entriesOf(path, context)
    return entries !== undefined && ranges.some(({ from, to }) => from < entries.to && entries.from < to)
  }
}

function onePerPath(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ path }) => {
    const isNew = !seen.has(path!)
    seen.add(path!)
    return isNew
  })
}

function company(carried: readonly Finding[]): string {
  if (carried.length === 0) return 'whatever is added to it later goes along'
  const named = carried.slice(0, NAMED).map(({ path, rule }) => `${path} (${rule})`)
  const others = carried.length - named.length
  const last = others > 0 ? `${others} more` : named.pop()!
  return `along with it ${carried.length === 1 ? 'goes' : 'go'} ${named.length > 0 ? `${named.join(', ')} and ` : ''}${last}`
}
