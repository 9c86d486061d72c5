import type { Severity } from './severity.ts'

/** A value of a secret as it may be shown. */
export interface MaskedValue {
  /** the name it stands under, where it has one */
  key?: string
  /** its first characters and its length: never the value */
  masked: string
  /** 1-based; absent where a line says nothing, as in a key file */
  line?: number
}

/** A secret in a file's bytes. Nothing here gives it away. */
export interface TokenMatch {
  /** the detector's id */
  detector: string
  severity: Severity
  masked: string
  /** a checksum inside the value holds */
  confidence?: 'checksum'
  key?: string
  /** of the value's first character, both from 1, columns in UTF-16 units; absent where it is not known */
  position?: { line: number; column: number }
  /** every line on which the same value stands, in ascending order */
  lines: readonly number[]
}

/** What a file is as a whole: one of the kinds that exist to hold secrets. */
export interface SecretFileMatch {
  /** the kind's id */
  kind: string
  severity: Severity
  /** `live`: values that look real; `harmless`: of this kind, without any; `unknown`: only the name speaks */
  state: 'live' | 'harmless' | 'unknown'
  /** what looks real, in the file's order */
  values: readonly MaskedValue[]
  /** detectors of the tokens among them, with the lines of each */
  detectors: Readonly<Record<string, readonly number[]>>
}

/**
 * Why a file was not seen as a whole.
 * - `cut`: it is longer than what is read of a file; of it the beginning and the end were seen
 * - `head`: of a file of its kind no more than the beginning is read
 * - `deadline`: it took too long
 * - `matches`: it holds more than is listed
 */
export type SecretGap = 'cut' | 'head' | 'deadline' | 'matches'

/** What one file holds of secrets. */
export interface FileSecrets {
  /** its kind, which then speaks for all its tokens */
  file?: SecretFileMatch
  /** the tokens of a file that is of no kind */
  tokens: readonly TokenMatch[]
  /** settings whose names say secret, beyond those listed */
  moreGuesses?: number
  /** its path holds a token: offsets in the path */
  named?: readonly { detector: string; severity: Severity; masked: string; start: number; end: number }[]
  gaps?: readonly SecretGap[]
}

/** What a name is set to, where that is a secret. */
export interface SettingSecret extends Pick<TokenMatch, 'detector' | 'severity' | 'masked' | 'confidence'> {
  /** nothing but the name says so */
  byName: boolean
}

/** Finds secrets in what people wrote for a build: its Dockerfile, the settings in there, its arguments. */
export interface WrittenSecrets {
  inText(text: string): readonly TokenMatch[]
  inSetting(key: string, value: string): readonly SettingSecret[]
  /** offsets of every secret in a text */
  spansIn(text: string): readonly { start: number; end: number }[]
}
