import type { ContextEntry } from '../model/entry.ts'
import { compareBytes, type RawPath } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type LinkRule, type Lookup, type Resolution, resolveLinks } from './resolve.ts'

/** Stands for the context root where an index stands for an entry. */
export const ROOT = -1

/** Where a path leads among the entries. */
interface TreeResolution extends Resolution {
  /** of the entry where it is `found`; {@link ROOT} for the root, and where there is none */
  index: number
}

/**
 * The entries of a snapshot as a tree. They lie depth first and in byte order, so that nothing has to be built: a
 * path is found by halving, and whatever lies below a directory is a run of indices behind it.
 */
export interface EntryTree {
  readonly entries: readonly ContextEntry[]
  /** index of the entry at a raw path, {@link ROOT} for `''`; undefined where there is none */
  find(path: string): number | undefined
  /** index behind the last entry below `entries[index]`, or `index + 1`; of the root: the number of entries */
  endOf(index: number): number
  /** indices of what lies directly in a directory, in order */
  childrenOf(index: number): Generator<number>
  /** follows the links on a raw path; only entries that `sees` lets through exist */
  resolve(path: string, rule: LinkRule, sees?: (index: number) => boolean): TreeResolution
}

const everything = (_: number) => true

export function entryTree({ entries, source }: Pick<Snapshot, 'entries' | 'source'>): EntryTree {
  const find = (path: string) => (path === '' ? ROOT : findEntry(entries, path))
  let ends: Int32Array | undefined
  const endOf = (index: number) => {
    if (index === ROOT) return entries.length
    if (entries[index]!.kind !== 'directory') return index + 1
    ends ??= new Int32Array(entries.length)
    if (ends[index] === 0) ends[index] = endOfSubtree(entries, index)
    return ends[index]!
  }
  const resolve = (path: string, rule: LinkRule, sees = everything) => {
    const indexOf = (at: string) => {
      const index = find(at)
      return index === undefined || index === ROOT || sees(index) ? index : undefined
    }
    // an entry of that very path has no link above it
    const direct = indexOf(path)
    if (direct !== undefined && entries[direct]?.kind !== 'symlink')
      return { outcome: 'found' as const, index: direct, path: path as RawPath, links: [] }
    const found = resolveLinks(lookupOf(entries, source, indexOf), path, rule)
    return { ...found, index: found.outcome === 'found' ? indexOf(found.path)! : ROOT }
  }
  return { entries, find, endOf, resolve, childrenOf: index => children(index, endOf) }
}

/** The path of an entry as the file system has it. */
export function rawPathOf(entry: ContextEntry): RawPath {
  return entry.rawPath ?? (entry.path as string as RawPath)
}

function* children(dir: number, endOf: (index: number) => number) {
  const end = endOf(dir)
  let child = dir + 1
  while (child < end) {
    yield child
    child = endOf(child)
  }
}

function lookupOf(
  entries: readonly ContextEntry[],
  source: Snapshot['source'],
  indexOf: (path: string) => number | undefined,
): Lookup {
  const entryAt = (path: RawPath) => entries[indexOf(path) ?? ROOT]
  return {
    kindOf: path => entryAt(path)?.kind,
    linkTarget: path => rawTarget(entryAt(path)!, source),
  }
}

/** The target as it stands on the disk; the entry has it as people see it, which may stand for other bytes. */
function rawTarget(entry: ContextEntry, source: Snapshot['source']): string {
  const { target } = entry.link!
  return target.includes('\\x') ? source.readLink(rawPathOf(entry)) : target
}

function findEntry(entries: readonly ContextEntry[], path: string): number | undefined {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = compareInWalk(rawPathOf(entries[middle]!), path)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle
  }
  return undefined
}

/** Doubles its steps first, for most directories are small. */
function endOfSubtree(entries: readonly ContextEntry[], index: number): number {
  const prefix = `${rawPathOf(entries[index]!)}/`
  const isBelow = (at: number) => rawPathOf(entries[at]!).startsWith(prefix)
  let low = index + 1
  let step = 1
  while (low + step <= entries.length && isBelow(low + step - 1)) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step - 1, entries.length)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBelow(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** The order of a walk: by names, not by whole paths, so that `a/b` comes before `a-b`. */
function compareInWalk(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === length) return a.length - b.length
  const one = a.charCodeAt(at)
  const other = b.charCodeAt(at)
  if (one === SLASH) return -1
  if (other === SLASH) return 1
  if (one < SURROGATES && other < SURROGATES) return one - other
  return compareBytes(nameAt(a, at), nameAt(b, at))
}

const SLASH = 0x2f
/** Below, UTF-16 orders as bytes do. */
const SURROGATES = 0xd800

/** The name that holds the character at `at`. */
function nameAt(path: string, at: number): string {
  const end = path.indexOf('/', at)
  return path.slice(path.lastIndexOf('/', at) + 1, end < 0 ? path.length : end)
}
