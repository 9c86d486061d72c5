import { SEVERITIES, type Severity } from '../model/finding.ts'
import { formatBytes, formatCount, formatNumberOf } from '../model/format.ts'
import { printable } from '../model/printable.ts'
import type { Report, ReportedFinding } from '../model/report.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { exitCodeOf, failingFindings } from './exit-code.ts'
import { docsOf, withinContext } from './json.ts'
import { type Paint, paint, wrap } from './paint.ts'

export interface TextOptions {
  /** columns of the terminal; text is never set wider than 110 */
  width: number
  colour: boolean
  failOn: Severity | 'never'
  /** every path of every rule, not the first ten */
  all: boolean
  /** the fix and the page of every finding too */
  verbose: boolean
  /** only the verdict */
  quiet: boolean
}

/** Width of the column that names severities. */
const MARGIN = 9
const PATHS_PER_RULE = 10

/** A report for people: what leaves, what must not, what to do about it, and the verdict on the last line. */
export function checkText(report: Report, options: TextOptions): string {
  const colours = paint(options.colour)
  const width = Math.max(40, Math.min(options.width, 110))
  const verdict = verdictLine(report, options, colours)
  if (options.quiet) return `${verdict}\n`
  const blocks = [
    [headLine(report, colours)],
    summary(report, colours, width),
    ...groups(report.findings).map(group => groupBlock(group, options, colours, width)),
    notLearnt(report.incomplete, colours, width),
    advice(report, colours, options.all, width),
    [verdict],
  ]
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`
}

function headLine({ request }: Report, colours: Paint): string {
  const { context, dockerfile, builder } = request
  const named = dockerfile.kind === 'none' ? 'no Dockerfile' : withinContext(context.dir, dockerfile.file)
  return `${colours.strong(printable(context.given ?? context.dir))} ${colours.faint(`· ${builder} · ${printable(named)}`)}`
}

function summary({ totals, ignoreFile }: Report, colours: Paint, width: number): string[] {
  const sent = `${formatNumberOf(totals.sent.files, 'file')}, ${formatBytes(totals.sent.bytes)}`
  const { files, bytes } = totals.excluded
  const counted =
    files === null || bytes === null ? '' : `${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
  const by = ignoreFile
    ? `by ${formatNumberOf(ignoreFile.patterns, 'pattern')} of ${printable(ignoreFile.path)}`
    : 'no ignore file applies'
  const excluded = counted === '' ? by : `${counted} ${ignoreFile ? by : `(${by})`}`
  return [
    `${'sent'.padEnd(MARGIN)}${colours.strong(sent)} ${colours.faint('(all that COPY . . would take)')}`,
    ...wrap(excluded, width - MARGIN).map(
      (line, i) => (i === 0 ? 'excluded'.padEnd(MARGIN) : ' '.repeat(MARGIN)) + line,
    ),
  ]
}

/** Findings by rule, in the order of the worst. */
function groups(findings: readonly ReportedFinding[]): ReportedFinding[][] {
  const byRule = new Map<string, ReportedFinding[]>()
  for (const severity of SEVERITIES) {
    for (const finding of findings.filter(one => one.severity === severity)) {
      const key = `${severity} ${finding.rule}`
      const group = byRule.get(key)
      if (group) group.push(finding)
      else byRule.set(key, [finding])
    }
  }
  return [...byRule.values()]
}

function groupBlock(
  group: readonly ReportedFinding[],
  options: TextOptions,
  colours: Paint,
  width: number,
): string[] {
  const { severity, rule } = group[0]!
  const head = `${colours.severity(severity, severity.padEnd(MARGIN))}${colours.strong(rule)}${sizeOf(group, colours)}`
  const shown = options.all ? group : group.slice(0, PATHS_PER_RULE)
  const lines = options.verbose
    ? shown.flatMap(finding => [
        ...findingLines(finding, colours, width),
        ...fixLines(finding, colours, width),
      ])
    : alike(shown).flatMap(([first, ...others]) => [
        ...findingLines(first!, colours, width),
        ...likewiseLines(others, colours, width),
      ])
  const hidden = group.length - shown.length
  const more = hidden > 0 ? [colours.faint(`… and ${formatCount(hidden)} more (ctxguard check --all)`)] : []
  return [head, ...[...lines, ...more].map(line => ' '.repeat(MARGIN) + line)]
}

function sizeOf(group: readonly ReportedFinding[], colours: Paint): string {
  const bytes = group.reduce((sum, finding) => sum + (finding.bytes ?? 0), 0)
  const parts = [
    ...(group.length > 1 ? [formatCount(group.length)] : []),
    ...(bytes > 0 ? [formatBytes(bytes)] : []),
  ]
  return parts.length === 0 ? '' : colours.faint(` · ${parts.join(' · ')}`)
}

/** Findings that say the same of different subjects, together: the sentence need not be read ten times. */
function alike(findings: readonly ReportedFinding[]): ReportedFinding[][] {
  const bySentence = new Map<string, ReportedFinding[]>()
  for (const finding of findings) {
    const { subject, rest } = sentenceOf(finding)
    const key = subject === '' ? `${bySentence.size}` : rest
    const group = bySentence.get(key)
    if (group) group.push(finding)
    else bySentence.set(key, [finding])
  }
  return [...bySentence.values()]
}

function findingLines(finding: ReportedFinding, colours: Paint, width: number): string[] {
  const { subject, rest } = sentenceOf(finding)
  const [first = '', ...others] = wrap(subject + rest, width - MARGIN - 2)
  const begun = first.startsWith(subject) ? colours.strong(subject) + first.slice(subject.length) : first
  return [begun, ...others.map(line => `  ${line}`)]
}

function likewiseLines(findings: readonly ReportedFinding[], colours: Paint, width: number): string[] {
  if (findings.length === 0) return []
  const subjects = findings.map(finding => sentenceOf(finding).subject).join(', ')
  const [first, ...others] = wrap(`likewise ${subjects}`, width - MARGIN - 2)
  return [first!.replace(/^likewise /, word => colours.faint(word)), ...others.map(line => `  ${line}`)]
}

function fixLines({ fix, rule }: ReportedFinding, colours: Paint, width: number): string[] {
  const text = fix === undefined ? [] : wrap(printable(`fix: ${fixText(fix)}`), width - MARGIN - 2)
  return [...text, `see ${docsOf(rule)}`].map(line => colours.faint(`  ${line}`))
}

/** The message, begun by the path it is about and, where there is one, the line. */
function sentenceOf({ message, path, location }: ReportedFinding): { subject: string; rest: string } {
  const place = location === undefined ? undefined : `${location.file}:${location.line}`
  const file = location?.file ?? path ?? ''
  const text = printable(message)
  for (const named of [place, file].filter(name => name !== undefined && name !== '')) {
    const shown = printable(named!)
    if (text.startsWith(`${shown}:`) || text.startsWith(`${shown} `))
      return { subject: printable(place ?? file), rest: text.slice(shown.length) }
  }
  return place === undefined ? { subject: '', rest: text } : { subject: printable(place), rest: `: ${text}` }
}

function fixText({ pattern, why }: NonNullable<ReportedFinding['fix']>): string {
  return pattern === undefined ? why : `${pattern}  (${why})`
}

function notLearnt(incomplete: readonly Incomplete[], colours: Paint, width: number): string[] {
  if (incomplete.length === 0) return []
  const lines = incomplete.flatMap(({ what, path, reason, hint, fatal }) => {
    const place = path === null || what.includes(path) ? '' : ` (${path})`
    const text = printable(`${what}${place}: ${reason}`)
    const said = wrap(text, width - MARGIN - 2).map((line, i) => (i === 0 ? line : `  ${line}`))
    const marked = fatal ? said.map(line => colours.severity('error', line)) : said
    return [
      ...marked,
      ...(hint === null
        ? []
        : wrap(printable(hint), width - MARGIN - 2).map(line => colours.faint(`  ${line}`))),
    ]
  })
  return lines.map(
    (line, i) => (i === 0 ? colours.strong('unknown'.padEnd(MARGIN)) : ' '.repeat(MARGIN)) + line,
  )
}

/** The ignore lines that settle findings, once each. Notes are not worth a line. */
function advice({ findings, ignoreFile }: Report, colours: Paint, all: boolean, width: number): string[] {
  const settled = findings.filter(({ severity, fix }) => severity !== 'info' && fix?.pattern !== undefined)
  const lines = new Map<string, number>()
  for (const finding of settled) {
    const line = adviceLine(finding, ignoreFile)
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  if (lines.size === 0) return []
  const shown = [...lines].slice(0, all ? lines.size : PATHS_PER_RULE)
  const count = shown.reduce((sum, [, findings]) => sum + findings, 0)
  const file = printable(ignoreFile?.path ?? '.dockerignore')
  const words = `${formatNumberOf(shown.length, 'line')} in ${file} ${shown.length === 1 ? 'settles' : 'settle'} ${formatNumberOf(count, 'finding')}`
  const hidden = lines.size - shown.length
  return [
    ...wrap(
      `${words}, if no COPY needs what ${shown.length === 1 ? 'it excludes' : 'they exclude'}:`,
      width - MARGIN,
    ).map((line, i) => (i === 0 ? 'to do' : '').padEnd(MARGIN) + line),
    ...shown.map(([line]) => `${' '.repeat(MARGIN)}  ${colours.strong(line)}`),
    ...(hidden > 0
      ? [colours.faint(`${' '.repeat(MARGIN)}  … and ${formatCount(hidden)} more (ctxguard check --all)`)]
      : []),
  ]
}

/** A line to add, or the one to put in place of another. */
function adviceLine({ fix, location }: ReportedFinding, ignoreFile: Report['ignoreFile']): string {
  const pattern = printable(fix!.pattern!)
  return location !== undefined && location.file === ignoreFile?.path
    ? `${pattern}  (in place of line ${location.line})`
    : pattern
}

function verdictLine(report: Report, { failOn }: TextOptions, colours: Paint): string {
  const code = exitCodeOf([report], failOn)
  const counts = SEVERITIES.map(severity => ({
    severity,
    count: report.findings.filter(finding => finding.severity === severity).length,
  })).filter(({ count }) => count > 0)
  const words = { error: 'error', warning: 'warning', info: 'note' }
  const found =
    counts.map(({ severity, count }) => formatNumberOf(count, words[severity])).join(', ') || 'nothing found'
  const allowed = report.allowed > 0 ? `, ${formatCount(report.allowed)} allowed` : ''
  if (code === 3)
    return colours.severity(
      'error',
      `incomplete: the audit can't be trusted (exit 3); so far ${found}${allowed}`,
    )
  if (code === 0 && failOn === 'never' && counts.length > 0)
    return colours.severity('warning', `not failed: ${found}${allowed} (--fail-on never, exit 0)`)
  if (code === 0)
    return colours.severity('ok', `${counts.length === 0 ? 'clean' : 'passed'}: ${found}${allowed} (exit 0)`)
  const failing = failingFindings([report], failOn)
  return colours.severity(
    'error',
    `failed: ${found}${allowed}; ${failing} at or above ${failOn} (exit ${code})`,
  )
}
