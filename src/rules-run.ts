import type { Finding, Rule, RuleContext } from './model/finding.ts'
import type { Incomplete } from './model/snapshot.ts'
import { COMMAND, DOCKERFILE, RULES, SECRETS_GIVEN } from './rules/index.ts'
import { SECRET_KINDS } from './secrets/index.ts'
import { DETECTOR_NAMES } from './secrets/tokens/catalog.ts'

export const DETECTOR_IDS: readonly string[] = [
  ...SECRET_KINDS.map(kind => kind.id),
  ...DETECTOR_NAMES.keys(),
]

/** Whether what a rule finds is that of one Dockerfile; of the others a walk is asked once, for all Dockerfiles. */
export function needsDockerfile(rule: Rule): boolean {
  return rule.needs.includes('dockerfile')
}

/** Asks a rule. One that fails makes the audit incomplete, and keeps the others from nothing. */
export function findingsOf(rule: Rule, context: RuleContext, incomplete: Incomplete[]): Finding[] {
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

/** Rules that had nothing to go by: an allowance for one of them is not stale. */
export function silentRules(enabled: readonly Rule[], { git, reach, snapshot }: RuleContext): string[] {
  const { command, secrets, ssh } = snapshot.request
  return RULES.filter(
    rule =>
      !enabled.includes(rule) ||
      (git === undefined && rule.needs.includes('git')) ||
      (reach === undefined && DOCKERFILE.includes(rule)) ||
      (secrets === undefined && ssh === undefined && SECRETS_GIVEN.includes(rule)) ||
      (command === undefined && COMMAND.includes(rule)),
  ).map(rule => rule.id)
}

/** Kinds of secret files, and detectors, whose rule was not asked. */
export function silentDetectors(enabled: readonly Rule[]): string[] {
  const asked = new Set(enabled.map(rule => rule.id))
  return [
    ...SECRET_KINDS.filter(kind => !asked.has(kind.rule ?? 'secret-file')).map(kind => kind.id),
    ...(asked.has('secret-content') ? [] : DETECTOR_NAMES.keys()),
  ]
}
