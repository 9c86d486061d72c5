import { EXIT } from '../errors.ts'
import { SEVERITIES, type Severity } from '../model/finding.ts'
import { formatCount, formatNumberOf } from '../model/format.ts'
import { printable } from '../model/printable.ts'
import type { Report } from '../model/report.ts'
import type { BuildRequest } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { exitCodeOf, failingFindings } from './exit-code.ts'
import { dockerfileName } from './json.ts'
import type { TextOptions } from './layout.ts'
import { type Paint, wrap } from './paint.ts'

type Judged = Pick<TextOptions, 'failOn' | 'runs'>

/** What a report is of, where that needs to be said. */
export function titleOf({ origin, named }: BuildRequest): string {
  return [
    ...(origin.kind === 'flags' || origin.kind === 'api' ? [] : [origin.label]),
    ...(named === undefined ? [] : [`named context ${named}`]),
  ].join(', ')
}

/** A line for each of several builds: how it did, and which one it is. */
export function overviewLines(
  reports: readonly Report[],
  screen: Judged & { width: number },
  colours: Paint,
): string[] {
  return reports.flatMap(report => {
    const { verdict, severity } = outcomeOf(report, screen)
    const title = printable(titleOf(report.request) || dockerfileName(report.request) || 'no Dockerfile')
    return wrap(`${title}: ${countsOf([report])}`, screen.width - 11).map((line, i) =>
      i === 0 ? `${colours.severity(severity, verdict.padEnd(11))}${line}` : `${' '.repeat(11)}${line}`,
    )
  })
}

/** The last line: the verdict with the exit code's reason. */
export function verdictLines(
  reports: readonly Report[],
  { width, ...judged }: Judged & { width: number },
  colours: Paint,
  unfound: readonly Incomplete[],
): string[] {
  const { severity, text } = verdictOf(reports, judged, unfound)
  return wrap(text, Math.max(40, width)).map(line => colours.severity(severity, line))
}

export function verdictOf(
  reports: readonly Report[],
  { failOn, runs = false }: Judged,
  unfound: readonly Incomplete[],
): { severity: Severity | 'ok'; text: string } {
  const code = unfound.some(({ fatal }) => fatal) ? EXIT.incomplete : exitCodeOf(reports, failOn)
  const found = countsOf(reports)
  const exit = runs ? '' : ` (exit ${code})`
  if (code === EXIT.incomplete)
    return { severity: 'error', text: `incomplete: the audit can't be trusted${exit}; so far ${found}` }
  const any = reports.some(({ findings }) => findings.length > 0)
  if (code === EXIT.ok && failOn === 'never' && any)
    return { severity: 'warning', text: `not failed: ${found} (--fail-on never${runs ? '' : ', exit 0'})` }
  if (code === EXIT.ok) return { severity: 'ok', text: `${any ? 'passed' : 'clean'}: ${found}${exit}` }
  const failing = failingFindings(reports, failOn)
  const reason = reports.length > 1 ? '' : `; ${failing} at or above ${failOn}`
  return { severity: 'error', text: `failed: ${found}${reason}${exit}` }
}

/** The verdict on one of several builds: the exit code is that of all. */
export function screenVerdict(report: Report, judged: Judged, colours: Paint): string {
  const { verdict, severity } = outcomeOf(report, judged)
  return colours.severity(severity, `${verdict}: ${countsOf([report])}`)
}

function outcomeOf(report: Report, { failOn }: Judged): { verdict: string; severity: Severity | 'ok' } {
  const code = exitCodeOf([report], failOn)
  if (code === EXIT.incomplete) return { verdict: 'incomplete', severity: 'error' }
  if (code === EXIT.findings) return { verdict: 'failed', severity: 'error' }
  return { verdict: report.findings.length > 0 ? 'passed' : 'clean', severity: 'ok' }
}

function countsOf(reports: readonly Report[]): string {
  const findings = reports.flatMap(report => report.findings)
  const words = { error: 'error', warning: 'warning', info: 'note' }
  const counts = SEVERITIES.map(severity => ({
    severity,
    count: findings.filter(finding => finding.severity === severity).length,
  })).filter(({ count }) => count > 0)
  const found =
    counts.map(({ severity, count }) => formatNumberOf(count, words[severity])).join(', ') || 'nothing found'
  const allowed = reports.reduce((sum, report) => sum + report.allowed, 0)
  const builds = reports.length > 1 ? ` in ${formatCount(reports.length)} contexts` : ''
  return `${found}${builds}${allowed > 0 ? `, ${formatCount(allowed)} allowed` : ''}`
}
