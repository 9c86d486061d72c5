import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts'
import type { FindingGroup } from './cover.ts'

/** What a covered finding adds to the sentence: where it is about the same path, and where about a part of it. */
const REMARKS: Record<string, { same: string; part: string } | undefined> = {
  'gitignored-sent': { same: 'git ignores it', part: 'git ignores some of it' },
  'untracked-sent': { same: 'git does not know it', part: 'git does not know some of it' },
  'large-file': {
    same: 'it is over the limit for one file',
    part: 'some of it is over the limit for one file',
  },
}

/**
 * One finding for the group: the one that covers, which also says what the others had to say. Its data lists
 * their rules as `also`.
 */
export function mergeGroup({ finding, covered }: FindingGroup): Finding {
  if (covered.length === 0) return finding
  const also = [...new Set(covered.map(other => other.rule))]
  const raising = covered.filter(other => raises(other, finding))
  const severity = worst([finding, ...raising])
  const remarks = also.flatMap(rule => {
    const same = covered.some(other => other.rule === rule && other.path === finding.path)
    const remark = REMARKS[rule]?.[same ? 'same' : 'part']
    if (remark === undefined) return []
    // whoever wants another severity has to know whose this one is
    return raising.some(
      other => other.rule === rule && other.severity === severity && severity !== finding.severity,
    )
      ? `${remark} (${rule})`
      : remark
  })
  return {
    ...finding,
    severity,
    message: [finding.message, ...remarks].join('; '),
    data: { ...finding.data, also },
  }
}

/** A leak gets no milder by being part of something; but what lies in junk is junk, and that it is big no news. */
function raises(covered: Finding, by: Finding): boolean {
  if (by.rule === 'junk-directory') return false
  return covered.path === by.path || covered.rule === 'gitignored-sent'
}

function worst(findings: readonly Finding[]): Severity {
  return SEVERITIES.find(severity => findings.some(finding => finding.severity === severity))!
}
