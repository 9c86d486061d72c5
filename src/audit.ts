import { type AuditedContext, contextsOf } from './builds.ts'
import type { WalkWatch } from './context/snapshot.ts'
import { UsageError } from './errors.ts'
import { refusalsOf, snapshotOf, type Walk, walkOnce } from './evidence.ts'
import { ALLOWANCE_RULES, settleFindings, withExposure } from './findings/index.ts'
import type { Rule, RuleContext } from './model/finding.ts'
import { DEFAULT_POLICY, type Policy } from './model/policy.ts'
import type { ReachFacts } from './model/reach.ts'
import type { Report } from './model/report.ts'
import type { BuildRequest } from './model/request.ts'
import type { Snapshot } from './model/snapshot.ts'
import type { Planned } from './plan.ts'
import { reachOf } from './reach/index.ts'
import { redactor } from './redact.ts'
import { resolveRequest } from './request/resolve.ts'
import { enabledRules, RULES } from './rules/index.ts'
import { DETECTOR_IDS, findingsOf, needsDockerfile, silentDetectors, silentRules } from './rules-run.ts'
import { writtenSecrets } from './written.ts'

/** Every id that a policy may name, in the order of reports. */
export const RULE_IDS: readonly string[] = [...RULES, ...ALLOWANCE_RULES].map(rule => rule.id)

/** Walks that were made before, and may be used again with the same policy. */
export type Walks = Map<string, Walk>

/** What to audit; whatever is absent takes the builder's own default. */
export type AuditRequest = Pick<BuildRequest, 'context'> & Partial<Omit<BuildRequest, 'context'>>

/**
 * Audits what one build takes of its main context: walks it as its builder does, reads the Dockerfile, gathers the
 * evidence that the enabled rules want, and reports what they find. It reads no configuration: `given` is the
 * policy, and what it leaves out is as in {@link DEFAULT_POLICY}. What could not be learnt is in `incomplete`;
 * nothing the context holds makes it reject. Rejects with a UsageError where the request itself is wrong.
 */
export async function audit(
  request: AuditRequest,
  given: Partial<Policy> = {},
  watch: WalkWatch = {},
): Promise<Report> {
  const [report] = await auditBuilds([request], given, watch)
  return report!
}

/**
 * The same for several builds, with the named contexts that they use: a report for each context of each build, the
 * main one first, in the order of the requests. A context is walked once for all builds that see it the same way.
 */
export async function auditBuilds(
  requests: readonly AuditRequest[],
  given: Partial<Policy> = {},
  watch: WalkWatch = {},
  walks: Walks = new Map(),
): Promise<Report[]> {
  return (await auditContexts(requests, given, watch, walks)).map(({ report }) => report)
}

/** A context as it was audited: what is packed must be this walk of it, read by this plan. */
export interface Audited {
  report: Report
  snapshot: Snapshot
  planned: Planned
  /** absent where no Dockerfile could be read */
  reach?: ReachFacts
}

/** The same as {@link auditBuilds}, with what the reports are about. */
export async function auditContexts(
  requests: readonly AuditRequest[],
  given: Partial<Policy> = {},
  watch: WalkWatch = {},
  walks: Walks = new Map(),
): Promise<Audited[]> {
  const policy = { ...DEFAULT_POLICY, ...given, limits: { ...DEFAULT_POLICY.limits, ...given.limits } }
  const rules = enabledRules(policy)
  const audited: Audited[] = []
  const contexts = await Promise.all(requests.map(request => contextsOf(completed(request))))
  for (const context of contexts.flat()) {
    const walk = await walkOnce(context.request, rules, policy, walks, watch)
    audited.push(await reportOn(context, walk, rules, policy))
  }
  return audited
}

async function reportOn(
  { request, planned, notes }: AuditedContext,
  walk: Walk,
  rules: readonly Rule[],
  policy: Policy,
): Promise<Audited> {
  const snapshot = snapshotOf(request, walk)
  const { plan, label } = planned
  const reach = plan && reachOf(snapshot, plan, label!)
  const incomplete = [...planned.incomplete, ...notes, ...walk.incomplete]
  const written = await writtenSecrets(request, planned.text)
  const context: RuleContext = { ...walk.context, snapshot, written, ...(reach && { reach }) }
  const found = rules.flatMap(rule =>
    needsDockerfile(rule) ? findingsOf(rule, context, incomplete) : walk.found.get(rule)!,
  )
  const { findings, allowed } = await settleFindings(withExposure(found, context, rules), {
    snapshot,
    carrying: context,
    policy,
    ruleIds: RULE_IDS,
    detectorIds: DETECTOR_IDS,
    notRun: [...silentRules(rules, context), ...silentDetectors(rules)],
  })
  const redacted = redactor(request, planned.text, written)
  const shown = await redacted({
    origin: request.origin,
    ...(request.target !== undefined && { target: request.target }),
    findings,
    incomplete: [...refusalsOf(snapshot), ...incomplete],
  })
  const report: Report = {
    request: {
      ...request,
      origin: shown.origin,
      ...(shown.target !== undefined && { target: shown.target }),
    },
    ignoreFile: snapshot.ignoreFile
      ? { path: snapshot.ignoreFile.label, patterns: snapshot.ignoreFile.patterns.length }
      : null,
    totals: {
      sent: snapshot.totals,
      requested: reach?.requested.totals ?? null,
      excluded: { files: snapshot.excluded.files ?? null, bytes: snapshot.excluded.bytes ?? null },
    },
    findings: shown.findings,
    allowed,
    incomplete: shown.incomplete,
  }
  return { report, snapshot, planned, ...(reach && { reach }) }
}

function completed(request: AuditRequest): BuildRequest {
  const { context, dockerfile, ignoreFile, builder, origin, ...rest } = request
  if (context?.kind !== 'directory')
    throw new UsageError('only a directory can be audited', { hint: "context: { kind: 'directory', dir }" })
  const resolved = resolveRequest({
    contextDir: context.dir,
    ...(context.files && { files: context.files }),
    ...(dockerfile?.kind === 'file' && { dockerfile: dockerfile.given ?? dockerfile.file }),
    ...(ignoreFile !== undefined && { ignoreFile }),
    ...(builder !== undefined && { builder }),
    ...(origin !== undefined && { origin }),
  })
  return {
    ...resolved,
    ...rest,
    context: { ...resolved.context, given: context.given ?? context.dir },
    ...(dockerfile !== undefined && dockerfile.kind !== 'file' && { dockerfile }),
  }
}
