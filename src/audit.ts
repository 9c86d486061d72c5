import { takeSnapshot, type WalkWatch } from './context/snapshot.ts'
import { UsageError } from './errors.ts'
import { learnFromGit, refusalsOf } from './evidence.ts'
import { ALLOWANCE_RULES, settleFindings } from './findings/index.ts'
import type { Finding, Rule } from './model/finding.ts'
import type { GitFacts } from './model/git.ts'
import { DEFAULT_POLICY, type Policy } from './model/policy.ts'
import type { Report } from './model/report.ts'
import type { BuildRequest } from './model/request.ts'
import type { Incomplete } from './model/snapshot.ts'
import { resolveRequest } from './request/resolve.ts'
import { ruleContext } from './rule-context.ts'
import { enabledRules, RULES } from './rules/index.ts'
import { SECRET_KINDS } from './secrets/index.ts'

/** Every id that a policy may name, in the order of reports. */
export const RULE_IDS: readonly string[] = [...RULES, ...ALLOWANCE_RULES].map(rule => rule.id)

const DETECTOR_IDS: readonly string[] = SECRET_KINDS.map(kind => kind.id)

/** Kinds of secrets whose rule was not asked. */
function silentDetectors(enabled: readonly Rule[]): string[] {
  const asked = new Set(enabled.map(rule => rule.id))
  return SECRET_KINDS.filter(kind => !asked.has(kind.rule ?? 'secret-file')).map(kind => kind.id)
}

/** What to audit; whatever is absent takes the builder's own default. */
export type AuditRequest = Pick<BuildRequest, 'context'> & Partial<Omit<BuildRequest, 'context'>>

/**
 * Audits a build context: walks it as its builder does, gathers the evidence that the enabled rules want, and
 * reports what they find. It reads no configuration: `given` is the policy, and what it leaves out is as in
 * {@link DEFAULT_POLICY}. What could not be learnt is in `incomplete`; nothing the context holds makes it reject.
 */
export async function audit(
  request: AuditRequest,
  given: Partial<Policy> = {},
  watch: WalkWatch = {},
): Promise<Report> {
  const policy = { ...DEFAULT_POLICY, ...given, limits: { ...DEFAULT_POLICY.limits, ...given.limits } }
  const rules = enabledRules(policy)
  const { snapshot, git, incomplete } = await gather(completed(request), rules, watch)
  const context = ruleContext(snapshot, git, policy.limits, incomplete)
  const found = rules.flatMap(rule => findingsOf(rule, context, incomplete))
  const { findings, allowed } = await settleFindings(found, {
    snapshot,
    policy,
    ruleIds: RULE_IDS,
    detectorIds: DETECTOR_IDS,
    notRun: [...silentRules(rules, git), ...silentDetectors(rules)],
  })
  return {
    request: snapshot.request,
    ignoreFile: snapshot.ignoreFile
      ? { path: snapshot.ignoreFile.label, patterns: snapshot.ignoreFile.patterns.length }
      : null,
    totals: {
      sent: snapshot.totals,
      requested: null,
      excluded: { files: snapshot.excluded.files ?? null, bytes: snapshot.excluded.bytes ?? null },
    },
    findings,
    allowed,
    incomplete: [...refusalsOf(snapshot), ...incomplete],
  }
}

/** Rules that had nothing to go by: an allowance for one of them is not stale. */
function silentRules(enabled: readonly Rule[], git: GitFacts | undefined): string[] {
  return RULES.filter(
    rule => !enabled.includes(rule) || (git === undefined && rule.needs.includes('git')),
  ).map(rule => rule.id)
}

/** Git runs in processes of its own while the walk goes on here. */
async function gather(request: BuildRequest, rules: readonly Rule[], watch: WalkWatch) {
  const walking = takeSnapshot(request, watch)
  const [snapshot, { facts, incomplete }] = await Promise.all([
    walking,
    rules.some(rule => rule.needs.includes('git'))
      ? learnFromGit(request, walking)
      : { facts: undefined, incomplete: [] },
  ])
  return { snapshot, git: facts, incomplete: [...snapshot.incomplete, ...incomplete] }
}

function findingsOf(rule: Rule, context: Parameters<Rule['check']>[0], incomplete: Incomplete[]): Finding[] {
  try {
    return [...rule.check(context)]
  } catch (error) {
    incomplete.push({
      what: `the rule ${rule.id} failed`,
      path: null,
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      hint: `please report this; --rule ${rule.id}=off leaves it out`,
      fatal: true,
    })
    return []
  }
}

function completed(request: AuditRequest): BuildRequest {
  const { context, dockerfile, ignoreFile, builder, origin } = request
  if (context?.kind !== 'directory')
    throw new UsageError('only a directory can be audited', { hint: "context: { kind: 'directory', dir }" })
  const resolved = resolveRequest({
    contextDir: context.dir,
    ...(dockerfile?.kind === 'file' && { dockerfile: dockerfile.given ?? dockerfile.file }),
    ...(ignoreFile !== undefined && { ignoreFile }),
    ...(builder !== undefined && { builder }),
    ...(origin !== undefined && { origin }),
  })
  return {
    ...resolved,
    context: { ...resolved.context, given: context.given ?? context.dir },
    ...(dockerfile !== undefined && dockerfile.kind !== 'file' && { dockerfile }),
  }
}
