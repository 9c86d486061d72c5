import { CtxguardError, EXIT } from '../errors.ts'
import { masked, sayError } from './talk.ts'

/**
 * The outermost frame: argv in, exit code out. It never calls `process.exit`, which would cut off what a pipe has
 * not taken yet.
 */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    const { runProgram } = await import('./program.ts')
    const exitCode = await runProgram(argv)
    process.exitCode ??= exitCode
  } catch (error) {
    process.exitCode = await reportFailure(error, argv.includes('-v') || argv.includes('--verbose'))
  }
}

/** Says what went wrong and what to do, and returns the exit code. An error nobody foresaw keeps its stack. */
async function reportFailure(error: unknown, verbose: boolean): Promise<number> {
  if (!(error instanceof CtxguardError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`ctxguard: unexpected: ${stack}\n  please report this\n`)
    return EXIT.incomplete
  }
  await sayError(error)
  if (verbose && error.cause instanceof Error)
    process.stderr.write(`  cause: ${await masked(error.cause.stack ?? '')}\n`)
  return error.exitCode
}
