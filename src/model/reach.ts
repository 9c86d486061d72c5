import type { BuildPlan, Transfer, TransferSource } from './build-plan.ts'
import type { Exposure } from './exposure.ts'
import type { ContextPath } from './path.ts'
import type { Totals } from './snapshot.ts'

/**
 * A run of entries of a snapshot that an instruction puts somewhere: `entries[from]` to `entries[to - 1]`, all below
 * `root` or `root` itself. What lies at `root` comes to lie at `at`, the rest below it by the same names.
 */
export interface Placement extends Range {
  root: ContextPath | ''
  /** absolute in the stage's file system; null where that depends on the base image */
  at: string | null
  /** an archive that ADD unpacks: its content, not the file, comes to lie below `at` */
  unpacked?: true
  /** a file's place in its destination, if that is a directory, which nobody can tell: it has another for the destination */
  perhaps?: true
}

/** What becomes of one source of a COPY, ADD or bind mount that names the context. */
export interface SourceOutcome {
  stage: number
  transfer: Transfer
  source: TransferSource
  placements: readonly Placement[]
  /** absent where the builder finds what it wants; a wildcard that may match nothing fails nothing */
  failure?: SourceFailure
}

export interface SourceFailure {
  kind: /** nothing of that name is in the context */
    | 'missing'
    /** it is there, and not sent: `path` is what the ignore file takes */
    | 'excluded'
    /** a wildcard that matches nothing */
    | 'no-match'
    /** `path` is a link of the context on the way that leads nowhere, out or round in a circle */
    | 'link'
    /** BuildKit transfers only the first of several sources through the link `path` (SEMANTICS.md 5.2) */
    | 'shared-link'
    /** the builder refuses the path itself */
    | 'forbidden'
  path: ContextPath
  /** false where the builder goes on all the same: a wildcard without a match */
  fails: boolean
  /** the builder's own words, in short */
  reason: string
}

/** What one build takes of a snapshot, and how far it gets. Entries are named by their index. */
export interface ReachFacts {
  /** the Dockerfile as reports call it */
  file: string
  plan: BuildPlan
  /** the entries that the builder takes; `whole`: all that are sent */
  requested: { has(index: number): boolean; whole: boolean; totals: Totals }
  /** one for every source that names this context, in the order of stages and lines */
  outcomes: readonly SourceOutcome[]
  /** how far the furthest of the entries `[from, to)` gets; `to` is `from + 1` by default */
  exposureOf(from: number, to?: number): Reached
  /** every source that takes the entry */
  takenBy(index: number): readonly SourceOutcome[]
}

/** Entries `[from, to)` of a snapshot. */
export interface Range {
  from: number
  to: number
}

export interface Reached {
  exposure: Exposure
  /** the instruction that takes it that far; absent where it is only sent */
  carrier?: { line: number; instruction: string }
  /** it may come into the final image in a way that paths don't tell, such as by a RUN */
  mayReachFinal: boolean
}
