import { SEVERITIES } from '../model/finding.ts'
import { formatBytes, formatCount } from '../model/format.ts'
import { printable } from '../model/printable.ts'
import type { ReportedFinding } from '../model/report.ts'
import { docsOf } from './json.ts'
import { MARGIN, type Screen, shownAtOnce } from './layout.ts'
import { type Paint, wrap } from './paint.ts'

/** Findings by rule, in the order of the worst. */
export function groupsOf(findings: readonly ReportedFinding[]): ReportedFinding[][] {
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

/** Findings of one rule; `known`: a Dockerfile tells how far files get. */
export function groupBlock(
  group: readonly ReportedFinding[],
  screen: Screen,
  colours: Paint,
  known: boolean,
): string[] {
  const { severity, rule } = group[0]!
  const exposureOf = (finding: ReportedFinding) => exposureText(finding, known)
  const reached = new Set(group.map(exposureOf))
  // said once where it is the same for all
  const common = reached.size === 1 ? [...reached][0]! : ''
  const details = headDetails(group)
  const fits = MARGIN + `${rule}${details} · ${common}`.length <= screen.width
  const inHead = common !== '' && fits ? ` · ${common}` : ''
  const head = `${colours.severity(severity, severity.padEnd(MARGIN))}${colours.strong(rule)}${colours.faint(details + inHead)}`
  const below = common !== '' && !fits ? [colours.faint(common)] : []
  const shown = group.slice(0, shownAtOnce(screen))
  const width = screen.width
  const lines = screen.verbose
    ? shown.flatMap(finding => [
        ...findingLines(finding, colours, width),
        ...exposureLines(exposureOf(finding), common, colours),
        ...fixLines(finding, colours, width),
      ])
    : alike(shown, exposureOf).flatMap(([first, ...others]) => [
        ...findingLines(first!, colours, width),
        ...likewiseLines(others, colours, width),
        ...exposureLines(exposureOf(first!), common, colours),
      ])
  const hidden = group.length - shown.length
  const more = hidden > 0 ? [colours.faint(`… and ${formatCount(hidden)} more (ctxguard check --all)`)] : []
  return [head, ...[...below, ...lines, ...more].map(line => ' '.repeat(MARGIN) + line)]
}

/** Notes that a screen has no room for: how many of which rule. */
export function foldedNotes(
  groups: readonly (readonly ReportedFinding[])[],
  { width }: Screen,
  colours: Paint,
): string[] {
  if (groups.length === 0) return []
  const counts = groups.map(group => `${group[0]!.rule} ${formatCount(group.length)}`).join(', ')
  const [first, ...others] = wrap(`${counts} (ctxguard check --all)`, width - MARGIN)
  return [
    colours.severity('info', 'info'.padEnd(MARGIN)) + first,
    ...others.map(line => ' '.repeat(MARGIN) + line),
  ]
}

/** How far a file gets, in words; nothing where it is no file, or no Dockerfile tells. */
export function exposureText(
  { exposure, carrier, mayReachFinal, path }: ReportedFinding,
  known: boolean,
): string {
  if (!known || exposure === undefined || path === undefined) return ''
  const by = carrier === undefined ? '' : ` by ${printable(carrier.file)}:${carrier.line}`
  const further = mayReachFinal ? ', may reach the final image' : ''
  if (exposure === 'final') return `in the final image${by}`
  if (exposure.startsWith('stage:')) return `in stage ${printable(exposure.slice(6))}${by}${further}`
  return exposure === 'requested' ? `taken by the build${by}${further}` : 'not taken by this build'
}

function exposureLines(text: string, common: string, colours: Paint): string[] {
  return text === '' || text === common ? [] : [colours.faint(`  ${text}`)]
}

function headDetails(group: readonly ReportedFinding[]): string {
  const bytes = group.reduce((sum, finding) => sum + (finding.bytes ?? 0), 0)
  const parts = [
    ...(group.length > 1 ? [formatCount(group.length)] : []),
    ...(bytes > 0 ? [formatBytes(bytes)] : []),
  ]
  return parts.map(part => ` · ${part}`).join('')
}

/** Findings that say the same of different subjects, together: the sentence need not be read ten times. */
function alike(
  findings: readonly ReportedFinding[],
  exposureOf: (finding: ReportedFinding) => string,
): ReportedFinding[][] {
  const bySentence = new Map<string, ReportedFinding[]>()
  for (const finding of findings) {
    const { subject, rest } = sentenceOf(finding)
    const isOwn = subject === '' || holdsValue(finding)
    const key = isOwn ? `${bySentence.size}` : `${rest} ${exposureOf(finding)}`
    const group = bySentence.get(key)
    if (group) group.push(finding)
    else bySentence.set(key, [finding])
  }
  return [...bySentence.values()]
}

/** Two values can look the same behind their masks. */
function holdsValue({ rule, data }: ReportedFinding): boolean {
  return /^secret-|^git-credentials$/.test(rule) && data.live !== 0
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

function fixLines({ fix, rule, data }: ReportedFinding, colours: Paint, width: number): string[] {
  const text = fix === undefined ? [] : wrap(printable(`fix: ${fixText(fix)}`), width - MARGIN - 2)
  const detector = typeof data.detector === 'string' ? `, detector ${data.detector}` : ''
  return [...text, `see ${docsOf(rule)}${detector}`].map(line => colours.faint(`  ${line}`))
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
