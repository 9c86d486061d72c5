import type { Finding } from './finding.ts'
import type { BuildRequest } from './request.ts'
import type { Incomplete, Totals } from './snapshot.ts'

/** A finding as it is reported: with an identity that survives unrelated changes. */
export interface ReportedFinding extends Finding {
  /** 16 hexadecimal digits; equal for the same problem in the next run */
  fingerprint: string
}

/** The outcome of one audit. */
export interface Report {
  request: BuildRequest
  ignoreFile: { path: string; patterns: number } | null
  totals: {
    sent: Totals
    /** what the Dockerfile makes the builder take; null where none could be read */
    requested: Totals | null
    /** null where pruned directories were not counted */
    excluded: { files: number | null; bytes: number | null }
  }
  findings: ReportedFinding[]
  /** number of findings that the configuration or a comment allows */
  allowed: number
  incomplete: Incomplete[]
}
