import { createHash, randomBytes } from 'node:crypto'
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

const FORMAT = 1
const IDENTITY_PARTS = 5
/** The coarsest resolution of times that a file system in use keeps. */
const SETTLED_MS = 2000
/** Entries that are kept of files which this run did not see. */
const MOST_OTHERS = 200_000
const MOST_BYTES = 256 * 2 ** 20

/**
 * The cache of a context. It is one's own file or nothing: one that is somebody else's, that others may write, that
 * is damaged or was made by another rule set counts as empty.
 */
export function openCleanFiles(options: CleanFilesOptions): CleanFiles {
  const { cacheDir, ruleSet, startedMs } = options
  const root = digestOf(options.ofCommits ? `commits of ${options.root}` : options.root)
  const file = join(cacheDir, `clean-${root.slice(0, 32)}.json`)
  const origin = { ruleSet, root }
  const known = load(file, origin)
  return {
    has: entry => {
      const identity = known.get(keyOf(entry))
      return identity !== undefined && isSame(identity, identityOf(entry))
    },
    save(clean) {
      const settled = clean.filter(
        entry => nameOf(entry) !== undefined || entry.changedMs < startedMs - SETTLED_MS,
      )
      const news = settled.filter(entry => {
        const identity = known.get(keyOf(entry))
        return identity === undefined || !isSame(identity, identityOf(entry))
      })
      if (news.length === 0) return
      const others = known.size > MOST_OTHERS ? [] : known
      const files = new Map([...others, ...settled.map(entry => [keyOf(entry), identityOf(entry)] as const)])
      try {
        write(cacheDir, file, origin, files)
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

function isIdentity(value: unknown): value is Identity {
  return Array.isArray(value) && value.length === IDENTITY_PARTS && value.every(Number.isFinite)
}

function isSame(a: Identity, b: Identity): boolean {
  return a.every((part, i) => part === b[i])
}

interface Origin {
  ruleSet: string
  /** hash of the context's path, which may hold what nobody else should read */
  root: string
}

/** The first line: what the rest is. */
interface Header extends Origin {
  format: number
  sha256: string
}

function load(file: string, { ruleSet, root }: Origin): Map<string, Identity> {
  try {
    const stats = lstatSync(file)
    if (!stats.isFile() || stats.size > MOST_BYTES || !isOwn(stats)) return new Map()
    const text = readFileSync(file, 'utf8')
    const end = text.indexOf('\n')
    const header = JSON.parse(text.slice(0, end)) as Header
    const body = text.slice(end + 1)
    const isOurs = header.format === FORMAT && header.ruleSet === ruleSet && header.root === root
    if (!isOurs || header.sha256 !== digestOf(body)) return new Map()
    const files = Object.entries(JSON.parse(body) as Record<string, unknown>)
    return new Map(files.filter((file): file is [string, Identity] => isIdentity(file[1])))
  } catch {
    return new Map()
  }
}

function write(cacheDir: string, file: string, origin: Origin, files: ReadonlyMap<string, Identity>): void {
  mkdirSync(cacheDir, { recursive: true, mode: 0o700 })
  if (!isOwn(lstatSync(cacheDir))) return
  const body = JSON.stringify(Object.fromEntries(files))
  const header: Header = { format: FORMAT, ...origin, sha256: digestOf(body) }
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, `${JSON.stringify(header)}\n${body}`, { mode: 0o600, flag: 'wx' })
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

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
