import type { PolicyOptions } from '../config/settings.ts'
import { UsageError } from '../errors.ts'
import { type ContextOptions, formatOf } from './options.ts'

export interface BuildCommandOptions
  extends PolicyOptions,
    Pick<ContextOptions, 'output' | 'format' | 'json' | 'color' | 'quiet' | 'verbose'> {
  minimal?: boolean
  force?: string
  onUnknown?: string
}

/** A command that is to be run when its audit is clean. */
export interface Guarded {
  /** what is audited */
  argv: readonly string[]
  options: BuildCommandOptions
  /** what is run; default: the same */
  run?: readonly string[]
  /** default: this process's own */
  environment?: NodeJS.ProcessEnv
  /** what to type to run it in spite of findings; `name` is such as `docker build` */
  around: (name: string) => string
}

/** Set for a command that has been audited: `docker build` by way of the alias need not be, once more. */
export const AUDITED = 'CTXGUARD_AUDITED'

/** What the user said beforehand of how it may end. */
export interface Terms {
  /** run it in spite of findings: why, and where that was said */
  forced?: { by: string; reason: string }
  onUnknown: 'refuse' | 'run'
}

/** Throws a UsageError where options make no sense, before anything was looked at. */
export function termsOf(options: BuildCommandOptions, environment: NodeJS.ProcessEnv): Terms {
  const forced =
    options.force !== undefined
      ? { by: '--force', reason: options.force }
      : environment.CTXGUARD_SKIP
        ? { by: 'CTXGUARD_SKIP', reason: environment.CTXGUARD_SKIP }
        : undefined
  if (forced?.reason.trim() === '')
    throw new UsageError(`${forced.by} needs a reason`, { hint: `such as ${forced.by}="made-up keys"` })
  const onUnknown = options.onUnknown ?? (environment.CTXGUARD_ON_UNKNOWN || 'refuse')
  if (onUnknown !== 'refuse' && onUnknown !== 'run') {
    const name = options.onUnknown === undefined ? 'CTXGUARD_ON_UNKNOWN' : '--on-unknown'
    throw new UsageError(`${name}: neither refuse nor run: "${onUnknown}"`, { hint: 'choose one of them' })
  }
  if (formatOf(options) === 'json' && (options.json || options.format) && options.output === undefined)
    throw new UsageError('a report in JSON needs a file to go to: standard output belongs to the command', {
      hint: 'add -o FILE',
    })
  return { ...(forced && { forced }), onUnknown }
}
