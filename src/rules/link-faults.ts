import { posix } from 'node:path'
import { tracePath } from '../ignore/index.ts'
import type { ContextEntry, LinkInfo } from '../model/entry.ts'
import type { Location, RuleContext, Severity } from '../model/finding.ts'
import { type ContextPath, parentPath } from '../model/path.ts'
import { matcherOf, quoted } from './ignore-file-lines.ts'

export type Link = ContextEntry & { link: LinkInfo }

/** What is the matter with one link. */
export interface LinkFault {
  rule: 'symlink-escapes' | 'symlink-absolute' | 'symlink-broken' | 'symlink-target-ignored'
  severity: Severity
  message: string
  /** where a Dockerfile makes it one */
  location?: Location
  fix: { why: string }
}

export interface FaultyLink {
  entry: Link
  fault: LinkFault
}

export function isLink(entry: ContextEntry): entry is Link {
  return entry.link !== undefined
}

/** Whether builders, who take the context root for `/`, are led to something else than this machine is. */
export function misleads({ link: { escapes, absolute } }: Link): boolean {
  return escapes || absolute
}

/** The rule that speaks of a link by which a source can't be had. */
export function ruleForLink({ link: { escapes, absolute, outcome } }: Link): LinkFault['rule'] {
  if (escapes) return 'symlink-escapes'
  if (absolute) return 'symlink-absolute'
  return outcome === 'found' ? 'symlink-target-ignored' : 'symlink-broken'
}

/** The most telling fault of a link that lies below a directory that is copied (SEMANTICS.md 6.4). */
export function faultOf(ctx: RuleContext, entry: Link): LinkFault | undefined {
  const { absolute, escapes, outcome, target } = entry.link
  if (absolute && /^\/(dev|proc)\//.test(target)) return intoEveryContainer(entry)
  if (escapes) return escaping(ctx, entry)
  if (absolute) return absoluteInside(ctx, entry)
  return outcome === 'found' ? targetIgnored(ctx, entry) : broken(entry)
}

/** Such as the log of a web server that is a link to /dev/stdout. */
function intoEveryContainer({ path, link: { target } }: Link): LinkFault {
  return {
    rule: 'symlink-escapes',
    severity: 'info',
    message: `${path} points to ${target}, which in the image is the container's own`,
    fix: { why: 'nothing has to be done where that is meant' },
  }
}

/** No builder follows a link out of the context: the link travels, what it points to does not. */
function escaping(ctx: RuleContext, { path, link: { target, absolute } }: Link): LinkFault {
  const leaves = posix.normalize(posix.join(parentPath(path), target)).startsWith('..')
  const where = absolute
    ? 'outside the context'
    : leaves
      ? `outside the context${targetOnHost(ctx, path, target)}`
      : 'and from there out of the context'
  const inImage = absolute ? `leads to whatever the image has there` : 'dangles or leads to something else'
  return {
    rule: 'symlink-escapes',
    severity: 'warning',
    message: `${path} points to ${target}, ${where}: its content is not copied, and in the image the link ${inImage}`,
    fix: {
      why: 'copy what is needed into the context, or give it as a named context (--build-context); else exclude the link',
    },
  }
}

/** The absolute path that a link names on this machine, links in it not followed; nothing where it lies elsewhere. */
function targetOnHost({ snapshot }: RuleContext, path: ContextPath, target: string): string {
  const { dir, files } = snapshot.request.context
  if (files?.treeAt(dir) !== undefined) return ''
  return ` (${posix.resolve(dir, parentPath(path), target)} on this machine)`
}

function absoluteInside({ snapshot }: RuleContext, { path, link: { target } }: Link): LinkFault {
  const inside = posix.relative(snapshot.request.context.dir, target)
  const relative = posix.relative(parentPath(path), inside) || '.'
  return {
    rule: 'symlink-absolute',
    severity: 'warning',
    message: `${path} points to ${inside || 'the context itself'} as ${target}, a path of this machine: in the image the link is broken`,
    fix: { why: `make it relative: ln -sfn ${relative} ${path}` },
  }
}

function broken({ path, link: { target, outcome } }: Link): LinkFault {
  return {
    rule: 'symlink-broken',
    severity: 'info',
    message:
      outcome === 'loop'
        ? `${path} leads in a circle by way of ${target}: nothing can follow it`
        : `${path} points to ${target}, which does not exist: the link is sent and dangles in the image`,
    fix: { why: 'remove the link, or exclude it' },
  }
}

function targetIgnored(ctx: RuleContext, { path, link: { resolved } }: Link): LinkFault | undefined {
  const isRoot = (resolved as string) === ''
  if (isRoot || ctx.entryAt(resolved) !== undefined) return undefined
  const matcher = matcherOf(ctx)
  const { excluded, by } = tracePath(matcher, resolved).judgement
  const line = excluded ? matcher.patterns[by]! : undefined
  const why =
    line === undefined
      ? 'is not sent'
      : `line ${line.line} of ${ctx.snapshot.ignoreFile!.label} (${quoted(line)}) excludes`
  return {
    rule: 'symlink-target-ignored',
    severity: 'warning',
    message: `${path} leads to ${resolved}, which ${why}: the link dangles in the image`,
    fix: { why: 'let the target in, or exclude the link too' },
  }
}
