import type { RuleContext } from '../model/finding.ts'

/** The same function, computed once for each audit: for what several rules want to know. */
export function oncePerAudit<T>(compute: (ctx: RuleContext) => T): (ctx: RuleContext) => T {
  const known = new WeakMap<RuleContext, { value: T }>()
  return ctx => {
    const computed = known.get(ctx) ?? { value: compute(ctx) }
    known.set(ctx, computed)
    return computed.value
  }
}
