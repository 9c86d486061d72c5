import type { RuleContext } from '../model/finding.ts'

/** The same function, computed once for each Dockerfile: for what several rules want to know of a build. */
export function oncePerAudit<T>(compute: (ctx: RuleContext) => T): (ctx: RuleContext) => T {
  return once(compute, ctx => ctx)
}

/** Computed once for each walk, however many Dockerfiles use its context: for what no Dockerfile changes. */
export function oncePerWalk<T>(compute: (ctx: RuleContext) => T): (ctx: RuleContext) => T {
  return once(compute, ctx => ctx.snapshot.entries)
}

function once<T>(compute: (ctx: RuleContext) => T, keyOf: (ctx: RuleContext) => object) {
  const known = new WeakMap<object, { value: T }>()
  return (ctx: RuleContext): T => {
    const key = keyOf(ctx)
    let computed = known.get(key)
    if (computed === undefined) {
      computed = { value: compute(ctx) }
      known.set(key, computed)
    }
    return computed.value
  }
}
