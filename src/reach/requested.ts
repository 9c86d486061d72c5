import type { PathNeed } from '../model/build-plan.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { parentPath, type RawPath } from '../model/path.ts'
import type { Range, SourceOutcome } from '../model/reach.ts'
import type { Snapshot, Totals } from '../model/snapshot.ts'
import { followPaths } from './follow-paths.ts'
import { compilePatterns, patternProblem, readPatterns } from './patterns.ts'
import { selectBelow } from './select.ts'
import { type EntryTree, entryTree, ROOT, rawPathOf } from './tree.ts'

/** The entries that a build takes of a context. */
export interface RequestedEntries {
  has(index: number): boolean
  /** all that are sent */
  whole: boolean
  totals: Totals
}

/** The entries that a builder finds when it comes to copy. */
export interface VisibleEntries extends RequestedEntries {
  /** those of `[from, to)`, as ascending runs */
  within(from: number, to: number): readonly Range[]
  /** why the builder refuses the source paths as patterns; then there are none */
  problem?: string
}

/**
 * What the builder transfers for `need`: classic everything, BuildKit what the include patterns let through that it
 * makes of the paths (tonistiigi/fsutil filter.go Walk). For podman see {@link takenEntries}.
 */
export function requestedEntries(
  snapshot: Snapshot,
  need: PathNeed,
  tree: EntryTree = entryTree(snapshot),
): VisibleEntries {
  if (snapshot.request.builder !== 'buildkit') return everyEntry(snapshot)
  if (!need.used) return ofRuns(snapshot, [])
  const patterns = need.whole ? null : followPaths(snapshot.source, need.paths)
  if (patterns === null) return everyEntry(snapshot)
  const refused = patternProblem(patterns)
  if (refused !== undefined) return { ...ofRuns(snapshot, []), problem: refused }
  const include = readPatterns(patterns)
  const found = include.some(({ negated }) => negated) ? undefined : literals(include, tree)
  const wild = compilePatterns(found?.others ?? include, 'buildkit')
  const runs = selectBelow(tree, ROOT, {
    include: wild,
    counts: index => tree.entries[index]!.parentOnly !== true,
    skips: skippedBy(include, tree),
    within: (from, to) => [{ from, to }],
  })
  const problem = wild.matcher.lateProblems[0]?.reason
  if (problem !== undefined) return { ...ofRuns(snapshot, []), problem }
  return ofRuns(snapshot, joinedRuns([...runs, ...(found?.runs ?? [])]))
}

/** Patterns without wildcards need no walk: each lets through one path, what is below it and its parents. */
function literals(
  patterns: readonly IgnorePattern[],
  tree: EntryTree,
): { runs: Range[]; others: IgnorePattern[] } {
  const runs: Range[] = []
  const others: IgnorePattern[] = []
  for (const one of patterns) {
    const path = one.pattern as RawPath
    const index = tree.find(path)
    if (/[*?[\]\\]/.test(path)) others.push(one)
    else if (index !== undefined) {
      runs.push({ from: index, to: tree.endOf(index) })
      for (let dir = parentPath(path); dir !== ''; dir = parentPath(dir)) {
        const above = tree.find(dir)!
        runs.push({ from: above, to: above + 1 })
      }
    }
  }
  return { runs, others }
}

/** What the sources of a build take, as podman reads only that. */
export function takenEntries(snapshot: Snapshot, outcomes: readonly SourceOutcome[]): RequestedEntries {
  const placed = outcomes.flatMap(({ placements }) => placements)
  if (placed.some(({ from, to }) => from === 0 && to === snapshot.entries.length)) return everyEntry(snapshot)
  return ofRuns(snapshot, joinedRuns(placed))
}

/** In order, and none that overlaps or touches another. */
function joinedRuns(ranges: readonly Range[]): Range[] {
  const runs: Range[] = []
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = runs.at(-1)
    if (last !== undefined && last.to >= from) last.to = Math.max(last.to, to)
    else if (from < to) runs.push({ from, to })
  }
  return runs
}

export function everyEntry({ totals }: Snapshot): VisibleEntries {
  return { has: () => true, within: (from, to) => (from < to ? [{ from, to }] : []), whole: true, totals }
}

function ofRuns({ entries, totals }: Snapshot, runs: readonly Range[]): VisibleEntries {
  const within = (from: number, to: number) => {
    const found: Range[] = []
    for (let i = firstEndingBehind(runs, from); i < runs.length && runs[i]!.from < to; i++)
      found.push({ from: Math.max(from, runs[i]!.from), to: Math.min(to, runs[i]!.to) })
    return found
  }
  return {
    has: index => {
      const run = runs[firstEndingBehind(runs, index)]
      return run !== undefined && run.from <= index
    },
    within,
    whole: runs.length === 1 && runs[0]!.from === 0 && runs[0]!.to === entries.length,
    totals: runs.length === 0 ? { files: 0, bytes: 0 } : totalsOf(entries, runs, totals),
  }
}

function firstEndingBehind(runs: readonly Range[], index: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (runs[middle]!.to <= index) low = middle + 1
    else high = middle
  }
  return low
}

/** Each file counts once, however many of its names are among them. */
function totalsOf(entries: Snapshot['entries'], runs: readonly Range[], all: Totals): Totals {
  if (runs.length === 1 && runs[0]!.to - runs[0]!.from === entries.length) return all
  const totals = { files: 0, bytes: 0 }
  const counted = new Set<string>()
  for (const { from, to } of runs) {
    for (let index = from; index < to; index++) {
      const { kind, bytes, nlink, hardlinkOf, path } = entries[index]!
      if (kind === 'directory') continue
      totals.files++
      const first = hardlinkOf ?? path
      if (nlink === undefined || !counted.has(first)) totals.bytes += bytes
      if (nlink !== undefined) counted.add(first)
    }
  }
  return totals
}

/**
 * Mirrors filter.go Walk: where no pattern has a wildcard, but for one or two at its end, a directory is entered only
 * if some pattern begins with it. That loses what `x` and two such stars would match.
 */
function skippedBy(
  patterns: readonly { pattern: string; negated: boolean }[],
  { entries }: EntryTree,
): (index: number) => boolean {
  const texts = patterns
    .filter(({ negated }) => !negated)
    .map(({ pattern }) => pattern.replace(/\/\*\*$/, '').replace(/\/\*$/, ''))
  if (texts.some(text => /[*[\]?^\\]/.test(text))) return () => false
  return index => {
    const dir = `${rawPathOf(entries[index]!)}/`
    return !texts.some(text => `${text}/`.startsWith(dir))
  }
}
