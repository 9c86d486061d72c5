import { type Finding, type RuleContext, SEVERITIES, type Severity } from '../../model/finding.ts'
import type { StoppingFinding } from '../../model/guarded.ts'
import type { Policy } from '../../model/policy.ts'
import type { Report, ReportedFinding } from '../../model/report.ts'
import type { BuildRequest } from '../../model/request.ts'
import type { Incomplete } from '../../model/snapshot.ts'

/** What the audit of every build of a tree learnt. */
export interface AuditedBuilds {
  reports: readonly Report[]
  /** what could not be learnt of the files that say what is built */
  unfound: readonly Incomplete[]
}

/**
 * The findings at or above `failOn`, worst first, those of builds that share a context once.
 *
 * @param counts which of them count; default: all
 */
export function stoppingFindings(
  { reports }: AuditedBuilds,
  failOn: Policy['failOn'],
  counts: (finding: ReportedFinding, report: Report) => boolean = () => true,
): StoppingFinding[] {
  const found = new Map<string, StoppingFinding>()
  for (const report of reports) {
    for (const finding of report.findings) {
      if (!failsAt(finding.severity, failOn) || !counts(finding, report)) continue
      const key = identityOf(finding, report.request)
      const one = { finding, builds: [report.request], ignoreFile: report.ignoreFile?.path ?? null }
      found.set(key, both(found.get(key), one))
    }
  }
  return [...found.values()].toSorted((a, b) => weightOf(b) - weightOf(a))
}

function both(a: StoppingFinding | undefined, b: StoppingFinding): StoppingFinding {
  if (a === undefined) return b
  const [first, second] = weightOf(b) > weightOf(a) ? [b, a] : [a, b]
  return { ...first, builds: [...first.builds, ...second.builds] }
}

/** Severity counts for most, then how far the file gets. */
function weightOf({ finding: { severity, exposure } }: StoppingFinding): number {
  const reach =
    exposure === 'final' ? 3 : exposure?.startsWith('stage:') ? 2 : exposure === 'requested' ? 1 : 0
  return -10 * SEVERITIES.indexOf(severity) + reach
}

function failsAt(severity: Severity, failOn: Policy['failOn']): boolean {
  return failOn !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn)
}

/** The same for the same problem of another commit, whichever Dockerfile shows it. */
function identityOf({ fingerprint, path, location }: ReportedFinding, { context }: BuildRequest): string {
  const file = path === undefined ? (location?.file ?? '') : ''
  return [context.dir, fingerprint, file].join('\0')
}

/** Those that another commit does not have, or has as something less severe. */
export function newSince(
  found: readonly StoppingFinding[],
  known: readonly StoppingFinding[],
): StoppingFinding[] {
  const before = new Map(known.map(one => [identityOf(one.finding, one.builds[0]!), one.finding.severity]))
  return found.filter(({ finding, builds }) => {
    const severity = before.get(identityOf(finding, builds[0]!))
    return severity === undefined || SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(finding.severity)
  })
}

/** What makes the audit of builds untrustworthy. */
export function fatalOf({ reports, unfound }: AuditedBuilds): Incomplete[] {
  const all = [
    ...unfound,
    ...reports.flatMap(report => report.incomplete.map(one => placed(one, report.request))),
  ]
  return once(all.filter(one => one.fatal))
}

/** Each once. */
export function once(troubles: readonly Incomplete[]): Incomplete[] {
  return [...new Map(troubles.map(one => [troubleOf(one), one])).values()]
}

/** Paths of a report are those of its context: of several contexts it has to be said. */
function placed(one: Incomplete, { context: { given, dir } }: BuildRequest): Incomplete {
  const { path } = one
  if (path === null || given === '.' || path.startsWith('/')) return one
  return { ...one, path: `${given ?? dir}/${path}` }
}

/** Those that another commit does not have. */
export function newTroubles(troubles: readonly Incomplete[], known: readonly Incomplete[]): Incomplete[] {
  const before = new Set(known.map(troubleOf))
  return troubles.filter(one => !before.has(troubleOf(one)))
}

function troubleOf({ what, path, reason }: Incomplete): string {
  return JSON.stringify([what, path, reason])
}

/**
 * Whether a finding is about something that is on disk only: files that git does not know or ignores, one of them in
 * a directory, or what git itself keeps.
 */
export function isUncommitted({ git, below }: RuleContext, { path, location }: Finding): boolean {
  if (git === undefined) return false
  const isLocal = (file: string) => {
    const state = git.stateOf(file as NonNullable<Finding['path']>)
    return state === 'untracked' || state === 'ignored' || /(^|\/)\.git(\/|$)/.test(file)
  }
  if (path === undefined) return location !== undefined && isLocal(location.file)
  return isLocal(path) || below(path).some(entry => entry.kind !== 'directory' && isLocal(entry.path))
}
