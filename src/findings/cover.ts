import type { Finding } from '../model/finding.ts'
import { parentPath } from '../model/path.ts'

/** A finding, and those that it makes superfluous: what settles it settles them. */
export interface FindingGroup {
  finding: Finding
  covered: Finding[]
}

interface Coverage {
  /** rules whose finding at the same path is covered */
  at: readonly string[]
  /** and those whose finding below that directory is */
  below?: readonly string[]
}

const UNCOMMITTED = ['gitignored-sent', 'untracked-sent']
const ORDINARY = [...UNCOMMITTED, 'stray-artifact', 'large-file', 'large-directory']

/**
 * Which rule speaks for which, the most specific first. Each says of its path that it should not be sent at all,
 * so one line of the ignore file settles what it covers too. Secrets are covered by nothing but a closer look at
 * the same file: whoever accepts a directory has not accepted what is hidden in it.
 */
const COVERAGE: ReadonlyMap<string, Coverage> = new Map([
  ['git-credentials', { at: ['secret-file', ...ORDINARY] }],
  ['secret-file', { at: ORDINARY }],
  ['secret-content', { at: ORDINARY }],
  ['vcs-directory', { at: ORDINARY, below: ORDINARY }],
  ['agent-worktree', { at: [...ORDINARY, 'nested-repository'], below: [...ORDINARY, 'nested-repository'] }],
  ['junk-directory', { at: ORDINARY, below: ORDINARY }],
  // not what its own .gitignore names: a repository may be wanted where its .env is not
  ['nested-repository', { at: UNCOMMITTED }],
  ['stray-artifact', { at: [...UNCOMMITTED, 'large-file'] }],
])

/** Puts every finding that another one covers with it, so that one file is reported once for one reason. */
export function groupCovered(findings: readonly Finding[]): FindingGroup[] {
  const covererOf = covererFinder(findings)
  const groups = new Map<Finding, FindingGroup>()
  const coverers = new Map<Finding, Finding>()
  for (const finding of findings) {
    const coverer = covererOf(finding)
    if (coverer) coverers.set(finding, coverer)
    else groups.set(finding, { finding, covered: [] })
  }
  for (const [finding, coverer] of coverers) {
    let last = coverer
    for (let next = coverers.get(last); next; next = coverers.get(last)) last = next
    groups.get(last)!.covered.push(finding)
  }
  return [...groups.values()]
}

/** Ends: of two findings at one path the earlier of the table covers, and else the one further up. */
function covererFinder(findings: readonly Finding[]): (finding: Finding) => Finding | undefined {
  const candidates = new Map<string, Finding[]>()
  for (const rule of COVERAGE.keys()) {
    for (const finding of findings) {
      if (finding.rule === rule && finding.path) {
        candidates.set(finding.path, [...(candidates.get(finding.path) ?? []), finding])
      }
    }
  }
  return finding => {
    if (!finding.path) return undefined
    const at = candidates.get(finding.path)?.find(other => covers(other, finding, 'at'))
    if (at) return at
    for (let dir = parentPath(finding.path); dir !== ''; dir = parentPath(dir)) {
      const above = candidates.get(dir)?.find(other => covers(other, finding, 'below'))
      if (above) return above
    }
    return undefined
  }
}

function covers(coverer: Finding, finding: Finding, where: 'at' | 'below'): boolean {
  // files of one kind in a directory are not all that is in it
  if (coverer.rule === 'stray-artifact' && coverer.files !== undefined) return false
  return COVERAGE.get(coverer.rule)?.[where]?.includes(finding.rule) ?? false
}
