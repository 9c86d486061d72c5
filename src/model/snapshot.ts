import type { ContextEntry } from './entry.ts'
import type { IgnoreCandidate, IgnoreFile, IgnoreProblem, PatternUse } from './ignore.ts'
import type { Incomplete } from './incomplete.ts'
import type { ContextPath } from './path.ts'
import type { BuildRequest } from './request.ts'
import type { ContextSource } from './source.ts'

export type { Incomplete } from './incomplete.ts'

export interface Totals {
  files: number
  /** each file counted once, however many names it has */
  bytes: number
}

/** A directory that was left out as a whole, because nothing below it can come back in. */
export interface PrunedDirectory {
  path: ContextPath
  /** the ignore line that excluded it */
  line: number
  /** the builder itself would walk it all the same, though nothing below it is sent */
  builderWalks: boolean
}

/** The builder would not build this context, and why. */
export interface Refusal {
  path: ContextPath
  reason: string
  hint: string
}

/** What the builder would take of a context, at the moment of the walk. */
export interface Snapshot {
  request: BuildRequest
  /** the one that applies; absent where none does */
  ignoreFile?: IgnoreFile
  /** every ignore file that was looked for or lies where one might be expected, in order of precedence */
  ignoreCandidates: IgnoreCandidate[]
  /** lines that make the builder refuse the build; the entries are then those of the other lines */
  ignoreProblems: IgnoreProblem[]
  /** entries that make the builder fail */
  refusals: Refusal[]
  /** by index of `ignoreFile.patterns` */
  patternUse: PatternUse[]
  /** depth first, byte order within a directory, parents included */
  entries: ContextEntry[]
  excluded: {
    /** counted only where no directory was pruned */
    files?: number
    bytes?: number
    prunedDirectories: PrunedDirectory[]
    /** left out though the walk entered their excluded directory, for what an exception could have let in */
    visitedInVain: number
  }
  totals: Totals
  incomplete: Incomplete[]
  source: ContextSource
}
