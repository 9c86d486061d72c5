import { hasWildcards } from '../ignore/index.ts'
import { compareBytes, type RawPath, spell } from '../model/path.ts'
import type { SourceFailure } from '../model/reach.ts'
import { onDisk } from './disk.ts'
import type { CopyGround } from './ground.ts'
import { type LinkRule, type Resolution, resolveLinks } from './resolve.ts'

/** Why a builder does not find what a path without wildcards names; `reason` is what it says itself. */
export function absence(ground: CopyGround, path: string, rule: LinkRule, reason: string): SourceFailure {
  const { tree, snapshot, requested } = ground
  const sent = tree.resolve(path, rule)
  if (sent.outcome === 'found' && !requested.whole) return notRequested(ground, path, sent, reason)
  const disk = onDisk(snapshot.source)
  const there = resolveLinks(disk, path, rule)
  if (there.outcome === 'found') {
    const passed = [...there.links, there.path].filter(one => one !== '')
    const excluded = passed.find(one => tree.find(one) === undefined)
    if (excluded !== undefined) return { kind: 'excluded', path: spell(excluded), fails: true, reason }
  }
  const broken = there.links.find(link => resolveLinks(disk, link, rule).outcome !== 'found')
  if (broken !== undefined) return { kind: 'link', path: spell(broken), fails: true, reason }
  return { kind: 'missing', path: spell(there.path), fails: true, reason }
}

/** It is sent, but this build does not ask for it. */
function notRequested(ground: CopyGround, path: string, sent: Resolution, reason: string): SourceFailure {
  const link = sharedLink(ground, path, sent.links)
  if (link !== undefined) return { kind: 'shared-link', path: spell(link), fails: true, reason }
  // the path went through a matcher of patterns, which trims it and reads `!` and backslashes
  return { kind: 'forbidden', path: spell(path), fails: true, reason }
}

/** The link at which BuildKit stopped to follow a path, since an earlier one went through it. */
export function sharedLink(
  { need, snapshot }: CopyGround,
  path: string,
  links: readonly RawPath[],
): RawPath | undefined {
  const disk = onDisk(snapshot.source)
  const earlier = need.paths
    .filter(one => compareBytes(one, path) < 0)
    .flatMap(one => resolveLinks(disk, withoutWildcards(one), 'lexical').links)
  return links.find(link => earlier.includes(link)) ?? links[0]
}

/** The names of a path before the first with a wildcard. */
export function withoutWildcards(path: string): string {
  const names = path.split('/')
  const first = names.findIndex(hasWildcards)
  return first < 0 ? path : names.slice(0, first).join('/')
}
