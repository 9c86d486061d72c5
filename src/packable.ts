import type { Audited } from './audit.ts'
import { takeSnapshot, type WalkWatch } from './context/snapshot.ts'
import { CtxguardError } from './errors.ts'
import { throwIfDockerfileRefused, throwIfRefused } from './list.ts'
import type { Policy } from './model/policy.ts'
import type { ReachFacts } from './model/reach.ts'
import type { BuildRequest } from './model/request.ts'
import type { Incomplete, Snapshot } from './model/snapshot.ts'
import { type Planned, planFor } from './plan.ts'
import { reachOf } from './reach/index.ts'

/** A context as it was looked at: what is packed or staged must be this walk of it, read by this plan. */
export interface Packable {
  snapshot: Snapshot
  /** absent where no Dockerfile could be read */
  reach?: ReachFacts
  /** the Dockerfile as it was planned, raw; absent where there is none */
  text?: string
  /** what could not be learnt, and stops nobody */
  incomplete: readonly Incomplete[]
}

/**
 * Audits the main context of a build and the named ones that it uses, and hands over the main one as it was walked for
 * that. Whether the reports refuse it is for the caller to say.
 */
export async function auditedContext(
  request: BuildRequest,
  policy: Policy,
  watch: WalkWatch = {},
): Promise<{ context: Packable; audited: readonly Audited[] }> {
  // rules and detectors take longer to load than a small context to pack
  const { auditContexts } = await import('./audit.ts')
  const audited = await auditContexts([request], policy, watch)
  const [{ snapshot, planned, reach, report }] = audited as [Audited]
  return { context: packable(snapshot, planned, reach, report.incomplete), audited }
}

/**
 * The same without an audit. Rejects with a {@link CtxguardError} where the builder would refuse the context or the
 * Dockerfile, or where not all of the context could be seen.
 */
export async function unauditedContext(request: BuildRequest, watch: WalkWatch = {}): Promise<Packable> {
  throwIfDockerfileRefused(request)
  const planned = await planFor(request)
  if (planned.refused !== undefined) throw planned.refused
  const snapshot = await takeSnapshot(request, watch)
  throwIfRefused(snapshot.ignoreProblems, snapshot.refusals)
  const incomplete = [...planned.incomplete, ...snapshot.incomplete]
  const stop = incomplete.find(({ fatal }) => fatal)
  if (stop !== undefined) throw refusal(stop)
  const reach = planned.plan && reachOf(snapshot, planned.plan, planned.label!)
  return packable(snapshot, planned, reach, incomplete)
}

function packable(
  snapshot: Snapshot,
  { text }: Planned,
  reach: ReachFacts | undefined,
  incomplete: readonly Incomplete[],
): Packable {
  return {
    snapshot,
    ...(reach && { reach }),
    ...(text && { text: text.source }),
    incomplete,
  }
}

function refusal({ what, path, reason, hint }: Incomplete): CtxguardError {
  const place = path === null || what.includes(path) ? '' : ` (${path})`
  return new CtxguardError(`${what}${place}: ${reason}`, hint === null ? {} : { hint })
}
