import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import type { ContextEntry } from '../model/entry.ts'
import type { FileSecrets } from '../model/secret.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { judgeByName } from '../secrets/examination.ts'
import { Batching, examineAll } from './batch.ts'
import { openCleanFiles } from './clean-files.ts'
import { FileExaminer } from './examine-file.ts'
import { gapsOf } from './gaps.ts'
import type { Job, Outcomes } from './job.ts'
import { NoWorkers, Pool } from './pool.ts'
import { ruleSetVersion } from './rule-set.ts'

export interface ContentOptions {
  /** the context's root, absolute */
  root: string
  /** bytes of a longer file that are read */
  mostBytes: number
  /** where it is remembered which files are clean; default: nowhere */
  cacheDir?: string
  /** when the walk began, in milliseconds since the epoch */
  startedMs: number
}

interface Contents {
  /** files that hold something */
  secrets: ReadonlyMap<ContextEntry, FileSecrets>
  /** what was not seen */
  incomplete: Incomplete[]
}

/** A search for secrets that goes on beside the walk. */
export interface ContentSearch {
  /** the next entry that is sent */
  add(entry: ContextEntry): void
  /** what all of them hold */
  finish(): Promise<Contents>
  /** nobody wants to know any more */
  stop(): void
}

/** Less work than that is done before a thread has started. */
const WORTH_WORKERS = { bytes: 6 * 2 ** 20, files: 1500 }
/** What one worker does before a second one is worth it: each compiles the detectors, and learns to run fast, anew. */
const WORKER_LOAD = { bytes: 96 * 2 ** 20, files: 16_000 }
const MOST_WORKERS = 4

/** Reads every file that is added once and says what secrets it holds. Files that are known to be clean are not read. */
export function searchContents({ root, mostBytes, cacheDir, startedMs }: ContentOptions): ContentSearch {
  const clean =
    cacheDir === undefined
      ? undefined
      : openCleanFiles({ cacheDir, root, ruleSet: ruleSetVersion(), startedMs })
  const secrets = new Map<ContextEntry, FileSecrets>()
  const known: ContextEntry[] = []
  const files: ContextEntry[] = []
  const load = { bytes: 0, files: 0 }
  const batching = new Batching()
  const batches: Job[][] = []
  let pool: Pool | undefined

  const handOver = (batch: Job[]) => {
    batches.push(batch)
    const isWorth = load.bytes >= WORTH_WORKERS.bytes || load.files >= WORTH_WORKERS.files
    if (pool) pool.push(batch)
    else if (isWorth) {
      pool = new Pool({ root, mostBytes, workersFor: () => workersFor(load) })
      for (const earlier of batches) pool.push(earlier)
    }
  }
  const examine = async (): Promise<Outcomes> => {
    try {
      if (pool) return await pool.finish()
    } catch (error) {
      if (!(error instanceof NoWorkers)) throw error
    }
    return examineHere(batches, root, mostBytes)
  }

  return {
    add(entry) {
      const isRead = entry.kind === 'file' && entry.bytes > 0 && !entry.arrivesEmpty && !entry.unreadable
      if (!isRead) {
        // a name is sent whatever it is the name of
        const named = judgeByName(entry.path, entry.arrivesEmpty ? 0 : entry.bytes)
        if (named) secrets.set(entry, named)
      } else if (clean?.has(entry)) known.push(entry)
      else {
        const index = files.push(entry) - 1
        load.files++
        load.bytes += Math.min(entry.bytes, mostBytes)
        const { path, rawPath = path, bytes } = entry
        const full = batching.add({ index, path, rawPath, bytes })
        if (full) handOver(full)
      }
    },
    async finish() {
      const rest = batching.rest()
      if (rest.length > 0) handOver(rest)
      const outcomes = (await examine()).toSorted(([a], [b]) => a - b)
      const incomplete: Incomplete[] = []
      for (const [index, examined] of outcomes) {
        if (examined.secrets) secrets.set(files[index]!, examined.secrets)
        incomplete.push(...gapsOf(files[index]!, examined, mostBytes))
      }
      const speaking = new Set(outcomes.map(([index]) => index))
      clean?.save([...known, ...files.filter((_, index) => !speaking.has(index))])
      return { secrets, incomplete }
    },
    stop: () => pool?.stop(),
  }
}

function workersFor({ bytes, files }: { bytes: number; files: number }): number {
  const wanted = Math.round(Math.max(bytes / WORKER_LOAD.bytes, files / WORKER_LOAD.files))
  return Math.min(Math.max(1, wanted), availableParallelism(), MOST_WORKERS)
}

/** In this thread, which has other things to do in between. */
async function examineHere(batches: readonly Job[][], root: string, mostBytes: number): Promise<Outcomes> {
  const examiner = new FileExaminer(mostBytes)
  const outcomes: Outcomes = []
  for (const batch of batches) {
    outcomes.push(...examineAll(root, batch, examiner))
    await setImmediate()
  }
  return outcomes
}
