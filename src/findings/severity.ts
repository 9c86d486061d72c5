import type { Finding } from '../model/finding.ts'
import type { Policy } from '../model/policy.ts'

/** The findings with the severities that the policy gives their rules, without those that it switches off. */
export function applySeverities(findings: readonly Finding[], rules: Policy['rules']): Finding[] {
  return findings.flatMap(finding => {
    const severity = Object.hasOwn(rules, finding.rule) ? rules[finding.rule]! : finding.severity
    return severity === 'off' ? [] : [{ ...finding, severity }]
  })
}
