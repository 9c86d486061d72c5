import type { Limits, Location, Severity } from './finding.ts'

/** An allowance of the configuration: findings that it covers are counted, not shown. */
export interface Allowance {
  /** a rule's id, or a detector's (`data.detector` of a finding) */
  rule: string
  /** gitignore syntax, relative to the context; absent means every path */
  path?: string
  /** why it is all right; `''` where none is given, and then it allows nothing */
  reason: string
  /** last day on which it holds, `YYYY-MM-DD` */
  expires?: string
  /** where it is written */
  at: Location
}

/** What counts as a problem for this user: built from defaults, configuration, environment and options. */
export interface Policy {
  /** severity of a rule in place of its own, or `off` */
  rules: Record<string, Severity | 'off'>
  limits: Limits
  failOn: Severity | 'never'
  allow: Allowance[]
  /** false leaves out every rule of the family Secrets */
  secrets: boolean
  /** directory in which it is remembered which files hold no secret; absent: nothing is remembered */
  cacheDir?: string
}

export const DEFAULT_POLICY: Policy = {
  rules: {},
  limits: {
    fileBytes: 10 * 2 ** 20,
    contextBytes: 100 * 2 ** 20,
    contextFiles: 10_000,
    secretBytes: 5 * 2 ** 20,
    budget: false,
  },
  failOn: 'error',
  allow: [],
  secrets: true,
}
