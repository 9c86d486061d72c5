import type { Finding, Rule, Severity } from '../model/finding.ts'
import { formatCount } from '../model/format.ts'
import { type ContextPath, parentPath } from '../model/path.ts'
import { groupBy } from './group-by.ts'
import { faultOf, isLink, type Link, type LinkFault } from './link-faults.ts'
import { oncePerAudit } from './once-per-audit.ts'
import { ordinaryEntries } from './whole-directories.ts'

export const symlinkEscapes = linkRule('symlink-escapes', 'A link leads out of the context', 'warning')
export const symlinkAbsolute = linkRule('symlink-absolute', 'A link into the context is absolute', 'warning')
export const symlinkBroken = linkRule('symlink-broken', 'A link leads nowhere', 'info')
export const symlinkTargetIgnored = linkRule(
  'symlink-target-ignored',
  'A link leads to something that is excluded',
  'warning',
)

interface FaultyLink {
  entry: Link
  fault: LinkFault
}

/** More of them than these in one directory, with the same fault, are reported as one. */
const MANY = 10

/** Every link is found once: it has one fault. */
const linkFindings = oncePerAudit((ctx): readonly Finding[] => {
  const { ignoreCandidates } = ctx.snapshot
  const faulty = ordinaryEntries(ctx).flatMap((entry): FaultyLink[] => {
    // an ignore file that is a link has a rule of its own
    const told = ignoreCandidates.some(candidate => candidate.label === entry.path)
    const fault = isLink(entry) && !told ? faultOf(ctx, entry) : undefined
    return fault === undefined ? [] : [{ entry: entry as Link, fault }]
  })
  const groups = groupBy(
    faulty,
    ({ entry, fault }) => `${fault.rule} ${fault.severity} ${parentPath(entry.path)}`,
  )
  return [...groups.values()].flatMap(group => {
    const dir = parentPath(group[0]!.entry.path)
    return group.length > MANY && dir !== '' ? [directoryFinding(dir, group)] : group.map(linkFinding)
  })
})

function linkRule(id: LinkFault['rule'], title: string, severity: Severity): Rule {
  return {
    id,
    title,
    severity,
    needs: ['git'],
    check: ctx => linkFindings(ctx).filter(finding => finding.rule === id),
  }
}

function linkFinding({ entry: { path, link }, fault }: FaultyLink): Finding {
  const { target, resolved, outcome } = link
  return { ...fault, path, exposure: 'sent', data: { target, resolved, outcome } }
}

function directoryFinding(dir: ContextPath, group: readonly FaultyLink[]): Finding {
  const { fault } = group[0]!
  return {
    ...fault,
    path: dir,
    message: `${dir} holds ${formatCount(group.length)} links of one kind: ${fault.message}`,
    exposure: 'sent',
    data: { paths: group.slice(0, MANY).map(({ entry }) => entry.path), links: group.length },
    files: group.length,
  }
}
