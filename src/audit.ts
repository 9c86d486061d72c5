import { takeSnapshot, type WalkWatch } from './context/snapshot.ts'
import { learnFromGit } from './evidence.ts'
import { ALLOWANCE_RULES, settleFindings } from './findings/index.ts'
import type { Finding, Rule } from './model/finding.ts'
import type { GitFacts } from './model/git.ts'
import { DEFAULT_POLICY, type Policy } from './model/policy.ts'
import type { Report } from './model/report.ts'
import type { BuildRequest } from './model/request.ts'
import type { Incomplete, Snapshot } from './model/snapshot.ts'
import { resolveRequest } from './request/resolve.ts'
import { ruleContext } from './rule-context.ts'
import { enabledRules, RULES } from './rules/index.ts'
import { SECRET_KINDS } from './secrets/index.ts'

/** Every id that a policy may name, in the order of reports. */
export const RULE_IDS: readonly string[] = [...RULES, ...ALLOWANCE_RULES].map(rule => rule.id)

const DETECTOR_IDS: readonly string[] = SECRET_KINDS.map(kind => kind.id)

/** What to audit; whatever is absent takes the builder's own default. */
export type AuditRequest = Pick<BuildRequest, 'context'> & Partial<Omit<BuildRequest, 'context'>>

/**
 * Audits a build context: walks it as its builder does, gathers the evidence that the enabled rules want, and
 * reports what they find. What could not be learnt is in `incomplete`; nothing the context holds makes it reject.
 */
export async function audit(
  request: AuditRequest,
  policy: Policy = DEFAULT_POLICY,
  watch: WalkWatch = {},
): Promise<Report> {
  const rules = enabledRules(policy)
  const { snapshot, git, incomplete } = await gather(completed(request), rules, watch)
  const context = ruleContext(snapshot, git, policy.limits, incomplete)
  const found = rules.flatMap(rule => findingsOf(rule, context, incomplete))
  const { findings, allowed } = await settleFindings(found, {
    snapshot,
    policy,
    ruleIds: RULE_IDS,
    detectorIds: DETECTOR_IDS,
    notRun: [...silentRules(rules, git), ...(policy.secrets ? [] : DETECTOR_IDS)],
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
    incomplete: [...refusals(snapshot), ...incomplete],
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

/** What makes the builder itself stop: then nothing that was listed would be sent, and nothing is proved. */
function refusals({ request, ignoreProblems, refusals: refused }: Snapshot): Incomplete[] {
  const { dockerfile, builder } = request
  const stops: Incomplete[] = []
  const add = (what: string, path: string, reason: string, hint: string) =>
    stops.push({ what, path, reason, hint, fatal: true })
  if (dockerfile.kind === 'refused')
    add(`${builder} would not take the Dockerfile`, dockerfile.file, dockerfile.reason, dockerfile.hint)
  for (const { file, line, reason } of ignoreProblems)
    add(
      `${builder} would refuse the ignore file`,
      line === null ? file : `${file}:${line}`,
      reason,
      'mend the line',
    )
  for (const { path, reason, hint } of refused) add(`${builder} would fail on ${path}`, path, reason, hint)
  return stops
}

function completed(request: AuditRequest): BuildRequest {
  const { context, dockerfile, ignoreFile, builder, origin } = request
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
