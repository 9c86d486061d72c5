import { EXIT } from '../errors.ts'
import { SEVERITIES, type Severity } from '../model/finding.ts'
import type { Report } from '../model/report.ts'

/** The exit code of an audit: an answer that can't be trusted counts for more than findings. */
export function exitCodeOf(reports: readonly Report[], failOn: Severity | 'never'): number {
  if (reports.some(report => report.incomplete.some(one => one.fatal))) return EXIT.incomplete
  return failingFindings(reports, failOn) > 0 ? EXIT.findings : EXIT.ok
}

/** How many findings are at or above `failOn`. */
export function failingFindings(reports: readonly Report[], failOn: Severity | 'never'): number {
  if (failOn === 'never') return 0
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1)
  return reports.flatMap(report => report.findings).filter(({ severity }) => failing.includes(severity))
    .length
}
