import { createHash } from 'node:crypto'
import type { Finding } from '../model/finding.ts'
import type { ReportedFinding } from '../model/report.ts'

/**
 * Who a finding is, in 16 hexadecimal digits: its rule, its path and what its data has of `key`, `detector` and
 * `pattern`. Not its line, size, severity or words, so that it stays the same while other things change.
 *
 * @param ordinal tells apart several in one report that are otherwise the same: 0 for the first
 */
export function fingerprint({ rule, path, data }: Finding, ordinal = 0): string {
  const identity = [rule, path, data.key, data.detector, data.pattern].map(part => part ?? null)
  return createHash('sha256')
    .update(JSON.stringify([...identity, ordinal]))
    .digest('hex')
    .slice(0, 16)
}

/** Gives every finding its fingerprint; no two have the same. */
export function identify(findings: readonly Finding[]): ReportedFinding[] {
  const seen = new Map<string, number>()
  return findings.map(finding => {
    const first = fingerprint(finding)
    const ordinal = seen.get(first) ?? 0
    seen.set(first, ordinal + 1)
    return { ...finding, fingerprint: ordinal === 0 ? first : fingerprint(finding, ordinal) }
  })
}
