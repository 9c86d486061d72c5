import { SEVERITIES } from '../model/finding.ts'
import { formatCount, formatNumberOf } from '../model/format.ts'
import type { Report } from '../model/report.ts'
import { exitCodeOf, failingFindings } from './exit-code.ts'
import type { TextOptions } from './layout.ts'
import type { Paint } from './paint.ts'

type Judged = Pick<TextOptions, 'failOn'>

/** The last line: the verdict with the exit code's reason. */
export function verdictLine(reports: readonly Report[], { failOn }: Judged, colours: Paint): string {
  const code = exitCodeOf(reports, failOn)
  const found = countsOf(reports)
  if (code === 3)
    return colours.severity('error', `incomplete: the audit can't be trusted (exit 3); so far ${found}`)
  const any = reports.some(({ findings }) => findings.length > 0)
  if (code === 0 && failOn === 'never' && any)
    return colours.severity('warning', `not failed: ${found} (--fail-on never, exit 0)`)
  if (code === 0) return colours.severity('ok', `${any ? 'passed' : 'clean'}: ${found} (exit 0)`)
  const failing = failingFindings(reports, failOn)
  return colours.severity('error', `failed: ${found}; ${failing} at or above ${failOn} (exit ${code})`)
}

/** The verdict on one of several builds: the exit code is that of all. */
export function screenVerdict(report: Report, { failOn }: Judged, colours: Paint): string {
  const code = exitCodeOf([report], failOn)
  const found = countsOf([report])
  if (code === 3) return colours.severity('error', `incomplete: so far ${found}`)
  if (code === 1) return colours.severity('error', `failed: ${found}`)
  return colours.severity('ok', `${report.findings.length > 0 ? 'passed' : 'clean'}: ${found}`)
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
