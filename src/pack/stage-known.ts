import { type BigIntStats, lstatSync } from 'node:fs'
import { directorySource } from '../context/directory.ts'
import type { ContextEntry } from '../model/entry.ts'
import { type ContextPath, parentPath, type RawPath } from '../model/path.ts'
import type { ContextSource, OpenFile } from '../model/source.ts'
import { rawPathOf } from './members.ts'
import { below, microseconds, sizeOf, targetOf } from './stage-copies.ts'
import type { Manifest, StagedEntry } from './stage-manifest.ts'
import { asWalked, changed, checkUnchanged, openWalked } from './unchanged.ts'

export interface KnownOptions {
  /** the staged directory, and what is remembered of it */
  dir: string
  manifest: Manifest | undefined
  source: ContextSource
  /** the times and inodes of the source do not tell of changes */
  laid: boolean
}

/**
 * Says of each entry, when it is asked in their order, whether its staged copy is still what it should be: then what is
 * remembered of it, else undefined. Files are read only where their times do not tell.
 */
export function stayers({ dir, manifest, source, laid }: KnownOptions) {
  const staged = directorySource(dir)
  const rawPaths = new Map<ContextPath, RawPath>()
  const stay = new Map<RawPath, StagedEntry>()
  const inodes = new Set<number>()
  // by way of a link that somebody put there, a path would lead to files that are not ours
  const directories = new Set<RawPath | ''>([''])

  const isStaying = (entry: ContextEntry, record: StagedEntry): boolean => {
    if (record.kind !== entry.kind || record.mode !== entry.mode) return false
    switch (entry.kind) {
      case 'directory':
        return true
      case 'symlink':
        return record.source.mtimeMs === entry.mtimeMs && record.target === targetOf(source, entry)
      default:
        if (entry.hardlinkOf !== undefined) {
          const first = rawPaths.get(entry.hardlinkOf)!
          return record.target === first && stay.get(first)?.inode === record.inode
        }
        // a name of another file's copy: it needs one of its own by now
        if (record.target !== '' || inodes.has(record.inode)) return false
        inodes.add(record.inode)
        return isCurrent(entry, record)
    }
  }
  const isCurrent = (entry: ContextEntry, record: StagedEntry): boolean => {
    const { inode, mtimeMs, changedMs } = record.source
    if (record.bytes !== sizeOf(entry) || mtimeMs !== entry.mtimeMs) return false
    if (entry.arrivesEmpty) return true
    const sameTimes = inode === entry.inode && changedMs === entry.changedMs
    return (!laid && record.settled && sameTimes) || sameContent(source, staged, entry)
  }
  return (entry: ContextEntry): StagedEntry | undefined => {
    const path = rawPathOf(entry)
    if (entry.nlink !== undefined) rawPaths.set(entry.path, path)
    const stats = directories.has(parentPath(path)) ? statOf(below(dir, path)) : undefined
    if (stats?.isDirectory()) directories.add(path)
    const record = stats && intact(staged, path, stats, manifest?.entries.get(path))
    if (record === undefined || !isStaying(entry, record)) return undefined
    stay.set(path, record)
    return record
  }
}

/** Whether a directory whose entries are known to be there holds no others. */
export function holdsOnly(dir: string, entries: readonly ContextEntry[]): boolean {
  const counts = new Map<RawPath | '', number>([['', 0]])
  for (const entry of entries) {
    const path = rawPathOf(entry)
    const parent = parentPath(path)
    counts.set(parent, counts.get(parent)! + 1)
    if (entry.kind === 'directory') counts.set(path, 0)
  }
  const staged = directorySource(dir)
  return [...counts].every(([parent, count]) => {
    try {
      return staged.children(parent).length === count
    } catch {
      return false
    }
  })
}

/** What is remembered of a staged entry, where it still is as it was made. */
function intact(
  staged: ContextSource,
  path: RawPath,
  stats: BigIntStats,
  record: StagedEntry | undefined,
): StagedEntry | undefined {
  if (record === undefined || !isAsMade(stats, record, () => staged.readLink(path))) return undefined
  const inode = Number(stats.ino)
  // somebody put a copy there, such as the cache of a build server: its bytes have to tell
  return record.kind !== 'file' || inode === record.inode ? record : { ...record, inode, settled: false }
}

function isAsMade(stats: BigIntStats, record: StagedEntry, target: () => string): boolean {
  const { kind, mode, bytes, mtimeUs } = record
  switch (kind) {
    // builders do not look at the time of a directory, and it changes with whatever is excluded in it
    case 'directory':
      return stats.isDirectory() && (Number(stats.mode) & 0o7777) === mode
    case 'symlink':
      return stats.isSymbolicLink() && microseconds(stats.mtimeNs) === mtimeUs && target() === record.target
    default:
      return (
        stats.isFile() &&
        Number(stats.size) === bytes &&
        (Number(stats.mode) & 0o7777) === mode &&
        stats.mtimeNs === BigInt(mtimeUs) * 1000n
      )
  }
}

function statOf(path: string | Buffer): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined // what was a directory is none any more
  }
}

const PIECE_BYTES = 64 * 1024
const ours = Buffer.allocUnsafeSlow(PIECE_BYTES)
const theirs = Buffer.allocUnsafeSlow(PIECE_BYTES)

function sameContent(source: ContextSource, staged: ContextSource, entry: ContextEntry): boolean {
  const path = rawPathOf(entry)
  const file = openWalked(source, entry)
  try {
    checkUnchanged(file, entry)
    const copy = opened(staged, path)
    if (copy === undefined) return false
    try {
      const same = sameBytes(file, copy, entry)
      checkUnchanged(file, entry)
      return same
    } finally {
      copy.close()
    }
  } finally {
    file.close()
  }
}

/** A copy may have a mode that keeps its owner from reading it. */
function opened(staged: ContextSource, path: RawPath): OpenFile | undefined {
  try {
    return staged.open(path)
  } catch {
    return undefined
  }
}

function sameBytes(file: OpenFile, copy: OpenFile, { path, bytes }: ContextEntry): boolean {
  for (let position = 0; position < bytes; position += PIECE_BYTES) {
    const length = Math.min(PIECE_BYTES, bytes - position)
    const count = asWalked(path, () => file.read(theirs.subarray(0, length), position))
    if (count < length) throw changed(path, `it ends after ${position + count} bytes`)
    if (copy.read(ours.subarray(0, length), position) < length) return false
    if (ours.compare(theirs, 0, length, 0, length) !== 0) return false
  }
  return true
}
