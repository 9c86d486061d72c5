/** Exit codes of the command line. docs/ARCHITECTURE.md says which class of error leads to which. */
export const EXIT = { ok: 0, findings: 1, usage: 2, incomplete: 3 } as const

/** Common ground of what the tool itself reports: one line that says what and where, one that says what to do. */
export class CtxguardError extends Error {
  override name = 'CtxguardError'
  readonly exitCode: number = EXIT.incomplete
  /** what the user can do about it, one line */
  readonly hint: string | undefined

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.hint = options.hint
  }
}

/** The command line or the configuration is wrong; nothing was audited. */
export class UsageError extends CtxguardError {
  override name = 'UsageError'
  override readonly exitCode: number = EXIT.usage
}

/** The configuration file is wrong, at a position. */
export class ConfigError extends UsageError {
  override name = 'ConfigError'
}

/** The builder would refuse the ignore file. */
export class IgnoreFileError extends CtxguardError {
  override name = 'IgnoreFileError'
  readonly file: string
  readonly line: number | null
  /** the builder's own words */
  readonly reason: string

  constructor(
    at: { file: string; line: number | null; reason: string },
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(`${at.file}${at.line === null ? '' : `:${at.line}`}: ${at.reason}`, options)
    this.file = at.file
    this.line = at.line
    this.reason = at.reason
  }
}

/** The builder would not find or accept the Dockerfile, or refuse the context itself. */
export class ContextRefusedError extends CtxguardError {
  override name = 'ContextRefusedError'
}

/** The builder would refuse the Dockerfile, or the target that was asked for. */
export class DockerfileError extends CtxguardError {
  override name = 'DockerfileError'
  /** what it is called; undefined where only its text is known */
  readonly file: string | undefined
  /** 1-based; 0 where it is about the file as a whole */
  readonly line: number
  readonly column: number
  /** the frontend's own words */
  readonly reason: string

  constructor(
    at: { file?: string; line: number; column: number; reason: string },
    options: { hint?: string; cause?: unknown } = {},
  ) {
    const place = [at.file ?? 'Dockerfile', ...(at.line > 0 ? [at.line] : [])].join(':')
    super(`${place}: ${at.reason}`, options)
    this.file = at.file
    this.line = at.line
    this.column = at.column
    this.reason = at.reason
  }
}
