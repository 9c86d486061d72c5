import { ConfigError, type CtxguardError } from '../errors.ts'
import { printable } from '../model/printable.ts'
import type { Incomplete } from '../model/snapshot.ts'

/** Says something on stderr: what went wrong and where, and what to do about it. */
export function say(message: string, hint?: string | null): void {
  process.stderr.write(`ctxguard: ${printable(message)}\n${hint ? `  ${printable(hint)}\n` : ''}`)
}

/** Says what an error says: of a configuration every line that is wrong. */
export function sayError(error: CtxguardError): void {
  const lines = error instanceof ConfigError ? error.message.split('\n') : [error.message]
  process.stderr.write(`ctxguard: ${lines.map(printable).join('\n  ')}\n`)
  if (error.hint) process.stderr.write(`  ${printable(error.hint)}\n`)
}

/** Says what could not be learnt; when `quiet`, only what makes the answer untrustworthy. */
export function sayIncomplete(incomplete: readonly Incomplete[], quiet: boolean): void {
  for (const { what, path, reason, hint, fatal, caveat } of incomplete) {
    const place = path === null || what.includes(path) ? '' : ` (${path})`
    if (fatal || !(quiet || caveat)) say(`${what}${place}: ${reason}`, hint)
  }
}
