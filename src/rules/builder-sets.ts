import { type DirectoryState, type Judgement, Matcher, tracePath } from '../ignore/index.ts'
import type { RuleContext } from '../model/finding.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { type ContextPath, joinPath, type RawPath, spell } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { RawEntry } from '../model/source.ts'
import { isPodman, meansTheSame, type Reading, samePatterns } from './builder-readings.ts'
import { matchablePath } from './ignore-file-lines.ts'

/** How what some builders take differs from what the build's own takes. */
export interface OtherSet {
  reading: Reading
  /** the first files that they take besides, and that they leave out */
  more: ContextPath[]
  fewer: ContextPath[]
  /** how many there are */
  moreFiles: number
  fewerFiles: number
  /** the line that makes the first difference */
  by: IgnorePattern | undefined
}

const LISTED = 100

/** Entries that are looked at: in a larger tree, only those that come first. */
const MOST_ENTRIES = 100_000

interface Frame {
  path: RawPath | ''
  /** by reading; undefined where its builders do not come */
  states: readonly (DirectoryState | undefined)[]
  /** where the readings can still part; `parted`: anything below may differ */
  suspects: DirectoryState | 'parted'
}

/**
 * Walks the directories in which the builders may take different files. That is where an exception matches, or a
 * pattern that they understand differently; without either all of them leave out what some line matches.
 */
export function otherSets(ctx: RuleContext, readings: readonly Reading[]): OtherSet[] {
  const matchers = readings.map(({ patterns, builders }) => new Matcher(patterns, builders[0]!))
  const suspects = suspectMatcher(readings)
  const sets = readings.slice(1).map(newSet)
  const open: Frame[] = [
    { path: '', states: matchers.map(({ root }) => root), suspects: suspects?.root ?? 'parted' },
  ]
  let left = MOST_ENTRIES
  for (let frame = open.pop(); frame !== undefined && left > 0; frame = open.pop()) {
    const { path: dir, states } = frame
    const children = childrenOf(ctx.snapshot, dir)
    left -= children.length
    for (const { name, kind } of children) {
      const path = joinPath<RawPath>(dir as RawPath, name)
      const next = suspicion(suspects, frame, path, { name, kind })
      if (next === undefined) continue
      const judgements = matchers.map((matcher, i) => states[i] && matcher.judge(states[i], name, false))
      if (kind !== 'directory') {
        compare(sets, matchers, judgements, path)
        continue
      }
      const entered = judgements.map((one, i) => one && enteredBy(matchers[i]!, path, one))
      if (suspects !== undefined && isSettled(readings, judgements, entered)) continue
      const [own, ...others] = entered
      if (others.some(Boolean)) open.push({ path, states: entered, suspects: next })
      else if (own !== undefined) addOwn(ctx, sets, matchers[0]!, spell(path))
    }
  }
  return sets.filter(({ moreFiles, fewerFiles }) => moreFiles + fewerFiles > 0)
}

/** The exceptions, made to match whatever was excluded before; undefined where every pattern is suspect. */
function suspectMatcher(readings: readonly Reading[]): Matcher | undefined {
  const [own, ...others] = readings
  const { patterns } = own!
  const alike = others.every(
    other =>
      samePatterns(own!, other) && (isPodman(own!) === isPodman(other) || patterns.every(meansTheSame)),
  )
  if (!alike) return undefined
  const everything = { line: 0, text: '**', pattern: '**', negated: false }
  return new Matcher([everything, ...patterns.filter(({ negated }) => negated)], 'buildkit')
}

/** Whether the readings may part at a child, or below it where it is a directory; undefined where they can't. */
function suspicion(
  matcher: Matcher | undefined,
  { suspects }: Frame,
  path: RawPath,
  { name, kind }: RawEntry,
): Frame['suspects'] | undefined {
  if (matcher === undefined || suspects === 'parted') return 'parted'
  const judgement = matcher.judge(suspects, name, false)
  if (!judgement.excluded) return 'parted'
  if (kind !== 'directory' || matcher.fate(path, judgement) !== 'enter') return undefined
  return matcher.enter(judgement)
}

function enteredBy(matcher: Matcher, path: RawPath, judgement: Judgement): DirectoryState | undefined {
  const comes = !judgement.excluded || matcher.fate(path, judgement) === 'enter'
  return comes ? matcher.enter(judgement) : undefined
}

/**
 * Whether nothing below a directory can part the readings any more: all let it in, and no pattern can match further
 * down that does not match the directory already. What podman's automaton still waits for is the rest of such paths.
 */
function isSettled(
  readings: readonly Reading[],
  judgements: readonly (Judgement | undefined)[],
  entered: readonly (DirectoryState | undefined)[],
): boolean {
  const moby = readings.findIndex(reading => !isPodman(reading))
  return (
    judgements.every(one => one !== undefined && !one.excluded) && entered[moby]!.state.nodes.length === 0
  )
}

/** What lies where only the build's own builder comes: what that takes is known. */
function addOwn(ctx: RuleContext, sets: readonly OtherSet[], own: Matcher, dir: ContextPath): void {
  const files = ctx.below(dir).filter(({ kind }) => kind !== 'directory')
  if (files.length === 0) return
  const { by } = tracePath(own, matchablePath(files[0]!)).judgement
  for (const set of sets) {
    set.fewerFiles += files.length
    set.fewer.push(...files.slice(0, LISTED - set.fewer.length).map(({ path }) => path))
    set.by ??= own.patterns[by]
  }
}

function compare(
  sets: readonly OtherSet[],
  matchers: readonly Matcher[],
  judgements: readonly (Judgement | undefined)[],
  path: RawPath,
): void {
  const [own, ...others] = judgements
  const isTaken = (one: Judgement | undefined) => one !== undefined && !one.excluded
  for (const [i, other] of others.entries()) {
    if (isTaken(other) === isTaken(own)) continue
    const set = sets[i]!
    const kind = isTaken(other) ? 'more' : 'fewer'
    set[`${kind}Files`]++
    if (set[kind].length < LISTED) set[kind].push(spell(path))
    const by = Math.max(own?.by ?? -1, other?.by ?? -1)
    set.by ??= matchers[0]!.patterns[by] ?? matchers[i + 1]!.patterns[by]
  }
}

function newSet(reading: Reading): OtherSet {
  return { reading, more: [], fewer: [], moreFiles: 0, fewerFiles: 0, by: undefined }
}

function childrenOf({ source }: Snapshot, dir: RawPath | ''): RawEntry[] {
  try {
    return source.children(dir)
  } catch {
    return [] // the walk has said what can't be listed
  }
}
