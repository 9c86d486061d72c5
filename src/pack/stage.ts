import { chmodSync, mkdirSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { CtxguardError } from '../errors.ts'
import type { ContextEntry } from '../model/entry.ts'
import type { RawPath } from '../model/path.ts'
import type { ContextSource } from '../model/source.ts'
import { rawPathOf } from './members.ts'
import { originOf, startCopies } from './stage-copies.ts'
import { holdsOnly, stayers } from './stage-known.ts'
import { lockStore } from './stage-lock.ts'
import { identityOf, type Manifest, type StagedEntry, writeManifest } from './stage-manifest.ts'
import { clear, openStore, publish, recover, type StagePlace, stagePlace } from './stage-place.ts'

export interface StageOptions {
  /** the source is no directory on disk (a commit, an archive): its times and inodes do not tell of changes */
  laid?: boolean
  /** looks at a new set before it takes its place, and throws where it must not; gets its directory */
  check?: (dir: string) => void
  /** keeps other runs from staging there until `release` is called, such as while a build reads the directory */
  hold?: boolean
  /** hears how many entries were looked at */
  onProgress?: (entries: number) => void
}

/** What was done. */
export interface Staged {
  /** the directory that a build is given: absolute, its parents free of links */
  dir: string
  /** files that were copied anew, and bytes of them */
  copied: { files: number; bytes: number }
  /** names of files that were there as they should be */
  kept: number
  /** names that were there and no longer are, directories included */
  removed: number
  /** FIFOs, sockets and devices: a directory that any user may make can't hold them */
  leftOut: readonly ContextEntry[]
}

/** A staged directory that others may stage again once it is released, or this process has ended. */
export interface Held extends Staged {
  release(): void
}

/**
 * Makes the directory `out` hold exactly `entries` (in the order of a context, as `selectEntries` returns them): their
 * modes, modification times to the microsecond, link targets byte for byte, and hard links among themselves. Content is
 * shared with the source where the file system shares blocks (reflink), else copied; never a hard link to the source.
 *
 * **Old or new.** The new set is made beside the directory, in `out.ctxguard/next`, and put in its place by two renames
 * once it is whole. Whatever moment the process is killed at, `out` holds the old set or the new one, or, between the
 * two renames, is not there: a build fails then, and the next run puts the old set back. (A link at `out` that is switched
 * would close that gap, and open others: `find`, caches and artifacts of build servers, `cp -a` and kaniko would take the
 * link for the set. Node can't exchange two directories at once.) A build that reads while another run puts a new set
 * there sees the new one from then on, as with any directory that changes under it: don't run both at once.
 *
 * **In place.** Where nothing changed nothing is touched. Else a new set takes over what is unchanged by hard links to our
 * own former copies, whose names go with the old set: inode, mode and times stay, and each file ends with as many
 * names as it has in the set. BuildKit finds the former transfer by the last name of the path that it is given (buildx
 * build/opt.go), and compares size, mode and times: it fetches only what was copied anew.
 *
 * **Times.** BuildKit keeps old content where size and time are the same (SEMANTICS.md 10.5). A source file that keeps both
 * and changes is noticed by its inode and its time of change, or by comparing bytes where these can't be trusted; and
 * a copy whose time would not be later than all that were ever staged here gets as many microseconds more as runs
 * have been. So no two contents of a path have the same time.
 *
 * What is staged is what was walked: a file whose size, times, mode or inode are not those of its entry rejects. Also
 * rejects with a UsageError where `out` holds something that was not staged, and with a CtxguardError where another run is
 * at work or has not released it, or the file system can't hold the set. The old set then stays.
 */
export async function stageContext(
  entries: readonly ContextEntry[],
  source: ContextSource,
  out: string,
  options: StageOptions = {},
): Promise<Held> {
  try {
    const place = stagePlace(out)
    openStore(place)
    const lock = lockStore(place.store)
    if ('holder' in lock)
      throw new CtxguardError(`${out} is being staged by ${lock.holder}`, {
        hint: `wait for it, name another directory with --out, or remove ${lock.file} if you know better`,
      })
    let isHeld = false
    try {
      const manifest = recover(place)
      const generation = Math.max(lock.generation, (manifest?.generation ?? 0) + 1)
      const staged = await synchronise({ place, manifest, generation }, entries, source, options)
      isHeld = options.hold === true
      return { ...staged, release: isHeld ? lock.release : () => {} }
    } finally {
      clear(place)
      if (!isHeld) lock.release()
    }
  } catch (error) {
    throw isOfFileSystem(error) ? unwritable(out, error) : error
  }
}

interface Run {
  place: StagePlace
  /** of what is staged */
  manifest: Manifest | undefined
  /** number of this run; no earlier one had it */
  generation: number
}

async function synchronise(
  { place, manifest, generation }: Run,
  given: readonly ContextEntry[],
  source: ContextSource,
  { laid = false, check, onProgress }: StageOptions,
): Promise<Staged> {
  const { dir, next } = place
  const startedMs = Date.now()
  const entries = given.filter(({ kind }) => KINDS.includes(kind))
  const leftOut = given.filter(({ kind }) => !KINDS.includes(kind))

  const stayerOf = stayers({ dir, manifest, source, laid })
  const stay: (StagedEntry | undefined)[] = []
  let kept = 0
  for await (const entry of unhurried(entries, onProgress)) {
    const known = stayerOf(entry)
    if (known?.kind === 'file') kept++
    stay.push(known)
  }
  if (manifest !== undefined && !stay.includes(undefined) && holdsOnly(dir, entries)) {
    check?.(dir)
    remember(place, manifest, entries, stay as StagedEntry[], startedMs)
    return { dir, copied: { files: 0, bytes: 0 }, kept, removed: 0, leftOut }
  }

  mkdirSync(next, { mode: 0o700 })
  const formerUs = manifest?.latestUs ?? -1
  const timeOf = (us: number) => (us > formerUs ? us : us + generation)
  const { add, finish, records, copied } = startCopies({ next, dir, source, startedMs, timeOf })
  let index = 0
  for await (const entry of unhurried(entries, onProgress)) add(entry, stay[index++])
  finish()
  check?.(next)
  chmodSync(next, source.stat('').mode | 0o700)
  let latestUs = formerUs
  for (const { kind, mtimeUs } of records.values())
    if (kind === 'file') latestUs = Math.max(latestUs, mtimeUs)
  writeManifest(place.nextManifest, {
    generation,
    directory: identityOf(next)!,
    latestUs,
    entries: records,
  })
  publish(place)
  const removed = [...(manifest?.entries.keys() ?? [])].filter(path => !records.has(path)).length
  return { dir, copied, kept, removed, leftOut }
}

/** What any user may make. */
const KINDS: readonly ContextEntry['kind'][] = ['file', 'directory', 'symlink']

/** Others have work meanwhile, such as the progress line. */
async function* unhurried(
  entries: readonly ContextEntry[],
  onProgress: StageOptions['onProgress'],
): AsyncGenerator<ContextEntry> {
  for (let from = 0; from < entries.length; from += 1024) {
    onProgress?.(from)
    await setImmediate()
    yield* entries.slice(from, from + 1024)
  }
}

/** Nothing was touched; but what had to be compared this time need not be the next. */
function remember(
  { manifest: file, dir }: StagePlace,
  manifest: Manifest,
  entries: readonly ContextEntry[],
  stay: readonly StagedEntry[],
  startedMs: number,
): void {
  const directory = identityOf(dir)!
  let isNew = directory !== manifest.directory
  const records = entries.map((entry, index): [RawPath, StagedEntry] => {
    const known = stay[index]!
    const origin = originOf(entry, startedMs)
    const { inode, changedMs } = known.source
    const isSame = inode === entry.inode && changedMs === entry.changedMs && origin.settled === known.settled
    if (!isSame) isNew = true
    return [rawPathOf(entry), isSame ? known : { ...known, ...origin }]
  })
  if (isNew) writeManifest(file, { ...manifest, directory, entries: new Map(records) })
}

function isOfFileSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

function unwritable(out: string, error: NodeJS.ErrnoException): CtxguardError {
  const { code, message } = error
  return new CtxguardError(`${out} could not be staged: ${REASONS[code ?? ''] ?? message}`, {
    hint: 'mend that, or name another directory with --out',
    cause: error,
  })
}

const REASONS: Record<string, string> = {
  ENOSPC: 'no space left on the device',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  EBUSY: 'it is a mount point, or in use',
  EXDEV: 'it is a file system of its own, other than that of the directory above it',
  ENAMETOOLONG: 'a path gets too long there',
}
