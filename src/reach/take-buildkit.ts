import { hasWildcards, isWellFormedGlob } from '../ignore/index.ts'
import type { Transfer, TransferSource } from '../model/build-plan.ts'
import { cleanPath } from '../model/clean-path.ts'
import { baseName, joinPath, parentPath, type RawPath, spell } from '../model/path.ts'
import type { Range, SourceFailure } from '../model/reach.ts'
import { isArchive } from './archive.ts'
import { firstOnDisk } from './disk.ts'
import { absence, sharedLink, withoutWildcards } from './failure.ts'
import { matchBelow } from './glob.ts'
import type { CopyGround, Take, Taken } from './ground.ts'
import { compilePatterns, patternProblem, readPatterns } from './patterns.ts'
import { selectBelow } from './select.ts'
import { ROOT, rawPathOf } from './tree.ts'

/**
 * One source of COPY or ADD. Mirrors buildkit solver/llbsolver/file/backend.go docopy, tonistiigi/fsutil copy/copy.go
 * and, for what fails before, buildkit cache/contenthash checksum.go.
 */
export function takeForBuildkit(ground: CopyGround, transfer: Transfer, source: TransferSource): Take {
  const { exclude } = transfer
  const pivoted = transfer.parents ? splitAtPivot(source.expanded) : undefined
  const path = pivoted?.dir ?? source.path
  const problem = patternProblem([source.path]) ?? patternProblem(exclude)
  if (problem !== undefined) return { taken: [], failure: refusal(source.path, problem) }
  if (pivoted && !hasWildcards(pivoted.dir) && !hasWildcards(pivoted.pattern)) {
    const failure = requiredPath(ground, pivoted, exclude)
    if (failure !== undefined) return { taken: [], failure }
  }
  const found: Matches = hasWildcards(path) ? matches(ground, path) : { paths: [path] }
  let { failure } = found
  const taken: Taken[] = []
  for (const one of found.paths) {
    const item = followed(ground, one, pivoted === undefined)
    if ('kind' in item) {
      failure = item
      break
    }
    const entry = ground.tree.entries[item.index]
    if (entry === undefined || entry.kind === 'directory') {
      const include = pivoted && [pivoted.pattern]
      if (pivoted || exclude.length > 0) item.runs = selected(ground, item.index, { include, exclude })
      failure ??= item.runs ? brokenAtRoot(ground, one, item.runs) : partly(ground, one, item.index)
    } else if (transfer.unpack && isArchive(entry, ground.snapshot.source)) item.unpacked = true
    taken.push(item)
  }
  return failure === undefined ? { taken } : { taken, failure }
}

/** What a path leads to. What the cache key is made of has to be there too, and there links are followed stepwise. */
function followed(ground: CopyGround, path: string, isKeyed: boolean): Taken | SourceFailure {
  const { tree, requested } = ground
  const { outcome, index, links } = tree.resolve(path, 'lexical', requested.has)
  const isHashed = () => tree.resolve(path, 'stepwise', requested.has).outcome === 'found'
  if (outcome === 'found' && (!isKeyed || links.length === 0 || isHashed()))
    return { index, name: baseName(path) }
  return absence(ground, path, outcome === 'found' ? 'stepwise' : 'lexical', notFound(path))
}

interface Pivoted {
  dir: string
  pattern: string
}

/** `a/./b/*` copies `b/*` with its directories out of `a`; without a pivot everything is relative to the context. */
function splitAtPivot(expanded: string): Pivoted {
  const pivot = expanded.indexOf('/./')
  const dir = pivot < 0 ? '' : expanded.slice(0, pivot)
  const pattern = pivot < 0 ? expanded : expanded.slice(pivot + 3)
  return { dir: cleanPath(`/${dir}`).slice(1), pattern: cleanPath(`/${pattern}`).slice(1) }
}

/** With --parents and no wildcard the path has to be among what is copied, and no link on it is followed. */
function requiredPath(
  ground: CopyGround,
  { dir, pattern }: Pivoted,
  exclude: readonly string[],
): SourceFailure | undefined {
  const { tree, requested } = ground
  const path = [dir, pattern].filter(Boolean).join('/')
  const holder = tree.resolve(parentPath(dir as RawPath), 'stepwise', requested.has)
  const above = dir === '' ? ROOT : tree.find(joinPath(holder.path as RawPath, baseName(dir)))
  const isLink = above === undefined || tree.entries[above]?.kind === 'symlink'
  if (!isLink && holder.outcome === 'found' && pattern !== '') {
    const index = tree.find(above === ROOT ? pattern : `${rawPathOf(tree.entries[above]!)}/${pattern}`)
    const runs = selected(ground, above, { include: [pattern], exclude })
    if (index !== undefined && runs.some(run => run.from <= index && index < run.to)) return undefined
  }
  const { outcome, links } = tree.resolve(path, 'lexical', requested.has)
  if (outcome !== 'found') return absence(ground, path, 'lexical', notFound(path))
  const [link] = links
  return {
    kind: link === undefined ? 'missing' : 'link',
    path: spell(link ?? path),
    fails: true,
    reason: notFound(path),
  }
}

/**
 * Where patterns select from the whole context, BuildKit follows the links right at its root for the cache key
 * (contenthash includedPaths: they have no parent there), though it copies them as links.
 */
function brokenAtRoot(ground: CopyGround, path: string, runs: readonly Range[]): SourceFailure | undefined {
  if (path !== '') return undefined
  const { tree, requested } = ground
  for (const { from, to } of runs) {
    for (let at = from; at < to; at = tree.endOf(at)) {
      const { kind, path } = tree.entries[at]!
      if (kind !== 'symlink' || path.includes('/')) continue
      const raw = rawPathOf(tree.entries[at]!)
      if (tree.resolve(raw, 'stepwise', requested.has).outcome !== 'found')
        return absence(ground, raw, 'stepwise', notFound(raw))
    }
  }
  return undefined
}

interface Matches {
  paths: readonly string[]
  failure?: SourceFailure
}

/** Paths that a wildcard stands for, behind the links on the way to it. */
function matches(ground: CopyGround, path: string): Matches {
  const { tree, requested } = ground
  if (!isWellFormedGlob(path)) return { paths: [], failure: refusal(path, 'syntax error in pattern') }
  const prefix = withoutWildcards(path)
  const base = tree.resolve(prefix, 'lexical', requested.has)
  const isEndless =
    base.links.length > 0 && tree.resolve(prefix, 'stepwise', requested.has).outcome === 'loop'
  if (base.outcome !== 'found' || isEndless) {
    const reason = isEndless ? 'too many links' : `lstat /${prefix}: no such file or directory`
    return { paths: [], failure: absence(ground, prefix, isEndless ? 'stepwise' : 'lexical', reason) }
  }
  const isDirectory = base.index === ROOT || tree.entries[base.index]!.kind === 'directory'
  const pattern = path.slice(prefix === '' ? 0 : prefix.length + 1)
  const found = isDirectory ? matchBelow(tree, base.index, pattern, requested.has) : []
  const paths = found.map(index => rawPathOf(tree.entries[index]!))
  if (isDirectory && !requested.whole && base.links.length > 0) {
    const sent = matchBelow(tree, base.index, pattern, () => true)
    if (sent.length > found.length) return { paths, failure: shared(ground, path, base.links) }
  }
  if (found.length > 0) return { paths }
  const excluded = isDirectory ? firstOnDisk(ground.snapshot.source, base.path, pattern) : undefined
  const kind = excluded === undefined ? 'no-match' : 'excluded'
  return {
    paths,
    failure: { kind, path: spell(excluded ?? path), fails: false, reason: 'it matches nothing' },
  }
}

/** A directory of which only a part is transferred, for an earlier path went through the same link. */
function partly(ground: CopyGround, path: string, index: number): SourceFailure | undefined {
  const { tree, requested } = ground
  if (requested.whole) return undefined
  const end = tree.endOf(index)
  const missing = requested.within(index, end).reduce((left, { from, to }) => left - (to - from), end - index)
  const { links } = tree.resolve(path, 'lexical')
  return missing > 0 && links.length > 0 ? shared(ground, path, links) : undefined
}

function shared(ground: CopyGround, path: string, links: readonly RawPath[]): SourceFailure {
  const link = sharedLink(ground, path, links)!
  const reason = 'a part of it is not transferred, and no word said'
  return { kind: 'shared-link', path: spell(link), fails: false, reason }
}

function selected(
  { tree, requested, selections }: CopyGround,
  index: number,
  { include, exclude }: { include?: readonly string[] | undefined; exclude: readonly string[] },
): readonly Range[] {
  const key = JSON.stringify([index, include, exclude])
  let runs = selections.get(key)
  if (runs === undefined) {
    const below = selectBelow(tree, index, {
      include: include && compilePatterns(readPatterns(include), 'buildkit'),
      exclude: exclude.length > 0 ? compilePatterns(readPatterns(exclude), 'buildkit') : undefined,
      within: requested.within,
    })
    runs = index === ROOT ? below : [{ from: index, to: index + 1 }, ...below]
    selections.set(key, runs)
  }
  return runs
}

function notFound(path: string): string {
  return `"/${path}": not found`
}

function refusal(path: string, reason: string): SourceFailure {
  return { kind: 'forbidden', path: spell(path), fails: true, reason }
}
