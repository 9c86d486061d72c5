import type { Transfer, TransferSource } from '../model/build-plan.ts'
import { cleanPath } from '../model/clean-path.ts'
import type { EntryKind } from '../model/entry.ts'
import { baseName, joinPath, parentPath, type RawPath, spell } from '../model/path.ts'
import type { Range, SourceFailure } from '../model/reach.ts'
import { isArchive } from './archive.ts'
import { onDisk } from './disk.ts'
import { absence } from './failure.ts'
import type { CopyGround, Take, Taken } from './ground.ts'
import type { CompiledPatterns } from './patterns.ts'
import { isExcluded, opensFor, podmanFilter } from './podman-filter.ts'
import { type Globbed, podmanGlob } from './podman-glob.ts'
import { resolveLinks } from './resolve.ts'
import { selectBelow } from './select.ts'
import { ROOT } from './tree.ts'

/**
 * One source of COPY or ADD. Mirrors buildah add.go Add and copier.go copierHandlerGet: what is excluded is judged here,
 * by the path that the pattern came by, links and all.
 */
export function takeForPodman(ground: CopyGround, transfer: Transfer, source: TransferSource): Take {
  const path = cleanPath(`/${source.expanded}`).slice(1)
  const found = podmanGlob(ground.snapshot.source, path)
  if (found.length === 0) return { taken: [], failure: noMatch(ground, path) }
  const endless = found.find(one => isEndless(ground, one))
  if (endless !== undefined) {
    const reason = `copier: stat: error resolving "/${endless.written}": too many levels of symbolic links`
    return { taken: [], failure: { kind: 'link', path: spell(endless.real), fails: true, reason } }
  }
  const filter = podmanFilter(ground, transfer)
  const prefix = transfer.parents ? pivotOf(source.expanded) : undefined
  const ends = found.map(one => endOf(ground, one))
  const taken: Taken[] = []
  let failure: SourceFailure | undefined
  let filtered = 0
  for (const end of ends) {
    const item = itemOf(ground, transfer, filter, end)
    if (item === 'filtered') filtered++
    else if (!('kind' in item))
      taken.push(...(prefix === undefined ? [item] : withParents(ground, item, end, prefix)))
    else if (!failure?.fails) failure = item
  }
  if (filtered === found.length) {
    const reason = `no items matching glob "${path}" copied (${filtered} filtered out)`
    failure = { kind: 'excluded', path: spell(found[0]!.written), fails: true, reason }
  }
  const first = ends[0]!.kind
  return failure === undefined ? { taken, first } : { taken, first, failure }
}

/** What a match leads to. */
interface End {
  /** as the pattern came by it */
  written: string
  path: RawPath | ''
  /** the path that patterns are asked about: that of the match, or of what a link at its end leads to */
  seenAs: string
  /** undefined where there is nothing */
  kind: EntryKind | undefined
}

/** Mirrors copier.go checkLinks: a target is joined to the path as it is written, and the kernel does the rest. */
function endOf({ snapshot }: CopyGround, { written, real }: Globbed): End {
  const disk = onDisk(snapshot.source)
  let seenAs = written
  let path = real
  for (let links = 0; links < MOST_LINKS; links++) {
    if (path === '') return { written, path, seenAs, kind: 'directory' }
    const kind = disk.kindOf(path)
    if (kind !== 'symlink') return { written, path, seenAs, kind }
    const target = disk.linkTarget(path)
    seenAs = cleanPath(target.startsWith('/') ? target : `/${parentPath(seenAs as RawPath)}/${target}`).slice(
      1,
    )
    const holder = resolveLinks(disk, parentPath(seenAs as RawPath), 'kernel').path
    path = seenAs === '' ? '' : joinPath<RawPath>(holder as RawPath, baseName(seenAs))
  }
  return { written, path, seenAs, kind: undefined }
}

/** A link that goes round in a circle fails the COPY even where it is excluded (copier.go resolvePath). */
function isEndless({ snapshot }: CopyGround, { real }: Globbed): boolean {
  const disk = onDisk(snapshot.source)
  if (real === '' || disk.kindOf(real) !== 'symlink') return false
  const rule = disk.linkTarget(real).startsWith('/') ? 'stepwise' : 'lexical'
  return resolveLinks(disk, real, rule).outcome === 'loop'
}

/** It gives up at the sixteenth. */
const MOST_LINKS = 16

/** What podman takes of a match, or why it does not. */
function itemOf(
  ground: CopyGround,
  transfer: Transfer,
  filter: CompiledPatterns,
  end: End,
): Taken | 'filtered' | SourceFailure {
  const { tree, snapshot } = ground
  const { written, path, seenAs, kind } = end
  const isOut = written !== '' && isExcluded(filter, written)
  if (isOut && !(kind === 'directory' && opensFor(filter, written))) return 'filtered'
  // a backslash in a name is taken for an escape when the name is looked for again (globbedToGlobbable)
  if (kind === undefined || written.includes('\\') || (kind !== 'directory' && isExcluded(filter, seenAs)))
    return absence(ground, written, 'lexical', 'copier: get: no such file or directory')
  const index = tree.find(path)
  if (index === undefined) return isOut ? 'filtered' : notListed(end)
  const item: Taken = { index, name: baseName(written) }
  if (kind === 'directory') {
    const isPlain = transfer.exclude.length === 0 && seenAs === path
    if (!isPlain) item.runs = selected(ground, filter, index, seenAs)
    if (isOut && item.runs?.length === 1 && item.runs[0]!.to === index + 1) return 'filtered'
  } else if (transfer.unpack && isArchive(tree.entries[index]!, snapshot.source)) item.unpacked = true
  return item
}

/** By a path through a link it is not excluded, and neither is what lies in it; but it is not among the entries. */
function notListed({ path, seenAs }: End): SourceFailure {
  const isCopied = seenAs !== path
  const reason = isCopied
    ? 'podman copies it all the same, by the path it came by'
    : 'nothing of it is copied'
  return { kind: 'excluded', path: spell(path), fails: false, reason }
}

function selected(
  { tree, requested }: CopyGround,
  exclude: CompiledPatterns,
  index: number,
  seenAs: string,
): Range[] {
  const below = selectBelow(tree, index, { exclude, seenAs, within: requested.within })
  return index === ROOT ? below : [{ from: index, to: index + 1 }, ...below]
}

function noMatch(ground: CopyGround, path: string): SourceFailure {
  if (!/[*?[]/.test(path))
    return absence(ground, path, 'lexical', `copier: stat: "/${path}": no such file or directory`)
  const reason = `copier: stat: ["/${path}"]: no such file or directory`
  return { kind: 'no-match', path: spell(path), fails: false, reason }
}

/** What is in front of the pivot of --parents; '' without one. */
function pivotOf(expanded: string): string {
  const pivot = expanded.indexOf('/./')
  return pivot < 0 ? '' : cleanPath(`/${expanded.slice(0, pivot)}`).slice(1)
}

/** With --parents: what is taken, and the directories on the way to it, each by its path behind the pivot. */
function withParents(
  { tree }: CopyGround,
  item: Taken,
  { written, seenAs, kind }: End,
  pivot: string,
): Taken[] {
  const taken: Taken[] = [{ ...item, below: behind(kind === 'directory' ? seenAs : written, pivot) }]
  // a directory behind a link is walked, but not listed itself
  if (kind === 'directory' && seenAs !== written) {
    const all = item.runs ?? [{ from: item.index, to: tree.endOf(item.index) }]
    taken[0]!.runs = all
      .map(({ from, to }) => ({ from: Math.max(from, item.index + 1), to }))
      .filter(({ from, to }) => from < to)
  }
  for (let dir = parentPath(written as RawPath); dir !== ''; dir = parentPath(dir)) {
    const below = behind(dir, pivot)
    const { index } = tree.resolve(dir, 'lexical')
    if (below !== '.' && index !== ROOT && dir.startsWith(pivot))
      taken.unshift({ index, name: baseName(dir), below, runs: [{ from: index, to: index + 1 }] })
  }
  return taken
}

function behind(path: string, pivot: string): string {
  return cleanPath(path.startsWith(pivot) ? path.slice(pivot.length).replace(/^\//, '') : path)
}
