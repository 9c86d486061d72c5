import { randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ContextEntry } from '../model/entry.ts'

/**
 * What tells that a file is still the one that was looked at: size, times, identity, mode. No content, no hash of it. One
 * of a commit is known by its blob's name, which is a part of its key then.
 */
type Identity = readonly [bytes: number, mtimeMs: number, changedMs: number, inode: number, mode: number]

/** Files of one context in which nothing was found, and which need not be read again while they stay as they are. */
export interface CleanFiles {
  has(entry: ContextEntry): boolean
  /** Remembers these besides those that were known. A cache that can't be written is none. */
  save(clean: readonly ContextEntry[]): void
}

export interface CleanFilesOptions {
  /** directory of the cache, absolute; made where it is not there */
  cacheDir: string
  /** the context's root, absolute */
  root: string
  /** its files are those of commits */
  ofCommits?: boolean
  /** what the files were found clean by; see rule-set.ts */
  ruleSet: string
  /** when the walk began: what changed so shortly before may change again without its time telling */
  startedMs: number
}

const FORMAT = 2
/** The coarsest resolution of times that a file system in use keeps. */
const SETTLED_MS = 2000
/** Entries that are kept of files which this run did not see. */
const MOST_OTHERS = 200_000
const MOST_BYTES = 256 * 2 ** 20

/** By key. Damage does no harm: an entry is believed only where it is a file's very identity. */
type Known = Readonly<Record<string, unknown>>

/**
 * The cache of a context. It is one's own file or nothing: one that is somebody else's, that others may write, that
 * can't be understood or was made by another rule set counts as empty.
 */
export function openCleanFiles(options: CleanFilesOptions): CleanFiles {
  const { cacheDir, ruleSet, startedMs } = options
  const root = options.ofCommits ? `commits of ${options.root}` : options.root
  const file = join(cacheDir, `clean-${shortName(root)}.json`)
  const known = load(file, ruleSet)
  const has = (entry: ContextEntry): boolean => isIdentity(known[keyOf(entry)], entry)
  return {
    has,
    save(clean) {
      const settled = clean.filter(
        entry => nameOf(entry) !== undefined || entry.changedMs < startedMs - SETTLED_MS,
      )
      if (settled.every(has)) return
      const others = Object.entries(known)
      const files = new Map([
        ...(others.length > MOST_OTHERS ? [] : others),
        ...settled.map(entry => [keyOf(entry), identityOf(entry)] as const),
      ])
      try {
        write(cacheDir, file, ruleSet, files)
      } catch {
        // the next run reads what this one read
      }
    },
  }
}

/** The name of the blob that holds its bytes. */
function nameOf({ content }: ContextEntry): string | undefined {
  return content?.kind === 'object' ? content.name : undefined
}

/** In a cache that holds commits, another blob at the same path is another file. */
function keyOf(entry: ContextEntry): string {
  const name = nameOf(entry)
  return name === undefined ? entry.path : `${name} ${entry.path}`
}

function identityOf(entry: ContextEntry): Identity {
  const { bytes, mtimeMs, changedMs, inode, mode } = entry
  if (nameOf(entry) !== undefined) return [bytes, 0, 0, 0, 0]
  return [bytes, mtimeMs, changedMs, inode, mode]
}

/** Whether this is the identity of that entry. Asked of every file: compared in place, nothing is made for it. */
function isIdentity(value: unknown, entry: ContextEntry): boolean {
  if (!Array.isArray(value) || value[0] !== entry.bytes) return false
  if (nameOf(entry) !== undefined) return true
  return (
    value[1] === entry.mtimeMs &&
    value[2] === entry.changedMs &&
    value[3] === entry.inode &&
    value[4] === entry.mode
  )
}

/** The first line: what the rest is. */
interface Header {
  format: number
  ruleSet: string
}

function load(file: string, ruleSet: string): Known {
  try {
    const stats = lstatSync(file)
    if (!stats.isFile() || stats.size > MOST_BYTES || !isOwn(stats)) return {}
    const text = readFileSync(file, 'utf8')
    const end = text.indexOf('\n')
    const header = JSON.parse(text.slice(0, end)) as Header
    if (header.format !== FORMAT || header.ruleSet !== ruleSet) return {}
    return (JSON.parse(text.slice(end + 1)) as Known | null) ?? {}
  } catch {
    return {}
  }
}

function write(cacheDir: string, file: string, ruleSet: string, files: ReadonlyMap<string, unknown>): void {
  mkdirSync(cacheDir, { recursive: true, mode: 0o700 })
  if (!isOwn(lstatSync(cacheDir))) return
  const header: Header = { format: FORMAT, ruleSet }
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, `${JSON.stringify(header)}\n${JSON.stringify(Object.fromEntries(files))}`, {
      mode: 0o600,
      flag: 'wx',
    })
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Nobody else may say which files are clean. */
function isOwn({ uid, mode }: { uid: number; mode: number }): boolean {
  const me = process.geteuid?.()
  return me === undefined || (uid === me && (mode & 0o022) === 0)
}

/**
 * A file name for a path that does not show it: FNV-1a, in two halves. Nothing relies on it: two contexts of one name
 * share a cache, and believe no entry that is not their own. To load node:crypto takes longer than all that is done here.
 */
function shortName(path: string): string {
  const halves = [0x811c9dc5, 0xcbf29ce4]
  for (let i = 0; i < path.length; i++)
    for (let half = 0; half < 2; half++)
      halves[half] = Math.imul(halves[half]! ^ (path.charCodeAt(i) + half), 0x01000193)
  return halves.map(half => (half >>> 0).toString(16).padStart(8, '0')).join('')
}
