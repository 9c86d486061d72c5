import type { ReportedFinding } from './report.ts'
import type { BuildRequest } from './request.ts'
import type { Incomplete } from './snapshot.ts'

/** A finding that stops what a hook guards, once for all builds of its context that have it. */
export interface StoppingFinding {
  /** as the build has it that takes the file furthest */
  finding: ReportedFinding
  /** at least one; that one is the first */
  builds: readonly BuildRequest[]
  /** what reports call the ignore file that applies; null where none does */
  ignoreFile: string | null
}

/** Where the findings of a part of the screen come from. */
export interface GuardedPart {
  /** such as `refs/heads/main` and its commit; empty for the working tree */
  refs: readonly string[]
  commit?: string
  findings: readonly StoppingFinding[]
}

/** What a hook learnt. */
export interface Guarded {
  hook: 'pre-push' | 'pre-commit'
  parts: readonly GuardedPart[]
  /** number of findings that would stop it, had the other side not got them already */
  forgiven: number
  /** only what is fatal */
  incomplete: readonly Incomplete[]
}
