import { Matcher, tracePath } from '../ignore/index.ts'
import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { baseName, isBelow } from '../model/path.ts'
import { bytesOnce } from './collapse.ts'
import { lineFinding, matchablePath, patternsOf, quoted } from './ignore-file-lines.ts'
import { suspiciousLines } from './ignore-suspicious-line.ts'
import { JUNK_FILES } from './junk-names.ts'
import { oncePerWalk } from './once.ts'
import { wholeDirectories } from './whole-directories.ts'

/** What is sent though `**\/` before a pattern would exclude it. */
interface Missed {
  pattern: IgnorePattern
  /** it did nothing at the root either */
  idle: boolean
  /** the topmost of them, in the snapshot's order */
  entries: ContextEntry[]
}

/** By line: what a pattern misses that its author took for one of gitignore, which reaches every depth. */
export const missedDeeper = oncePerWalk((ctx): ReadonlyMap<IgnorePattern, Missed> => {
  const candidates = slashlessPatterns(ctx)
  if (candidates.length === 0) return new Map()
  const names = new Matcher(candidates, ctx.snapshot.request.builder)
  const wouldExclude = candidates.map(pattern => deepVersion(ctx, pattern))
  const missed = new Map<IgnorePattern, Missed>()
  for (const entry of deepEntries(ctx)) {
    for (const index of names.matches(baseName(matchablePath(entry)))) {
      const pattern = candidates[index]!
      const soFar = missed.get(pattern)
      const last = soFar?.entries.at(-1)
      const counted = last !== undefined && isBelow(entry.path, last.path)
      if (counted || !wouldExclude[index]!(entry)) continue
      if (soFar === undefined) missed.set(pattern, { pattern, idle: isIdle(ctx, pattern), entries: [entry] })
      else soFar.entries.push(entry)
    }
  }
  return missed
})

export const ignoreGitignoreHabit: Rule = {
  id: 'ignore-gitignore-habit',
  title: 'A pattern reaches the root only',
  severity: 'warning',
  needs: ['git'],
  *check(ctx) {
    for (const missed of missedDeeper(ctx).values()) yield finding(ctx, missed)
  },
}

/** Lines that gitignore would match at every depth, each once; not those that name everything at the root. */
function slashlessPatterns(ctx: RuleContext): IgnorePattern[] {
  const seen = new Set<string>()
  return patternsOf(ctx).filter(line => {
    const { text, pattern, negated } = line
    // a slash at the end says nothing, one at the beginning says that the root is meant
    const anchored = pattern.includes('/') || /^\.?\//.test(text.replace('\ufeff', '').trim())
    const everything = /^[*?]+(\.[*?]+)?$|^\.+$/.test(pattern)
    if (negated || anchored || everything || pattern.includes('**') || seen.has(pattern)) return false
    seen.add(pattern)
    return !suspiciousLines(ctx).has(line)
  })
}

/** Whether an entry would be left out if the line began with `**\/`, all other lines being as they are. */
function deepVersion(ctx: RuleContext, pattern: IgnorePattern): (entry: ContextEntry) => boolean {
  let matcher: Matcher | undefined
  return entry => {
    matcher ??= new Matcher(
      patternsOf(ctx).map(line => (line === pattern ? { ...line, pattern: `**/${line.pattern}` } : line)),
      ctx.snapshot.request.builder,
    )
    return tracePath(matcher, matchablePath(entry)).judgement.excluded
  }
}

/** What lies below the top level, but not inside of a dependency tree or the like: that is as it has to be. */
function* deepEntries(ctx: RuleContext): Generator<ContextEntry> {
  const whole = new Set(wholeDirectories(ctx).map(directory => directory.entry))
  let inside: ContextEntry | undefined
  for (const entry of ctx.snapshot.entries) {
    if (inside !== undefined && isBelow(entry.path, inside.path)) continue
    inside = whole.has(entry) ? entry : undefined
    if (entry.path.includes('/') && !entry.parentOnly) yield entry
  }
}

function isIdle(ctx: RuleContext, pattern: IgnorePattern): boolean {
  const use = ctx.snapshot.patternUse[patternsOf(ctx).indexOf(pattern)]
  return use !== undefined && use.matched === 0 && use.skipped === 0
}

function finding(ctx: RuleContext, missed: Missed): Finding {
  const { pattern, idle, entries } = missed
  const totals = entries.map(entry =>
    entry.kind === 'directory' ? ctx.totalsOf(entry.path) : { files: 1, bytes: bytesOnce(entry) },
  )
  const files = totals.reduce((sum, one) => sum + one.files, 0)
  const bytes = totals.reduce((sum, one) => sum + one.bytes, 0)
  const [first, ...others] = entries
  const what = `${first!.path}${others.length > 0 ? ` and ${formatNumberOf(others.length, 'other')}` : ''}`
  const single = others.length === 0 && first!.kind !== 'directory'
  const size = single ? formatBytes(bytes) : `${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
  const verb = others.length > 0 ? 'are' : 'is'
  return lineFinding(ctx, pattern, {
    rule: ignoreGitignoreHabit.id,
    severity: isMeant(ctx, missed) ? 'warning' : 'info',
    message: `${quoted(pattern)} reaches the root only${idle ? ' and matches nothing there' : ''}: ${what} (${size}) ${verb} not excluded`,
    exposure: 'sent',
    data: { paths: entries.slice(0, 10).map(entry => entry.path), matches: entries.length },
    bytes,
    files,
    fix: { pattern: `**/${pattern.pattern}`, why: '**/ makes it match at every depth, the root included' },
  })
}

/**
 * Whether the author surely meant every depth. A plain name that has done its work at the root, such as `docs` or
 * `README.md`, may well be wanted elsewhere.
 */
function isMeant(ctx: RuleContext, { pattern, idle, entries }: Missed): boolean {
  if (idle || /[*?[]|^\.env/.test(pattern.pattern)) return true
  const whole = new Set(wholeDirectories(ctx).map(directory => directory.entry))
  return entries.some(
    entry =>
      whole.has(entry) || JUNK_FILES.has(baseName(entry.path)) || ctx.git?.stateOf(entry.path) === 'ignored',
  )
}
