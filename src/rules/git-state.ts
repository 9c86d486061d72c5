import type { ContextEntry } from '../model/entry.ts'
import type { RuleContext } from '../model/finding.ts'

/** Whether git knows the file, changed or not. False where nothing is known of git. */
export function isTracked(ctx: RuleContext, entry: ContextEntry): boolean {
  const state = ctx.git?.stateOf(entry.path)
  return state === 'tracked' || state === 'modified'
}
