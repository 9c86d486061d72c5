import { cleanPath } from '../ignore/go-path.ts'
import { toPodmanPattern } from '../ignore/index.ts'
import type { Transfer, TransferSource } from '../model/build-plan.ts'
import type { EntryKind } from '../model/entry.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { baseName, joinPath, parentPath, type RawPath, spell } from '../model/path.ts'
import type { Range, SourceFailure } from '../model/reach.ts'
import { isArchive } from './archive.ts'
import { onDisk } from './disk.ts'
import { absence } from './failure.ts'
import type { CopyGround, Take, Taken } from './ground.ts'
import { type CompiledPatterns, compilePatterns } from './patterns.ts'
import { type Globbed, podmanGlob } from './podman-glob.ts'
import { resolveLinks } from './resolve.ts'
import { selectBelow } from './select.ts'
import { ROOT } from './tree.ts'

/** What podman judges by when it copies: the lines of the ignore file, and --exclude after them. */
interface Filter extends CompiledPatterns {
  /** there is more to it than what the entries are without anyway */
  adds: boolean
}

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
  const filter = filterOf(ground, transfer)
  const prefix = transfer.parents ? pivotOf(source.expanded) : undefined
  const taken: Taken[] = []
  let failure: SourceFailure | undefined
  let filtered = 0
  for (const one of found) {
    const end = endOf(ground, one)
    const isOut = end.written !== '' && isExcluded(filter, end.written)
    const item = end.kind === undefined ? undefined : takenItem(ground, transfer, filter, end)
    // an excluded directory is looked into for what an exception lets in (add.go includeDirectoryAnyway)
    const isEmpty = item === undefined || item === 'hidden' || !opensFor(filter, end) || holdsNothing(item)
    if (isOut && isEmpty) {
      filtered++
      continue
    }
    if (item === undefined) {
      failure = absence(ground, end.written, 'lexical', 'copier: get: no such file or directory')
      break
    }
    if (item === 'hidden') {
      // by a path through a link it is not excluded, nor is what lies in it
      const isCopied = end.seenAs !== end.path
      const reason = isCopied
        ? 'podman copies it all the same, by the path it came by'
        : 'nothing of it is copied'
      failure = { kind: 'excluded', path: spell(end.path), fails: false, reason }
      continue
    }
    if (prefix !== undefined) {
      taken.push(...parentsOf(ground, end.written, prefix))
      item.below = withoutPrefix(end.kind === 'directory' ? end.seenAs : end.written, prefix)
      // a directory behind a link is walked, but not listed itself
      if (end.kind === 'directory' && end.seenAs !== end.written) item.runs = withoutFirst(ground, item)
    }
    taken.push(item)
  }
  if (filtered === found.length) {
    const reason = `no items matching glob "${path}" copied (${filtered} filtered out)`
    failure = excluded(found[0]!.written, reason)
  }
  const { kind: first } = endOf(ground, found[0]!)
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

/** Undefined where podman fails; `hidden` where it copies something that is not among the entries. */
function takenItem(
  { tree, requested, snapshot }: CopyGround,
  { unpack }: Transfer,
  filter: Filter,
  { written, path, seenAs, kind }: End,
): Taken | 'hidden' | undefined {
  // a backslash in a name is taken for an escape when the name is looked for again (globbedToGlobbable)
  if (written.includes('\\') || (kind !== 'directory' && isExcluded(filter, seenAs))) return undefined
  const index = tree.find(path)
  if (index === undefined) return 'hidden'
  const item: Taken = { index, name: baseName(written) }
  if (kind === 'directory') {
    if (!filter.adds && seenAs === path) return item
    const below = selectBelow(tree, index, { exclude: filter, seenAs, within: requested.within })
    item.runs = index === ROOT ? below : [{ from: index, to: index + 1 }, ...below]
  } else if (unpack && isArchive(tree.entries[index]!, snapshot.source)) item.unpacked = true
  return item
}

function filterOf({ snapshot }: CopyGround, { exclude, sources }: Transfer): Filter {
  const texts = [
    ...exclude,
    ...sources.flatMap(({ expanded }) => exclude.map(text => joinedTo(cleanPath(expanded), text))),
  ]
  const patterns: IgnorePattern[] = [...(snapshot.ignoreFile?.patterns ?? [])]
  for (const text of texts) {
    const read = toPodmanPattern(text)
    if (read !== undefined && !('reason' in read)) patterns.push({ line: 0, text, ...read })
  }
  return { ...compilePatterns(patterns, 'podman'), adds: texts.length > 0 }
}

/** Mirrors imagebuildah stage_executor.go joinExcludePatternWithCopySource. */
function joinedTo(source: string, pattern: string): string {
  if (source === '.' || pattern === '!') return pattern
  return pattern.startsWith('!')
    ? `!${cleanPath(`${source}/${pattern.slice(1)}`)}`
    : cleanPath(`${source}/${pattern}`)
}

function isExcluded({ matcher, patterns }: Filter, path: string): boolean {
  const last = matcher.matches(path).at(-1)
  return last !== undefined && !patterns[last]!.negated
}

function opensFor({ patterns }: Filter, { kind, written }: End): boolean {
  return kind === 'directory' && patterns.some(one => one.negated && one.pattern.startsWith(`${written}/`))
}

function holdsNothing({ runs }: Taken): boolean {
  return runs !== undefined && runs.length === 1 && runs[0]!.to - runs[0]!.from === 1
}

function noMatch(ground: CopyGround, path: string): SourceFailure {
  if (!/[*?[]/.test(path))
    return absence(ground, path, 'lexical', `copier: stat: "/${path}": no such file or directory`)
  const reason = `copier: stat: ["/${path}"]: no such file or directory`
  return { kind: 'no-match', path: spell(path), fails: false, reason }
}

function withoutFirst({ tree }: CopyGround, { index, runs }: Taken): Range[] {
  const all = runs ?? [{ from: index, to: tree.endOf(index) }]
  return all
    .map(({ from, to }) => ({ from: Math.max(from, index + 1), to }))
    .filter(({ from, to }) => from < to)
}

/** What is in front of the pivot of --parents; '' without one. */
function pivotOf(expanded: string): string {
  const pivot = expanded.indexOf('/./')
  return pivot < 0 ? '' : cleanPath(`/${expanded.slice(0, pivot)}`).slice(1)
}

/** The directories on the way, which --parents makes too. */
function parentsOf({ tree }: CopyGround, path: string, prefix: string): Taken[] {
  const parents: Taken[] = []
  for (let dir = parentPath(path as RawPath); dir !== ''; dir = parentPath(dir)) {
    const below = withoutPrefix(dir, prefix)
    const { index } = tree.resolve(dir, 'lexical')
    if (below !== '.' && index !== ROOT && dir.startsWith(prefix))
      parents.unshift({ index, name: baseName(dir), below, runs: [{ from: index, to: index + 1 }] })
  }
  return parents
}

function withoutPrefix(path: string, prefix: string): string {
  return cleanPath(path.startsWith(prefix) ? path.slice(prefix.length).replace(/^\//, '') : path)
}

function excluded(path: string, reason: string): SourceFailure {
  return { kind: 'excluded', path: spell(path), fails: true, reason }
}
