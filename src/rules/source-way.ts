import { posix } from 'node:path'
import type { RuleContext } from '../model/finding.ts'
import { joinPath, parentPath, type RawPath, spell } from '../model/path.ts'
import type { ContextSource } from '../model/source.ts'
import { isLink, type Link } from './link-faults.ts'

/** What lies on the way to a path when links are followed inside the context; there it is, sent or not. */
interface Way {
  /** in the order in which they are met */
  links: readonly RawPath[]
  /** what the path leads to; `''` is the context itself */
  end: RawPath | ''
}

/** As many links as Linux and the builders follow. */
const MAX_LINKS = 255

/** The way to a path on disk; undefined where it leads nowhere. */
function wayTo(source: ContextSource, path: string): Way | undefined {
  const pending = path.split('/').reverse()
  const links: RawPath[] = []
  let end: RawPath | '' = ''
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      end = end === '' ? '' : parentPath<RawPath>(end)
      continue
    }
    const here: RawPath = joinPath<RawPath>(end as RawPath, name)
    const target = targetAt(source, here)
    if (target === null || links.length === MAX_LINKS) return undefined
    if (target === undefined) end = here
    else {
      links.push(here)
      pending.push(...target.split('/').reverse())
      if (target.startsWith('/')) end = ''
    }
  }
  return { links, end }
}

/** Undefined for what is no link, null where nothing lies. */
function targetAt(source: ContextSource, path: RawPath): string | undefined | null {
  try {
    return source.stat(path).kind === 'symlink' ? source.readLink(path) : undefined
  } catch {
    return null // not there, or not ours to see
  }
}

/** The links on the way to a path, so far as they are sent and lead on. */
export function linksOnTheWay(ctx: RuleContext, path: string): Link[] {
  const links: Link[] = []
  for (let rest = path; links.length < MAX_LINKS; ) {
    const link = firstLink(ctx, rest)
    if (link === undefined) break
    links.push(link)
    if (link.link.outcome !== 'found') break
    rest = posix.join(link.link.resolved, rest.slice(link.path.length))
  }
  return links
}

/** The first link among the directories of a path and the path itself. */
function firstLink(ctx: RuleContext, path: string): Link | undefined {
  for (let slash = path.indexOf('/'); ; slash = path.indexOf('/', slash + 1)) {
    const entry = ctx.entryAt(slash < 0 ? path : path.slice(0, slash))
    if (entry === undefined || isLink(entry)) return entry
    if (slash < 0) return undefined
  }
}

/** Links on the way to a path, and what it leads to, that are there and not sent. */
export function unsentOnTheWay(ctx: RuleContext, path: string): RawPath[] {
  const way = wayTo(ctx.snapshot.source, path)
  if (way === undefined) return []
  return [...way.links, way.end].filter(
    (one): one is RawPath => one !== '' && ctx.entryAt(spell(one)) === undefined,
  )
}
