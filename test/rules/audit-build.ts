import { audit } from '../../src/audit.ts'
import type { Severity } from '../../src/model/finding.ts'
import type { ReportedFinding } from '../../src/model/report.ts'
import type { BuildRequest } from '../../src/model/request.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { lines } from './audit-tree.ts'

const RULES = /^(copy-source|copy-unset|copy-shell|symlink-)/

/** What the rules about sources and links say of a build of this tree; the Dockerfile is given by its lines. */
export async function auditBuild(
  tree: Tree,
  dockerfile: readonly string[],
  request: Partial<BuildRequest> = {},
): Promise<ReportedFinding[]> {
  const dir = makeTree({ Dockerfile: lines(...dockerfile), ...tree })
  const { findings, incomplete } = await audit({
    context: { kind: 'directory', dir, given: dir },
    ...request,
  })
  const failed = incomplete.filter(({ fatal }) => fatal)
  if (failed.length > 0) throw new Error(failed.map(({ what, reason }) => `${what}: ${reason}`).join('\n'))
  return findings.filter(({ rule }) => RULES.test(rule))
}

/** The same, as `line rule severity message` in the order of lines. */
export async function saidOfBuild(
  ...given: Parameters<typeof auditBuild>
): Promise<[number, string, Severity, string][]> {
  const findings = await auditBuild(...given)
  return findings
    .map(({ location, rule, severity, message }): [number, string, Severity, string] => [
      location?.line ?? 0,
      rule,
      severity,
      message,
    ])
    .sort(([a], [b]) => a - b)
}
