import { formatBytes, formatNumberOf } from '../model/format.ts'
import type { Policy } from '../model/policy.ts'
import { printable } from '../model/printable.ts'
import type { Report } from '../model/report.ts'
import { paint } from './paint.ts'
import { verdictOf } from './verdict.ts'

/** One line for reports that let a command run: the verdict, where, and how much is taken. */
export function passedLine(reports: readonly Report[], failOn: Policy['failOn'], colour: boolean): string {
  const { severity, text } = verdictOf(reports, { failOn, runs: true }, [])
  const contexts = new Set(reports.map(({ request: { context } }) => context.given ?? context.dir))
  const totals = reports.map(({ totals: { requested, sent } }) => requested ?? sent)
  const files = totals.reduce((sum, one) => sum + one.files, 0)
  const bytes = totals.reduce((sum, one) => sum + one.bytes, 0)
  const parts = [
    ...(contexts.size === 1 ? [printable([...contexts][0]!)] : []),
    `${formatNumberOf(files, 'file')} ${formatBytes(bytes)} taken`,
  ]
  const colours = paint(colour)
  return `${colours.severity(severity, text)} ${colours.faint(`· ${parts.join(' · ')}`)}`
}
