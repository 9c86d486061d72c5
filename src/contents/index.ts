import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import type { ContextEntry } from '../model/entry.ts'
import type { FileSecrets } from '../model/secret.ts'
import type { Incomplete, Snapshot } from '../model/snapshot.ts'
import { judgeByName } from '../secrets/examination.ts'
import { batchesOf, examineAll } from './batch.ts'
import { openCleanFiles } from './clean-files.ts'
import { FileExaminer } from './examine-file.ts'
import { gapsOf } from './gaps.ts'
import type { Job, Outcomes } from './job.ts'
import { examineInWorkers, NoWorkers } from './pool.ts'
import { ruleSetVersion } from './rule-set.ts'

export interface ContentOptions {
  /** bytes of a longer file that are read */
  mostBytes: number
  /** where it is remembered which files are clean; default: nowhere */
  cacheDir?: string
  /** when the walk began, in milliseconds since the epoch */
  startedMs: number
  /** hears how many files have been looked at */
  onProgress?: (files: number) => void
}

export interface Contents {
  /** files that hold something */
  secrets: ReadonlyMap<ContextEntry, FileSecrets>
  /** what was not seen */
  incomplete: Incomplete[]
}

/** Less work than that is done before a thread has started. */
const WORTH_WORKERS = { bytes: 6 * 2 ** 20, files: 1500 }
/** What one worker does before a second one is worth it: each compiles the detectors, and learns to run fast, anew. */
const WORKER_LOAD = { bytes: 96 * 2 ** 20, files: 16_000 }
const MOST_WORKERS = 4

/** Reads every sent file once and says what secrets it holds. Files that are known to be clean are not read. */
export async function examineContents(snapshot: Snapshot, options: ContentOptions): Promise<Contents> {
  const { entries, request } = snapshot
  const { mostBytes, cacheDir, startedMs } = options
  const root = request.context.dir
  const clean =
    cacheDir === undefined
      ? undefined
      : openCleanFiles({ cacheDir, root, ruleSet: ruleSetVersion(), startedMs })

  const secrets = new Map<ContextEntry, FileSecrets>()
  const jobs: Job[] = []
  const known: ContextEntry[] = []
  for (const [index, entry] of entries.entries()) {
    if (entry.kind !== 'file' || entry.bytes === 0 || entry.arrivesEmpty) continue
    if (entry.unreadable) {
      const named = judgeByName(entry.path, entry.bytes)
      if (named) secrets.set(entry, named)
    } else if (clean?.has(entry)) known.push(entry)
    else jobs.push({ index, path: entry.path, rawPath: entry.rawPath ?? entry.path, bytes: entry.bytes })
  }

  const outcomes = await examineJobs(jobs, { root, mostBytes, onProgress: options.onProgress })
  const incomplete: Incomplete[] = []
  for (const [index, examined] of outcomes.toSorted(([a], [b]) => a - b)) {
    const entry = entries[index]!
    if (examined.secrets) secrets.set(entry, examined.secrets)
    incomplete.push(...gapsOf(entry, examined, mostBytes))
  }
  if (clean) {
    const spoken = new Set(outcomes.map(([index]) => index))
    const found = jobs.filter(job => !spoken.has(job.index)).map(job => entries[job.index]!)
    clean.save([...known, ...found])
  }
  return { secrets, incomplete }
}

interface Doing {
  root: string
  mostBytes: number
  onProgress: ContentOptions['onProgress']
}

async function examineJobs(jobs: readonly Job[], { root, mostBytes, onProgress }: Doing): Promise<Outcomes> {
  const batches = batchesOf(jobs)
  let done = 0
  const onDone = (batch: readonly Job[]) => {
    done += batch.length
    onProgress?.(done)
  }
  const bytes = jobs.reduce((sum, job) => sum + Math.min(job.bytes, mostBytes), 0)
  if (bytes >= WORTH_WORKERS.bytes || jobs.length >= WORTH_WORKERS.files) {
    const wanted = Math.round(Math.max(bytes / WORKER_LOAD.bytes, jobs.length / WORKER_LOAD.files))
    const workers = Math.min(Math.max(1, wanted), availableParallelism(), MOST_WORKERS)
    try {
      return await examineInWorkers(batches, { root, mostBytes, workers, onDone })
    } catch (error) {
      if (!(error instanceof NoWorkers)) throw error
    }
  }
  const examiner = new FileExaminer(mostBytes)
  const outcomes: Outcomes = []
  for (const batch of batches) {
    outcomes.push(...examineAll(root, batch, examiner))
    onDone(batch)
    await setImmediate()
  }
  return outcomes
}
