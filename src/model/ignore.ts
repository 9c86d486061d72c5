import type { Builder } from './request.ts'

/** One line of an ignore file that took part, as its builder reads it. */
export interface IgnorePattern {
  /** 1-based */
  line: number
  /** the line as it is written, without its end */
  text: string
  /** the cleaned pattern, without the leading `!` */
  pattern: string
  negated: boolean
}

/** What the builder refuses in an ignore file, and why in its own words. */
export interface LineProblem {
  /** null where it is about the file as a whole */
  line: number | null
  text: string
  reason: string
}

/** The same with the file, as `IgnoreFile.label`. */
export interface IgnoreProblem extends LineProblem {
  file: string
}

/** The ignore file that applies. */
export interface IgnoreFile {
  /** absolute */
  file: string
  /** relative to the context where it lies inside, else absolute */
  label: string
  builder: Builder
  patterns: IgnorePattern[]
}

/** What became of a place where an ignore file was looked for, or might be expected. */
export interface IgnoreCandidate {
  label: string
  state:
    | 'applies'
    /** another one was found first */
    | 'shadowed'
    /** this builder never reads a file of that name */
    | 'foreign'
    /** a link whose end the builder does not get: it applies nothing and says nothing */
    | 'escapes'
    | 'dangling'
    /** taken for empty */
    | 'unreadable'
    | 'directory'
  detail?: string
}

/** What a pattern did during a walk. */
export interface PatternUse {
  /** paths whose verdict it decided */
  decided: number
  /** paths where it matched, whether or not a later line overruled it */
  matched: number
  /** paths that it describes but was not asked about: a plain line where all was excluded already, an exception
   * where nothing was excluded yet. Such an exception does not protect what lies below the path. */
  skipped: number
  /** index of the line that last overruled it */
  overruledBy?: number
}
