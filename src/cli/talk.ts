import { ConfigError, type CtxguardError } from '../errors.ts'
import { printable } from '../model/printable.ts'
import type { Incomplete } from '../model/snapshot.ts'

/** Says something on stderr: what went wrong and where, and what to do about it. */
export function say(message: string, hint?: string | null): void {
  process.stderr.write(`ctxguard: ${printable(message)}\n${hint ? `  ${printable(hint)}\n` : ''}`)
}

/** What is echoed of arguments, without tokens; their forms are loaded only for that. */
export async function masked(text: string): Promise<string> {
  const { withoutTokens } = await import('../secrets/shown.ts')
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
