import { setImmediate } from 'node:timers/promises'
import type { ContextEntry } from '../model/entry.ts'
import { type ContextPath, type RawPath, spell } from '../model/path.ts'
import type { Builder, BuildRequest } from '../model/request.ts'
import type { Incomplete, Snapshot, Totals } from '../model/snapshot.ts'
import type { ContextSource, EntryStat } from '../model/source.ts'
import { linkInfo } from './links.ts'
import { lateProblems, type PreparedContext, prepareContext } from './prepare.ts'
import type { Step } from './walk.ts'

/** Somebody who wants to know how far a walk has come. */
export interface WalkWatch {
  onProgress?: (entries: number) => void
  /** hears of everything that is sent, as it comes */
  onEntry?: (entry: ContextEntry) => void
}

/**
 * Walks a context and describes everything its builder would take. Rejects only where nothing can be said at all
 * (a UsageError for an ignore file that was named and is not there); what went wrong on the way is in the snapshot.
 */
export async function takeSnapshot(request: BuildRequest, watch: WalkWatch = {}): Promise<Snapshot> {
  const prepared = prepareContext(request)
  const describe = entryDescriber(prepared)
  const snapshot = emptySnapshot(prepared)
  const uncounted: RawPath[] = []
  let steps = 0
  for (const step of prepared.walk()) {
    // others have work meanwhile: git's answers, the progress line
    if (++steps % 4096 === 0) {
      watch.onProgress?.(steps)
      await setImmediate()
    }
    if (step.type === 'sent') {
      const entry = describe(step, snapshot.incomplete)
      if (entry !== undefined) {
        addEntry(snapshot, entry)
        watch.onEntry?.(entry)
      }
    } else if (step.type === 'excluded') {
      if (step.inside) snapshot.excluded.visitedInVain++
      const pruned = step.kind === 'directory' && step.below !== 'entered'
      if (!pruned) {
        if (step.kind !== 'directory') uncounted.push(step.path)
        continue
      }
      const line = prepared.matcher.patterns[step.by]!.line
      snapshot.excluded.prunedDirectories.push({
        path: spell(step.path),
        line,
        builderWalks: step.below === 'builder-walks',
      })
    } else if (step.type === 'incomplete') snapshot.incomplete.push(step.incomplete)
    else snapshot.refusals.push(step.refusal)
  }
  snapshot.ignoreProblems.push(...lateProblems(prepared))
  snapshot.patternUse = prepared.matcher.use.slice(0, prepared.ignoreFile?.patterns.length ?? 0)
  if (snapshot.excluded.prunedDirectories.length === 0)
    Object.assign(snapshot.excluded, countExcluded(prepared.source, uncounted))
  return snapshot
}

function emptySnapshot({
  request,
  source,
  ignoreFile,
  ignoreCandidates,
  problems,
  notes,
}: PreparedContext): Snapshot {
  return {
    request,
    ...(ignoreFile && { ignoreFile }),
    ignoreCandidates,
    ignoreProblems: [...problems],
    refusals: [],
    patternUse: [],
    entries: [],
    excluded: { prunedDirectories: [], visitedInVain: 0 },
    totals: { files: 0, bytes: 0 },
    incomplete: [...notes],
    source,
  }
}

function addEntry(snapshot: Snapshot, entry: ContextEntry): void {
  snapshot.entries.push(entry)
  if (entry.kind === 'directory') return
  snapshot.totals.files++
  if (entry.hardlinkOf === undefined) snapshot.totals.bytes += entry.bytes
}

/** Makes entries of the steps of one walk; undefined where the entry vanished meanwhile. */
export function entryDescriber({ source, request }: PreparedContext) {
  const root = request.context.dir
  const rootDevice = source.stat('').device
  const mounts = source.mountPoints()
  const firstNames = new Map<number, ContextPath>()

  return (step: Step & { type: 'sent' }, incomplete: Incomplete[]): ContextEntry | undefined => {
    let stat: EntryStat
    try {
      stat = source.stat(step.path)
    } catch (error) {
      incomplete.push(unstated(step.path, error))
      return undefined
    }
    const path = spell(step.path)
    const entry: ContextEntry = {
      path,
      kind: stat.kind,
      bytes: stat.bytes,
      mode: stat.mode,
      mtimeMs: stat.mtimeMs,
      changedMs: stat.changedMs,
      inode: stat.inode,
    }
    // only what had to be spelled is not UTF-8
    if ((path as string) !== step.path) entry.rawPath = step.path
    if (stat.content !== undefined) entry.content = stat.content
    if (step.parentOnly) entry.parentOnly = true
    if (step.arrivesEmpty) entry.arrivesEmpty = true
    if (!stat.readable) {
      entry.unreadable = true
      // BuildKit sends it empty and goes on (D4); an unreadable directory is said where it can't be listed
      if (stat.kind === 'file' && request.builder !== 'buildkit')
        incomplete.push(unread(path, request.builder))
    }
    if ((mounts.size > 0 && mounts.has(step.path)) || isForeignDevice(stat, rootDevice))
      entry.mountPoint = true
    if (stat.kind === 'symlink') {
      try {
        entry.link = linkInfo(source, step.path, root)
      } catch (error) {
        incomplete.push(unstated(step.path, error))
        return undefined
      }
    }
    if (stat.kind === 'file' && stat.nlink > 1) {
      entry.nlink = stat.nlink
      // BuildKit compares inode numbers alone (fsutil stat_unix.go)
      const first = firstNames.get(stat.inode)
      if (first === undefined) firstNames.set(stat.inode, path)
      else entry.hardlinkOf = first
    }
    return entry
  }
}

const listsMounts = process.platform === 'linux'

/** Only where the kernel lists no mounts: a directory on another device begins one, and all below is on it too. */
function isForeignDevice(stat: EntryStat, rootDevice: number): boolean {
  return !listsMounts && stat.kind === 'directory' && stat.device !== rootDevice
}

function unstated(path: RawPath, error: unknown): Incomplete {
  const { code, message } = error as NodeJS.ErrnoException
  const gone = code === 'ENOENT' || code === 'ENOTDIR'
  return {
    what: gone ? `${spell(path)} vanished during the walk` : `${spell(path)} could not be examined`,
    path: spell(path),
    reason: gone ? 'it is no longer there' : message,
    hint: gone ? 'run the audit again' : 'give permission to its directory or exclude it',
    fatal: !gone,
  }
}

function unread(path: ContextPath, builder: Builder): Incomplete {
  return {
    what: `${path} could not be read`,
    path,
    reason: 'permission denied',
    hint: `give read permission or exclude it; ${builder} itself fails on it`,
    fatal: true,
  }
}

function countExcluded(source: ContextSource, paths: readonly RawPath[]): Totals {
  let bytes = 0
  for (const path of paths) {
    try {
      bytes += source.stat(path).bytes
    } catch {
      // gone, or not ours to see: it is excluded either way
    }
  }
  return { files: paths.length, bytes }
}
