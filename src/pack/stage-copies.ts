import {
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { CtxguardError } from '../errors.ts'
import type { ContextEntry } from '../model/entry.ts'
import { type ContextPath, isLossy, type RawPath, rawToBytes, spell } from '../model/path.ts'
import type { ContextSource, OpenFile } from '../model/source.ts'
import { rawPathOf } from './members.ts'
import type { StagedEntry } from './stage-manifest.ts'
import { asWalked, changed, checkUnchanged, openWalked } from './unchanged.ts'

/** A path below a directory, in the form that the file system calls take. */
export function below(dir: string, path: RawPath): string | Buffer {
  const full = `${dir}/${path}`
  return isLossy(path) ? rawToBytes(full) : full
}

export interface CopyOptions {
  /** an empty directory that the new set is made in */
  next: string
  /** the directory that holds the old one */
  dir: string
  source: ContextSource
  /** when this run began: what changed shortly before may change again without its times telling */
  startedMs: number
  /** the modification time that a copy gets, for that of its source; both in microseconds */
  timeOf(sourceUs: number): number
}

/** A set that is being made. */
export interface Copies {
  /** the next entry, in their order; `known` where its former copy is what it should be */
  add(entry: ContextEntry, known: StagedEntry | undefined): void
  /** gives the directories their modes and times, once nothing is put into them any more */
  finish(): void
  records: Map<RawPath, StagedEntry>
  /** what was copied anew */
  copied: { files: number; bytes: number }
}

export function startCopies({ next, dir, source, startedMs, timeOf }: CopyOptions): Copies {
  const records = new Map<RawPath, StagedEntry>()
  const copied = { files: 0, bytes: 0 }
  const rawPaths = new Map<ContextPath, RawPath>()
  const directories: { entry: ContextEntry; path: string | Buffer; mtimeUs: number }[] = []
  const remember = (entry: ContextEntry, mtimeUs: number, inode: number, target = '') => {
    const { kind, mode } = entry
    const record = { kind, mode, bytes: sizeOf(entry), mtimeUs, inode, target, ...originOf(entry, startedMs) }
    records.set(rawPathOf(entry), record)
  }
  const ownTime = (entry: ContextEntry) =>
    microseconds(asWalked(entry.path, () => source.mtimeNs(rawPathOf(entry))))

  const makeFile = (entry: ContextEntry, path: string | Buffer) => {
    const sourceUs = entry.arrivesEmpty ? makeEmpty(path, ownTime(entry)) : copyFile(source, entry, path)
    const mtimeUs = timeOf(sourceUs)
    chmodSync(path, entry.mode)
    utimesSync(path, ...times(mtimeUs))
    const stats = lstatSync(path, { bigint: true })
    checkMade(entry, stats)
    if (microseconds(stats.mtimeNs) !== mtimeUs)
      throw lacking(entry.path, 'modification times to the microsecond')
    copied.files++
    copied.bytes += sizeOf(entry)
    remember(entry, mtimeUs, Number(stats.ino))
  }
  const addFile = (entry: ContextEntry, path: string | Buffer, known: StagedEntry | undefined) => {
    if (entry.nlink !== undefined) rawPaths.set(entry.path, rawPathOf(entry))
    const first = entry.hardlinkOf && rawPaths.get(entry.hardlinkOf)!
    const made = first === undefined ? known : records.get(first)!
    if (made === undefined) makeFile(entry, path)
    else {
      linkSync(first === undefined ? below(dir, rawPathOf(entry)) : below(next, first), path)
      remember(entry, made.mtimeUs, made.inode, first)
    }
  }

  return {
    records,
    copied,
    add(entry, known) {
      const path = below(next, rawPathOf(entry))
      if (entry.kind === 'directory') {
        const mtimeUs = ownTime(entry)
        mkdirSync(path, { mode: 0o700 })
        directories.push({ entry, path, mtimeUs })
        remember(entry, mtimeUs, 0)
      } else if (entry.kind === 'symlink') {
        const target = targetOf(source, entry)
        const mtimeUs = ownTime(entry)
        symlinkSync(rawToBytes(target), path)
        lutimesSync(path, ...times(mtimeUs))
        remember(entry, mtimeUs, 0, target)
      } else addFile(entry, path, known)
    },
    finish() {
      for (const { entry, path, mtimeUs } of directories.reverse()) {
        utimesSync(path, ...times(mtimeUs))
        chmodSync(path, entry.mode)
        checkMade(entry, lstatSync(path, { bigint: true }))
      }
    },
  }
}

/** The coarsest resolution of times that a file system in use keeps. */
const SETTLED_MS = 2000

/** What is remembered of the source of an entry. */
export function originOf(
  { inode, mtimeMs, changedMs }: ContextEntry,
  startedMs: number,
): Pick<StagedEntry, 'source' | 'settled'> {
  return { source: { inode, mtimeMs, changedMs }, settled: changedMs < startedMs - SETTLED_MS }
}

/** Throws where the link is another one than was walked. */
export function targetOf(source: ContextSource, entry: ContextEntry): RawPath {
  const target = asWalked(entry.path, () => source.readLink(rawPathOf(entry)))
  if (spell(target) !== entry.link?.target) throw changed(entry.path, 'the link leads elsewhere')
  return target as RawPath
}

/** What a builder gets of it. */
export function sizeOf({ kind, bytes, arrivesEmpty }: ContextEntry): number {
  return kind === 'file' && !arrivesEmpty ? bytes : 0
}

/** Node sets times to the microsecond, from the epoch on: what is finer is cut off, and what is earlier moved there. */
export function microseconds(ns: bigint): number {
  return ns < 0n ? 0 : Number(ns / 1000n)
}

/** Access and modification time as Node takes them. Half a microsecond more, for it cuts off what a float leaves of one. */
function times(us: number): [number, number] {
  const seconds = (us + 0.5) / 1e6
  return [seconds, seconds]
}

function makeEmpty(path: string | Buffer, mtimeUs: number): number {
  closeSync(openSync(path, 'wx', 0o600))
  return mtimeUs
}

/** Copies a file as it was walked, and returns its modification time. Throws where it is another one by now. */
function copyFile(source: ContextSource, entry: ContextEntry, path: string | Buffer): number {
  const file = openWalked(source, entry)
  try {
    checkUnchanged(file, entry)
    if (!file.copyTo?.(path)) copyByReading(file, entry, path)
    return microseconds(checkUnchanged(file, entry).mtimeNs)
  } finally {
    file.close()
  }
}

const PIECE = Buffer.allocUnsafeSlow(256 * 1024)

function copyByReading(file: OpenFile, entry: ContextEntry, path: string | Buffer): void {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants
  const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
  try {
    for (let position = 0; position < entry.bytes; ) {
      const piece = PIECE.subarray(0, Math.min(PIECE.length, entry.bytes - position))
      const count = asWalked(entry.path, () => file.read(piece, position))
      if (count < piece.length) throw changed(entry.path, `it ends after ${position + count} bytes`)
      for (let at = 0; at < count; ) at += writeSync(fd, piece, at, count - at)
      position += count
    }
  } finally {
    closeSync(fd)
  }
}

/** A file system may keep less than it is given, and say nothing. */
function checkMade(entry: ContextEntry, stats: BigIntStats): void {
  const mode = Number(stats.mode) & 0o7777
  if (mode !== entry.mode)
    throw lacking(entry.path, `the mode ${octal(entry.mode)}, and makes it ${octal(mode)}`)
  if (entry.kind === 'file' && Number(stats.size) !== sizeOf(entry))
    throw changed(entry.path, 'it has another size')
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

function lacking(path: ContextPath, what: string): CtxguardError {
  return new CtxguardError(`${path} can't be staged: the file system there does not keep ${what}`, {
    hint: 'name a directory on another file system with --out',
  })
}
