import type { BuildPlan } from '../model/build-plan.ts'
import { oncePerAudit } from './once.ts'

/** The target and the stages that it is built on: what is copied into them is in the final image. */
export const finalStages = oncePerAudit(({ reach }): ReadonlySet<number> => {
  return reach === undefined ? new Set() : new Set(stagesOf(reach.plan))
})

function* stagesOf({ stages, target }: BuildPlan): Generator<number> {
  for (let at = stages[target]; at !== undefined; ) {
    yield at.index
    const { base } = at
    at = base.kind === 'stage' && base.index < at.index ? stages[base.index] : undefined
  }
}
