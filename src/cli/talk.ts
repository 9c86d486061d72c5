import { ConfigError, type CtxguardError, EXIT } from '../errors.ts'
import { printable } from '../model/printable.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { tokenDetectionFor } from '../secrets/on-demand.ts'

/** Says something on stderr: what went wrong and where, and what to do about it. */
export function say(message: string, hint?: string | null): void {
  process.stderr.write(`ctxguard: ${printable(message)}\n${hint ? `  ${printable(hint)}\n` : ''}`)
}

/** Writes what is no report to standard output: help, a snippet. Where that can't be written, the exit code says so. */
export function print(text: string): void {
  // its stream is made when it is first asked for, and a command that is run through writes there itself
  const { stdout } = process
  if (stdout.listenerCount('error', onUnwritable) === 0) stdout.on('error', onUnwritable)
  stdout.write(text)
}

function onUnwritable({ code }: NodeJS.ErrnoException): void {
  if (code !== 'EPIPE') process.exitCode = EXIT.incomplete
}

/** What is echoed of arguments, without tokens. */
export async function masked(text: string): Promise<string> {
  const { withoutTokens } = await tokenDetectionFor([text])
  return withoutTokens(text)
}

/** Says what an error says, tokens masked: of a configuration every line that is wrong. */
export async function sayError(error: CtxguardError): Promise<void> {
  const message = await masked(error.message)
  const lines = error instanceof ConfigError ? message.split('\n') : [message]
  process.stderr.write(`ctxguard: ${lines.map(printable).join('\n  ')}\n`)
  if (error.hint) process.stderr.write(`  ${printable(await masked(error.hint))}\n`)
}

/** Says what could not be learnt; when `quiet`, only what makes the answer untrustworthy. */
export function sayIncomplete(incomplete: readonly Incomplete[], quiet: boolean): void {
  for (const { what, path, reason, hint, fatal, caveat } of incomplete) {
    const place = path === null || what.includes(path) ? '' : ` (${path})`
    if (fatal || !(quiet || caveat)) say(`${what}${place}: ${reason}`, hint)
  }
}
