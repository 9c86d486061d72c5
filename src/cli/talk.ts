import { printable } from '../model/printable.ts'
import type { Incomplete } from '../model/snapshot.ts'

/** Says something on stderr: what went wrong and where, and what to do about it. */
export function say(message: string, hint?: string | null): void {
  process.stderr.write(`ctxguard: ${printable(message)}\n${hint ? `  ${printable(hint)}\n` : ''}`)
}

/** Says what could not be learnt; when `quiet`, only what makes the answer untrustworthy. */
export function sayIncomplete(incomplete: readonly Incomplete[], quiet: boolean): void {
  for (const { what, reason, hint, fatal } of incomplete) if (fatal || !quiet) say(`${what}: ${reason}`, hint)
}
