import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  type Stats,
} from 'node:fs'
import type { EntryKind } from '../model/entry.ts'
import { compareBytes, isLossy, rawFromBytes, rawToBytes } from '../model/path.ts'
import type { ContextSource, EntryStat, OpenFile, RawEntry } from '../model/source.ts'
import { mountPointsBelow } from './mounts.ts'
import { readFully } from './read-fully.ts'

/** A directory on disk, `root` absolute and free of links. Synchronous throughout: four times faster than promises. */
export function directorySource(root: string): ContextSource {
  const prefix = root === '/' ? '/' : `${root}/`
  const absolute = (path: string) => {
    const full = path === '' ? root : prefix + path
    return isLossy(path) ? rawToBytes(full) : full
  }
  let mounts: ReadonlySet<string> | undefined
  return {
    root,
    children: dir => children(absolute(dir)),
    stat: path => entryStat(absolute(path)),
    readLink: path => rawFromBytes(readlinkSync(absolute(path), 'buffer')),
    read: (path, limit) => readRegularFile(absolute(path), limit),
    open: path => openRegularFile(absolute(path)),
    mtimeNs: path => lstatSync(absolute(path), { bigint: true }).mtimeNs,
    mountPoints: () => {
      mounts ??= mountPointsBelow(root)
      return mounts
    },
  }
}

const isRoot = process.geteuid?.() === 0

function children(dir: string | Buffer): RawEntry[] {
  // a directory that can be listed and not entered: a builder fails on whatever lies in it
  if (!isRoot) accessSync(dir, constants.R_OK | constants.X_OK)
  const found: Dirent[] = readdirSync(dir as string, { withFileTypes: true })
  const entries: RawEntry[] = []
  let plain = true
  for (const entry of found) {
    const { name } = entry
    if (NOT_PLAIN.test(name)) {
      if (name.includes('\ufffd')) return childrenByBytes(dir)
      plain = false
    }
    entries.push({ name, kind: kindOf(entry) ?? statKind(dir, name) })
  }
  return entries.sort(plain ? byCodeUnits : byBytes)
}

/** Names in which the order of UTF-16 units may not be that of bytes, or that may not be UTF-8 at all. */
const NOT_PLAIN = /[\ud800-\udfff\ufffd]/

function byCodeUnits(a: RawEntry, b: RawEntry): number {
  return a.name < b.name ? -1 : 1
}

function byBytes(a: RawEntry, b: RawEntry): number {
  return compareBytes(a.name, b.name)
}

/** Some name is not UTF-8, or holds a replacement character of its own: only the bytes tell. */
function childrenByBytes(dir: string | Buffer): RawEntry[] {
  const found = readdirSync(dir, { withFileTypes: true, encoding: 'buffer' })
  return found
    .map(entry => {
      const name = rawFromBytes(entry.name as unknown as Uint8Array)
      return { name, kind: kindOf(entry) ?? statKind(dir, name) }
    })
    .sort(byBytes)
}

/** For file systems whose listing does not tell the kind. */
function statKind(dir: string | Buffer, name: string): EntryKind {
  return kindOf(lstatSync(Buffer.concat([Buffer.from(dir), Buffer.from('/'), rawToBytes(name)]))) ?? 'device'
}

type Kinded = Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'> &
  Pick<Stats, 'isBlockDevice' | 'isCharacterDevice'>

/** The kind of what was looked at; undefined where the file system does not tell. */
export function kindOf(entry: Kinded): EntryKind | undefined {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  if (entry.isSymbolicLink()) return 'symlink'
  if (entry.isFIFO()) return 'fifo'
  if (entry.isSocket()) return 'socket'
  return entry.isBlockDevice() || entry.isCharacterDevice() ? 'device' : undefined
}

function entryStat(path: string | Buffer): EntryStat {
  const stats = lstatSync(path)
  const kind = kindOf(stats) ?? 'device'
  const stat: EntryStat = {
    kind,
    bytes: kind === 'file' ? stats.size : 0,
    mode: stats.mode & 0o7777,
    mtimeMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
    nlink: stats.nlink,
    inode: stats.ino,
    device: stats.dev,
    readable: kind === 'symlink' || isReadable(path, stats),
  }
  if (kind === 'device') stat.special = deviceOf(stats)
  return stat
}

/** As the C library of Linux takes a device number apart. */
function deviceOf(stats: Stats): NonNullable<EntryStat['special']> {
  const high = Math.floor(stats.rdev / 2 ** 32)
  const low = stats.rdev % 2 ** 32
  return {
    block: stats.isBlockDevice(),
    major: ((low >>> 8) & 0xfff) + (high & ~0xfff),
    minor: (low & 0xff) + ((low >>> 12) & 0xfff00),
  }
}

function isReadable(path: string | Buffer, stats: Stats): boolean {
  // a system call only where the mode leaves a doubt
  if (isRoot || (stats.mode & 0o444) === 0o444) return true
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

function openRegularFile(path: string | Buffer): OpenFile {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  const stat = () => {
    const stats = fstatSync(fd, { bigint: true })
    if (!stats.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'ENOTFILE' })
    return {
      bytes: Number(stats.size),
      mode: Number(stats.mode) & 0o7777,
      inode: Number(stats.ino),
      mtimeNs: stats.mtimeNs,
      changedNs: stats.ctimeNs,
    }
  }
  return {
    stat,
    read: (into, position) => readFully(fd, into, position),
    copyTo: target => copyOpenFile(fd, target),
    close: () => closeSync(fd),
  }
}

/** By its descriptor: its name may stand for another file by now. Only Linux gives open files a name of their own. */
function copyOpenFile(fd: number, target: string | Buffer): boolean {
  if (process.platform !== 'linux') return false
  try {
    copyFileSync(`/proc/self/fd/${fd}`, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Opens without following a link and without waiting for a FIFO, and reads only what is a regular file. */
function readRegularFile(
  path: string | Buffer,
  limit = Number.POSITIVE_INFINITY,
  links = 'refuse',
): Uint8Array {
  const noFollow = links === 'follow' ? 0 : (constants.O_NOFOLLOW ?? 0)
  const flags = constants.O_RDONLY | noFollow | (constants.O_NONBLOCK ?? 0)
  const fd = openSync(path, flags)
  try {
    const stats = fstatSync(fd)
    if (!stats.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'ENOTFILE' })
    if (stats.size <= limit && limit === Number.POSITIVE_INFINITY) return readFileSync(fd)
    const bytes = Buffer.alloc(Math.min(limit, stats.size))
    return bytes.subarray(0, readFully(fd, bytes, 0))
  } finally {
    closeSync(fd)
  }
}

/** Reads a regular file by its absolute path with the same care, but follows links where it is told to. */
export function readFileSafely(
  file: string,
  limit?: number,
  links: 'follow' | 'refuse' = 'refuse',
): Uint8Array {
  return readRegularFile(file, limit, links)
}
