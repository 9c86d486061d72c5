import { audit } from '../../src/audit.ts'
import type { Limits, Severity } from '../../src/model/finding.ts'
import { DEFAULT_POLICY } from '../../src/model/policy.ts'
import type { ReportedFinding } from '../../src/model/report.ts'
import type { Builder } from '../../src/model/request.ts'
import { commitAll, makeTree, type Tree } from '../helpers/tree.ts'

export interface AuditOptions {
  builder?: Builder
  /** relative to the context */
  dockerfile?: string
}

/** What one rule reports of a tree that is in no repository. */
export async function auditTree(
  rule: string,
  tree: Tree,
  { builder, dockerfile }: AuditOptions = {},
): Promise<ReportedFinding[]> {
  const dir = makeTree(tree)
  const { findings } = await audit({
    context: { kind: 'directory', dir, given: dir },
    ...(builder && { builder }),
    ...(dockerfile && { dockerfile: { kind: 'file', file: `${dir}/${dockerfile}` } }),
  })
  return findings.filter(finding => finding.rule === rule)
}

/** Findings about lines of an ignore file, as `line severity message`, from the first line to the last. */
export function byLine(findings: readonly ReportedFinding[]): [number, Severity, string][] {
  return findings
    .map(({ location, severity, message }): [number, Severity, string] => [location!.line, severity, message])
    .sort(([a], [b]) => a - b)
}

/** Findings about paths, in their order. */
export function byPath(findings: readonly ReportedFinding[]): [string, Severity, string][] {
  return findings
    .map(({ path, severity, message }): [string, Severity, string] => [path!, severity, message])
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

/** An ignore file of these lines. */
export function lines(...text: string[]): string {
  return `${text.join('\n')}\n`
}

const SECRETS = ['secret-file', 'git-credentials']

/** What one rule reports of a directory; the rules of secrets are on for their own findings only. */
export async function findingsOf(
  rule: string,
  dir: string,
  limits: Partial<Limits> = {},
): Promise<ReportedFinding[]> {
  const policy = {
    ...DEFAULT_POLICY,
    secrets: SECRETS.includes(rule),
    limits: { ...DEFAULT_POLICY.limits, ...limits },
  }
  const report = await audit({ context: { kind: 'directory', dir, given: dir } }, policy)
  return report.findings.filter(finding => finding.rule === rule)
}

/** A tree of which all that git does not ignore is committed. */
export function committed(tree: Tree): string {
  const dir = makeTree(tree)
  commitAll(dir)
  return dir
}
