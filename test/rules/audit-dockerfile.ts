import { audit } from '../../src/audit.ts'
import type { Policy } from '../../src/model/policy.ts'
import type { ReportedFinding } from '../../src/model/report.ts'
import type { BuildRequest } from '../../src/model/request.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { lines } from './audit-tree.ts'

interface Given {
  tree?: Tree
  request?: Partial<BuildRequest>
  policy?: Partial<Policy>
}

/** What one rule says of a build of a Dockerfile, given by its lines. Throws where the Dockerfile is refused. */
export async function auditDockerfile(
  rule: string,
  dockerfile: readonly string[],
  { tree = {}, request = {}, policy = {} }: Given = {},
): Promise<ReportedFinding[]> {
  const dir = makeTree({ Dockerfile: lines(...dockerfile), ...tree })
  const { findings, incomplete } = await audit({ context: { kind: 'directory', dir }, ...request }, policy)
  const failed = incomplete.filter(({ fatal }) => fatal)
  if (failed.length > 0) throw new Error(failed.map(({ what, reason }) => `${what}: ${reason}`).join('\n'))
  return findings.filter(finding => finding.rule === rule)
}
