import { formatBytes, formatNumberOf } from '../model/format.ts'
import { printable } from '../model/printable.ts'
import type { Report } from '../model/report.ts'
import type { BuildRequest } from '../model/request.ts'
import type { Incomplete, Totals } from '../model/snapshot.ts'
import { advice } from './advice.ts'
import { foldedNotes, groupBlock, groupsOf } from './groups.ts'
import { dockerfileName } from './json.ts'
import { labelled, MARGIN, type Screen, type TextOptions } from './layout.ts'
import { type Paint, paint, wrap } from './paint.ts'
import { overviewLines, screenVerdict, titleOf, verdictLines } from './verdict.ts'

/**
 * Reports for people: of each what leaves, what must not, what to do about it; and the verdict on the last line.
 * One of several is set to fit a screen. `unfound` is what could not be learnt of the files that say what is built.
 */
export function checkText(
  reports: readonly Report[],
  options: TextOptions,
  unfound: readonly Incomplete[] = [],
): string {
  const colours = paint(options.colour)
  const verdict = verdictLines(reports, options, colours, unfound)
  if (options.quiet) return `${verdict.join(' ')}\n`
  const screen = {
    ...options,
    width: Math.max(40, Math.min(options.width, 110)),
    compact: reports.length > 1,
  }
  const blocks = reports.flatMap(report => [
    ...blocksOf(report, screen, colours),
    ...(screen.compact ? [[screenVerdict(report, options, colours)]] : []),
  ])
  const overview = screen.compact ? overviewLines(reports, screen, colours) : []
  return `${[...blocks, notLearnt(unfound, screen, colours), [...overview, ...verdict]]
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`
}

function blocksOf(report: Report, screen: Screen, colours: Paint): string[][] {
  const groups = groupsOf(report.findings)
  const known = report.totals.requested !== null
  const shown = screen.compact && !screen.all ? groups.filter(([one]) => one!.severity !== 'info') : groups
  const folded = groups.filter(group => !shown.includes(group))
  return [
    headLines(report, screen, colours),
    summary(report, colours, screen.width),
    ...shown.map(group => groupBlock(group, screen, colours, known)),
    foldedNotes(folded, screen, colours),
    notLearnt(report.incomplete, screen, colours),
    advice(report, screen, colours),
  ]
}

function headLines({ request }: Report, { compact, width }: Screen, colours: Paint): string[] {
  const { context, builder, target } = request
  const tree = context.files?.treeAt(context.dir)
  const place = colours.strong(printable(context.given ?? context.dir))
  const parts = [
    ...(tree?.commit === undefined ? [] : [commitName(tree.label, tree.commit)]),
    builder,
    dockerfileName(request) ?? 'no Dockerfile',
    ...(target === undefined ? [] : [`target ${target}`]),
  ]
  const what = `${place} ${colours.faint(`· ${printable(parts.join(' · '))}`)}`
  const title = wrap(printable(titleOf(request)), width)
  if (title[0] === '') return [what]
  const last = title.at(-1)!
  const rule = compact && last.length < width - 3 ? ` ${'─'.repeat(width - last.length - 1)}` : ''
  return [...title.slice(0, -1).map(colours.strong), `${colours.strong(last)}${colours.faint(rule)}`, what]
}

/** `main 1b08e04`; a ref that is the commit's own name is not said twice. */
function commitName(ref: string, commit: string): string {
  const short = commit.slice(0, 7)
  return commit.startsWith(ref) ? short : `${ref} ${short}`
}

function summary({ totals, ignoreFile, request }: Report, colours: Paint, width: number): string[] {
  const { files, bytes } = totals.excluded
  const counted = files === null || bytes === null ? '' : sizeOf({ files, bytes })
  const by = ignoreFile
    ? `by ${formatNumberOf(ignoreFile.patterns, 'pattern')} of ${printable(ignoreFile.path)}`
    : 'no ignore file applies'
  const excluded = counted === '' ? by : `${counted} ${ignoreFile ? by : `(${by})`}`
  const sent = `${sizeOf(totals.sent)} · ${takenText(totals, request)}`
  return [
    ...labelled('sent', wrap(sent, width - MARGIN).map(colours.strong)),
    ...labelled('excluded', wrap(excluded, width - MARGIN)),
  ]
}

/** How much of what is eligible the build takes. */
function takenText({ sent, requested }: Report['totals'], { dockerfile }: BuildRequest): string {
  if (requested === null)
    return dockerfile.kind === 'none'
      ? 'no Dockerfile tells what a build takes'
      : 'what the build takes is not known'
  const all = requested.files === sent.files && requested.bytes === sent.bytes
  if (all && sent.files > 0) return 'this build takes all of it'
  return `this build takes ${requested.files === 0 ? 'none of it' : sizeOf(requested)}`
}

function sizeOf({ files, bytes }: Totals): string {
  return `${formatNumberOf(files, 'file')} ${formatBytes(bytes)}`
}

function notLearnt(incomplete: readonly Incomplete[], screen: Screen, colours: Paint): string[] {
  const told = incomplete.filter(({ caveat }) => screen.verbose || !caveat)
  const lines = (list: readonly Incomplete[]) => list.flatMap(one => untoldLines(one, screen, colours))
  return [
    ...labelled('unknown', lines(told.filter(({ note }) => !note))),
    ...labelled('note', lines(told.filter(({ note }) => note))),
  ]
}

function untoldLines(
  { what, path, reason, hint, fatal }: Incomplete,
  { width }: Screen,
  colours: Paint,
): string[] {
  const place = path === null || what.includes(path) ? '' : ` (${path})`
  const text = printable(`${what}${place}: ${reason}`)
  const said = wrap(text, width - MARGIN - 2).map((line, i) => (i === 0 ? line : `  ${line}`))
  const marked = fatal ? said.map(line => colours.severity('error', line)) : said
  const advised = hint === null ? [] : wrap(printable(hint), width - MARGIN - 2)
  return [...marked, ...advised.map(line => colours.faint(`  ${line}`))]
}
