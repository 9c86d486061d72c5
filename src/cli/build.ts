import { UsageError } from '../errors.ts'
import { runCommand } from '../guard/run.ts'
import type { Command } from '../request/command/command.ts'
import { readCommand } from '../request/command/read.ts'
import { AUDITED, type BuildCommandOptions, type Guarded, type Terms, termsOf } from './build-terms.ts'
import { masked, say } from './talk.ts'

export type { BuildCommandOptions }

/** `ctxguard build -- COMMAND…`: returns the command's exit code, or that of the audit where it was not run. */
export async function build(argv: readonly string[], options: BuildCommandOptions): Promise<number> {
  // without it, which options are whose is a guess
  if (process.argv.at(-argv.length - 1) !== '--')
    throw new UsageError('the command has to stand behind --', { hint: `ctxguard build -- ${argv[0]} …` })
  return guardCommand({ argv, options, around: name => `ctxguard build --force "reason" -- ${name} …` })
}

/** Audits what a command builds, and runs it unless the audit says no. Returns an exit code. */
export async function guardCommand(guarded: Guarded): Promise<number> {
  const { argv, options, run = argv, environment = process.env } = guarded
  // a reader who has seen enough is no reason to stop
  process.stderr.on('error', () => {})
  const terms = termsOf(options, environment)
  const command = await understood(argv, environment, terms.onUnknown)
  if (command === undefined) return runCommand(run, { environment })
  if (command.kind === 'other') {
    sayOther(command, options)
    return runCommand(run, { environment })
  }
  const { auditThenRun } = await import('./build-run.ts')
  return auditThenRun(command, { ...guarded, run, environment: { ...environment, [AUDITED]: '1' }, terms })
}

/** The command as it is understood; undefined where it is not, and may run all the same. */
async function understood(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  onUnknown: Terms['onUnknown'],
): Promise<Command | undefined> {
  try {
    return readCommand(argv, { cwd: process.cwd(), environment })
  } catch (error) {
    if (!(error instanceof UsageError) || onUnknown === 'refuse') throw error
    say(`NOT AUDITED: ${await masked(error.message)}`, 'it runs all the same: --on-unknown run')
    return undefined
  }
}

function sayOther(
  { name, mayBuild }: Extract<Command, { kind: 'other' }>,
  options: BuildCommandOptions,
): void {
  if (mayBuild && !options.quiet)
    say(
      `${name} was not audited: whether it builds can't be seen from here`,
      'put ctxguard build -- before the build itself',
    )
  else if (options.verbose) say(`${name} builds nothing: there is nothing to audit`)
}
