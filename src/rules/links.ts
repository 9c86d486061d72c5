import type { Finding, Rule } from '../model/finding.ts'
import { formatCount } from '../model/format.ts'
import { type ContextPath, parentPath } from '../model/path.ts'
import { groupBy } from './group-by.ts'
import { type FaultyLink, faultOf, isLink, type LinkFault } from './link-faults.ts'
import { severedLinks } from './links-in-image.ts'
import { namedLinkFindings, namedLinks } from './named-links.ts'
import { oncePerAudit, oncePerWalk } from './once.ts'
import { ordinaryEntries } from './whole-directories.ts'

export const symlinkEscapes = linkRule('symlink-escapes', 'A link leads out of the context')
export const symlinkAbsolute = linkRule('symlink-absolute', 'A link into the context is absolute')
export const symlinkBroken = linkRule('symlink-broken', 'A link leads nowhere')
export const symlinkTargetIgnored = linkRule(
  'symlink-target-ignored',
  'A link leads to something that is excluded',
)

/** More of them than these in one directory, with the same fault, are reported as one. */
const MANY = 10

/** Every link has one fault at most; it is the same for all Dockerfiles. */
const faultyLinks = oncePerWalk((ctx): readonly FaultyLink[] => {
  const { ignoreCandidates } = ctx.snapshot
  const links = ordinaryEntries(ctx).filter(isLink)
  return links.flatMap((entry): FaultyLink[] => {
    // an ignore file that is a link has a rule of its own
    const told = ignoreCandidates.some(candidate => candidate.label === entry.path)
    const fault = told ? undefined : faultOf(ctx, entry)
    return fault === undefined ? [] : [{ entry, fault }]
  })
})

/** Those of a build whose Dockerfile names none of the links. */
const allFindings = oncePerWalk(ctx => findingsOf(faultyLinks(ctx)))

/** Of a link that the Dockerfile names, only what becomes of that is said. */
const linkFindings = oncePerAudit((ctx): readonly Finding[] => {
  const named = namedLinks(ctx)
  const severed = severedLinks(ctx)
  if (named.size === 0 && severed.length === 0) return allFindings(ctx)
  const others = [...faultyLinks(ctx), ...severed].filter(({ entry }) => !named.has(entry.path))
  return [...namedLinkFindings(ctx), ...findingsOf(others)]
})

function findingsOf(faulty: readonly FaultyLink[]): Finding[] {
  const groups = groupBy(
    faulty,
    ({ entry, fault }) => `${fault.rule} ${fault.severity} ${parentPath(entry.path)}`,
  )
  return [...groups.values()].flatMap(group => {
    const dir = parentPath(group[0]!.entry.path)
    return group.length > MANY && dir !== '' ? [directoryFinding(dir, group)] : group.map(linkFinding)
  })
}

function linkRule(id: LinkFault['rule'], title: string): Rule {
  return {
    id,
    title,
    severity: 'error',
    needs: ['git', 'dockerfile'],
    exposure: { falls: true },
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
