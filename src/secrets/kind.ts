import type { Severity } from '../model/finding.ts'
import type { MaskedValue } from '../model/secret.ts'

export type { MaskedValue } from '../model/secret.ts'

/**
 * Why a value counts.
 * - `token`: it tells by itself: a private key, credentials inside a URL, magic bytes
 * - `field`: a literal in a field that this format made for credentials
 * - `guess`: a literal under a name that says secret, and it looks like one
 */
export type Ground = 'token' | 'field' | 'guess'

export interface Hit extends MaskedValue {
  ground: Ground
  /** in place of the kind's own: an encrypted key, an expired token */
  severity?: Severity
}

/**
 * What a file's bytes say.
 * - `live`: they hold at least one value that looks real
 * - `harmless`: they are of that kind, and hold no such value
 * - `unknown`: they don't show what they are; only the name speaks
 * - `innocent`: they are something else, or nothing that anybody keeps secret
 */
export type Reading =
  | { state: 'live'; hits: readonly Hit[] }
  | { state: 'harmless' }
  | { state: 'unknown' }
  | { state: 'innocent' }

export const HARMLESS: Reading = { state: 'harmless' }
export const UNKNOWN: Reading = { state: 'unknown' }
export const INNOCENT: Reading = { state: 'innocent' }

/** The reading of hits, or the one that applies without any. */
export function liveOr(hits: readonly Hit[], otherwise: Reading): Reading {
  return hits.length > 0 ? { state: 'live', hits } : otherwise
}

/** A file as a kind looks at it. */
export interface SecretFile {
  path: string
  /** base name in lower case */
  name: string
  /** the head of the file, or all of it */
  bytes: Uint8Array
  /** the head as text; absent where it is binary */
  text?: string
  /** size of the whole file; more than `bytes` holds where it is longer than its head */
  fileBytes: number
  /** the moment that decides what has expired */
  nowMs: number
}

/** A kind of file that exists to hold secrets, or often does. One row of docs/rules/secret-file.md. */
export interface SecretKind {
  id: string
  /** with its article, as it stands in a message: `an environment file` */
  title: string
  /** globs on the base name, or on the end of the path where they hold a slash; see names.ts */
  names: readonly string[]
  /** what in the bytes makes it live, for the documentation */
  confirmedBy: string
  severity: {
    live: Severity
    /** where every value is a guess; default: `live` */
    guess?: Severity
    /** default: `info`, and nothing for a kind whose name alone says nothing */
    harmless?: Severity
    /** where only the name speaks; null for nothing */
    name: Severity | null
    /** in place of `name`, by base name in lower case */
    nameOf?: Readonly<Record<string, Severity | null>>
  }
  /** the rule that reports it; default: `secret-file` */
  rule?: 'git-credentials'
  /** detectors, one of which must have found something: the name alone is that of too many files */
  wokenBy?: readonly string[]
  inspect(file: SecretFile): Reading
}
