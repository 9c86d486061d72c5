import { SEVERITIES } from '../model/finding.ts'
import { formatCount, formatNumberOf } from '../model/format.ts'
import type { Guarded, GuardedPart, StoppingFinding } from '../model/guarded.ts'
import { printable } from '../model/printable.ts'
import type { BuildRequest } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { exposureText } from './groups.ts'
import { dockerfileName, docsOf } from './json.ts'
import { labelled, MARGIN } from './layout.ts'
import { type Paint, paint, wrap } from './paint.ts'

export interface GuardTextOptions {
  /** columns of the terminal; text is never set wider than 110 */
  width: number
  colour: boolean
  /** every finding with what settles it, not one screen */
  verbose: boolean
  /** commands that go on all the same */
  around: readonly string[]
}

/** Lines of a screen, without the one on which git's own words begin. */
const SCREEN = 23
const TROUBLES = 3

/**
 * What a hook says: one screen of what stops what it guards, the worst first, what to do and the way around. A line
 * where something was forgiven, and nothing where all is well.
 */
export function guardText(guarded: Guarded, options: GuardTextOptions): string {
  const { hook, parts, forgiven, incomplete } = guarded
  const colours = paint(options.colour)
  const width = Math.max(40, Math.min(options.width, 110))
  const count = parts.reduce((sum, { findings }) => sum + findings.length, 0)
  const what = hook === 'pre-push' ? 'push' : 'commit'
  const other = hook === 'pre-push' ? 'the remote' : 'HEAD'
  const more = `ctxguard hook run ${hook}`
  if (count === 0 && incomplete.length === 0) {
    if (forgiven === 0) return ''
    const said = `ctxguard: ${what} passed; ${formatNumberOf(forgiven, 'finding')} that ${other} has already`
    return `${wrap(`${said} ${forgiven === 1 ? 'is' : 'are'} not counted (${more} --all)`, width).join('\n')}\n`
  }

  const head = wrap(headOf(what, count, incomplete.length > 0), width).map(line =>
    colours.severity('error', line),
  )
  const troubles = troubleLines(incomplete, width, colours, options.verbose)
  const ordered = inTurn(parts)
  const todo = todoLines(ordered, width, colours, options.verbose)
  const around = labelled('anyway', options.around)
  const old = `${formatNumberOf(forgiven, 'more finding')} that ${other} has already ${forgiven === 1 ? 'is' : 'are'} not counted (--all)`
  const oldLines = forgiven === 0 ? [] : wrap(old, width).map(colours.faint)
  const fixed = [head, troubles, todo, around, oldLines].filter(block => block.length > 0)
  // blocks are set apart by an empty line, and one more may be needed to tell what is hidden
  const room = SCREEN - fixed.reduce((sum, block) => sum + block.length + 1, 0) - 1
  const { blocks, hidden } = findingBlocks(
    ordered,
    options.verbose ? Number.POSITIVE_INFINITY : room,
    width,
    colours,
  )
  const hiddenLine = hidden > 0 ? [colours.faint(`… and ${formatCount(hidden)} more (${more} -v)`)] : []
  return `${[head, ...blocks, hiddenLine, troubles, todo, oldLines, around]
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`
}

function headOf(what: string, count: number, isIncomplete: boolean): string {
  const found = count > 0 ? formatNumberOf(count, 'finding') : ''
  if (isIncomplete) {
    const soFar = found === '' ? '' : `, and ${found} so far`
    return `ctxguard: ${what} refused: what it lets builds send could not be learnt${soFar}`
  }
  return `ctxguard: ${what} refused: ${found} in what builds would send`
}

interface Placed {
  part: GuardedPart
  one: StoppingFinding
}

/** The worst of each part before all others, and these by severity. */
function inTurn(parts: readonly GuardedPart[]): Placed[] {
  const all = parts.flatMap(part => part.findings.map(one => ({ part, one })))
  const isFirst = ({ part, one }: Placed) => part.findings[0] === one
  const others = all.filter(placed => !isFirst(placed))
  return [all.filter(isFirst), others].flatMap(list =>
    list.toSorted(
      (a, b) => SEVERITIES.indexOf(a.one.finding.severity) - SEVERITIES.indexOf(b.one.finding.severity),
    ),
  )
}

/** As many as there is room for, by part. */
function findingBlocks(
  ordered: readonly Placed[],
  room: number,
  width: number,
  colours: Paint,
): { blocks: string[][]; hidden: number } {
  const shown = new Map<GuardedPart, string[]>()
  let left = room
  let count = 0
  for (const { part, one } of ordered) {
    const lines = findingLines(one, width, colours)
    const title = shown.get(part) ?? titleLines(part, width, colours)
    const cost = lines.length + (shown.has(part) ? 0 : title.length + 1)
    // one is always shown
    if (count > 0 && cost > left) break
    shown.set(part, [...title, ...lines])
    left -= cost
    count++
  }
  return { blocks: [...shown.values()], hidden: ordered.length - count }
}

function titleLines({ commit, refs }: GuardedPart, width: number, colours: Paint): string[] {
  if (commit === undefined)
    return wrap('working tree, as a build here would send it', width).map(colours.strong)
  const names = refs.map(shortRef)
  const others = names.length > 2 ? ` and ${formatCount(names.length - 2)} more` : ''
  const shown = `${names.slice(0, 2).join(', ')}${others} (${commit.slice(0, 7)})`
  return wrap(printable(`${shown}, as a clean clone would send it`), width).map(colours.strong)
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/heads\//, '').replace(/^refs\/tags\//, 'tag ')
}

function findingLines({ finding, builds }: StoppingFinding, width: number, colours: Paint): string[] {
  const { severity, rule, message } = finding
  const inContext = contextOf(builds[0]!)
  const where = inContext === '' ? '' : `${inContext}: `
  const text = wrap(printable(where + message), width - MARGIN)
  const [first = '', ...others] = text
  const details = [rule, ...farOf(finding, builds)].join(' · ')
  const indent = ' '.repeat(MARGIN)
  return [
    colours.severity(severity, severity.padEnd(MARGIN)) + first,
    ...others.map(line => indent + line),
    ...wrap(printable(details), width - MARGIN).map(line => indent + colours.faint(line)),
  ]
}

/** How far the file gets, and by which Dockerfiles. */
function farOf(finding: StoppingFinding['finding'], builds: readonly BuildRequest[]): string[] {
  const far = exposureText(finding, true)
  const named = [...new Set(builds.map(build => dockerfileName(build) ?? 'no Dockerfile'))]
  const others = far.includes(' by ') ? named.slice(1) : named
  const shown =
    others.slice(0, 2).join(', ') + (others.length > 2 ? ` and ${formatCount(others.length - 2)} more` : '')
  return [far, shown === '' ? '' : far.includes(' by ') ? `also ${shown}` : shown].filter(text => text !== '')
}

/** Where the context lies, but for the top of the worktree. */
function contextOf({ context, named }: BuildRequest): string {
  const place = context.given ?? context.dir
  return place === '.' ? '' : named === undefined ? place : `${place} (named context ${named})`
}

/** The ignore lines that settle findings, by the file that they belong into. */
function todoLines(ordered: readonly Placed[], width: number, colours: Paint, verbose: boolean): string[] {
  const byFile = new Map<string, Set<string>>()
  const pages = new Set<string>()
  for (const { one } of ordered) {
    const { finding, builds, ignoreFile } = one
    pages.add(docsOf(finding.rule))
    if (finding.fix?.pattern === undefined) continue
    const place = builds[0]!.context.given ?? builds[0]!.context.dir
    const name = ignoreFile ?? '.dockerignore'
    const file = place === '.' || name.startsWith('/') ? name : `${place}/${name}`
    byFile.set(file, (byFile.get(file) ?? new Set()).add(finding.fix.pattern))
  }
  const lines = [...byFile].flatMap(([file, patterns]) => {
    const shown = [...patterns].slice(0, verbose ? patterns.size : 3).map(printable)
    const others =
      patterns.size > shown.length ? ` and ${formatCount(patterns.size - shown.length)} more` : ''
    return wrap(
      `exclude by ${printable(file)} what the image does not need: ${shown.join(', ')}${others}`,
      width - MARGIN,
    )
  })
  const seen = verbose ? lines : lines.slice(0, 3)
  const see =
    verbose && pages.size > 0 ? wrap(`see ${[...pages].join(', ')}`, width - MARGIN).map(colours.faint) : []
  return labelled('to do', [...seen, ...see])
}

function troubleLines(
  incomplete: readonly Incomplete[],
  width: number,
  colours: Paint,
  verbose: boolean,
): string[] {
  const shown = verbose ? incomplete : incomplete.slice(0, TROUBLES)
  const lines = shown.flatMap(({ what, path, reason, hint }) => {
    const place = path === null || what.includes(path) ? '' : ` (${path})`
    const said = wrap(printable(`${what}${place}: ${reason}`), width - MARGIN - 2)
    const advised =
      hint === null ? [] : wrap(printable(hint), width - MARGIN - 2).map(line => colours.faint(`  ${line}`))
    return [...said.map((line, i) => (i === 0 ? line : `  ${line}`)), ...advised]
  })
  const hidden = incomplete.length - shown.length
  return labelled('unknown', [...lines, ...(hidden > 0 ? [`… and ${formatCount(hidden)} more`] : [])])
}
