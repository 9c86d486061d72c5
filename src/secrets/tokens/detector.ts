import type { Severity } from '../../model/finding.ts'

/** A secret in a text, with its value: it must not leave src/secrets/. */
export interface RawMatch {
  /** offsets of the value in the text that was looked at */
  start: number
  end: number
  /** made by src/secrets/mask.ts */
  masked: string
  severity: Severity
  /** `checksum`: a checksum inside the value holds; default: it has the right shape */
  confidence?: 'checksum'
  /** the name that the value stands under, where that is no secret itself */
  key?: string
  /** in place of the detector's id: what stands beside the value makes it something more telling */
  detector?: string
  /** what it says all of, where that is more than the value: others see no secret of their own in there */
  whole?: { start: number; end: number }
}

/**
 * How well a detector knows what it sees. Where two see the same bytes, the better one is reported.
 * - `whole`: a structure with all its fields, such as a service account's JSON
 * - `token`: a form that nothing else has
 * - `context`: a common form beside the provider's name
 * - `shape`: something that every service uses: a private key, a JWT, a URL with a password
 * - `guess`: a name that says secret
 */
export type Rank = 'whole' | 'token' | 'context' | 'shape' | 'guess'

export const RANKS: readonly Rank[] = ['whole', 'token', 'context', 'shape', 'guess']

/**
 * In which files a detector looks.
 * - `everywhere`
 * - `generated`: not in packages of somebody else, but in lock files, bundles and build output
 * - `own`: in what the project's people write
 */
export type Scope = 'everywhere' | 'generated' | 'own'

/** Texts for the tests and for readers. Every `¦` is left out: so that no scanner takes an example for a secret. */
interface Examples {
  /** a secret is found in each */
  finds: readonly [string, ...string[]]
  /** and none of this kind in these: too short, another alphabet, a placeholder */
  leaves: readonly [string, ...string[]]
}

/** A kind of secret that is known by its bytes: a row of docs/rules/secret-content.md. */
export interface Detector {
  id: string
  /** with its article, as it stands in a message: `a GitHub personal access token` */
  title: string
  rank: Rank
  /** the worst that it reports by itself */
  severity: Severity
  /** default: everywhere for a `token` and a `whole`, else in own files */
  scope?: Scope
  /** texts of three bytes or more, one of which is near every value; upper and lower case are the same */
  keywords: readonly string[]
  /** every value begins with a keyword: one at which a word goes on (`re_` in `are_`) wakes nobody */
  opens?: boolean
  /** bytes before and after a keyword among which its value lies */
  before: number
  after: number
  /** the shape of the value, where it has one */
  shape?: string
  examples: Examples
  /** titles of what it reports under another id than its own */
  reports?: Readonly<Record<string, string>>
  /** secrets in a part of a file, one unit a byte (latin1) */
  find(text: string): Iterable<RawMatch>
}
