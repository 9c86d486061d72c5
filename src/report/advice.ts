import { formatCount, formatNumberOf } from '../model/format.ts'
import { printable } from '../model/printable.ts'
import type { Report, ReportedFinding } from '../model/report.ts'
import { labelled, MARGIN, type Screen, shownAtOnce } from './layout.ts'
import { type Paint, wrap } from './paint.ts'

/** The ignore lines that settle findings, once each. Notes are not worth a line. */
export function advice({ findings, ignoreFile, totals }: Report, screen: Screen, colours: Paint): string[] {
  const isException = ({ fix }: ReportedFinding) => fix!.pattern!.startsWith('!')
  const all = findings.filter(({ severity, fix }) => severity !== 'info' && fix?.pattern !== undefined)
  // a line that excludes would undo an exception that comes before it
  const settled = [...all.filter(one => !isException(one)), ...all.filter(isException)]
  const lines = new Map<string, { line: string; findings: number }>()
  for (const finding of settled) {
    const known = lines.get(finding.fix!.pattern!)
    const line = adviceLine(finding, ignoreFile)
    // the one that says what it replaces says more
    const fuller = known !== undefined && known.line.length > line.length ? known.line : line
    lines.set(finding.fix!.pattern!, { line: fuller, findings: (known?.findings ?? 0) + 1 })
  }
  if (lines.size === 0) return []
  const shown = [...lines.values()].slice(0, shownAtOnce(screen))
  const count = [...lines.values()].reduce((sum, { findings }) => sum + findings, 0)
  const one = lines.size === 1
  const file = printable(ignoreFile?.path ?? '.dockerignore')
  const words = `${formatNumberOf(lines.size, 'line')} in ${file} ${one ? 'settles' : 'settle'} ${formatNumberOf(count, 'finding')}`
  const hidden = lines.size - shown.length
  const proviso = provisoOf(settled, totals.requested !== null, one ? 'it excludes' : 'they exclude')
  return [
    ...labelled('to do', wrap(`${words}, ${proviso}:`, screen.width - MARGIN)),
    ...shown.map(({ line }) => `${' '.repeat(MARGIN)}  ${colours.strong(line)}`),
    ...(hidden > 0
      ? [colours.faint(`${' '.repeat(MARGIN)}  … and ${formatCount(hidden)} more (ctxguard check --all)`)]
      : []),
  ]
}

/** Nobody but the user knows what the image needs; but what no COPY takes, it does not. */
function provisoOf(settled: readonly ReportedFinding[], known: boolean, excluded: string): string {
  if (!known) return `if no COPY needs what ${excluded}`
  const taken = settled.some(({ exposure }) => exposure !== undefined && exposure !== 'sent')
  return taken ? `if the image does not need what ${excluded}` : 'and this build loses nothing by it'
}

/** A line to add, or the one to put in place of another. */
function adviceLine({ fix, location }: ReportedFinding, ignoreFile: Report['ignoreFile']): string {
  const pattern = printable(fix!.pattern!)
  return location !== undefined && location.file === ignoreFile?.path
    ? `${pattern}  (in place of line ${location.line})`
    : pattern
}
