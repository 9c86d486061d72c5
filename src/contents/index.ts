import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import type { ContextEntry } from '../model/entry.ts'
import type { ContentDigest, SeenContent } from '../model/finding.ts'
import type { FileSecrets } from '../model/secret.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { judgeByNames } from '../secrets/by-name.ts'
import { Batching } from './batch.ts'
import { openCleanFiles } from './clean-files.ts'
import { gapsOf } from './gaps.ts'
import type { Job, Outcomes } from './job.ts'
import { type LoadedJobs, loadJobs, type ReadStored } from './load.ts'
import { NoWorkers, Pool } from './pool.ts'
import { ruleSetVersion } from './rule-set.ts'

export interface ContentOptions {
  /** the context's root, absolute */
  root: string
  /** reads what the context's files hold, where that is known by name */
  readStored?: ReadStored | undefined
  /** bytes of a longer file that are read */
  mostBytes: number
  /** where it is remembered which files are clean; default: nowhere */
  cacheDir?: string
  /** when the walk began, in milliseconds since the epoch */
  startedMs: number
}

interface Contents extends SeenContent {
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

/** What one worker does before a second one is worth it: each compiles the detectors, and learns to run fast, anew. */
const WORKER_LOAD = { bytes: 96 * 2 ** 20, files: 16_000 }
const MOST_WORKERS = 4

/** Reads every file that is added once and says what secrets it holds, and what other rules want to know of it. Files that are known to be clean are not read. */
export function searchContents(options: ContentOptions): ContentSearch {
  const { root, readStored, mostBytes, cacheDir, startedMs } = options
  const load = (jobs: readonly Job[]) => loadJobs(jobs, mostBytes, readStored)
  const clean =
    cacheDir === undefined
      ? undefined
      : openCleanFiles({
          cacheDir,
          root,
          ofCommits: readStored !== undefined,
          ruleSet: ruleSetVersion(),
          startedMs,
        })
  const unread: ContextEntry[] = []
  const known: ContextEntry[] = []
  const files: ContextEntry[] = []
  const amount = { bytes: 0, files: 0 }
  const batching = new Batching()
  const batches: Job[][] = []
  let pool: Pool | undefined

  const handOver = (batch: Job[]) => {
    batches.push(batch)
    pool!.push(batch)
  }
  const examine = async (): Promise<Outcomes> => {
    try {
      return (await pool?.finish()) ?? []
    } catch (error) {
      if (!(error instanceof NoWorkers)) throw error
    }
    return examineHere(batches, load, root, mostBytes)
  }

  return {
    add(entry) {
      const isRead = entry.kind === 'file' && entry.bytes > 0 && !entry.arrivesEmpty && !entry.unreadable
      // a name is sent whatever it is the name of
      if (!isRead) unread.push(entry)
      else if (clean?.has(entry)) known.push(entry)
      else {
        // it starts while the walk goes on
        pool ??= new Pool({ root, mostBytes, load, workersFor: () => workersFor(amount) })
        const index = files.push(entry) - 1
        amount.files++
        amount.bytes += Math.min(entry.bytes, mostBytes)
        const { path, rawPath = path, bytes, content } = entry
        const full = batching.add({ index, path, rawPath, bytes, ...(content && { content }) })
        if (full) handOver(full)
      }
    },
    async finish() {
      const rest = batching.rest()
      if (rest.length > 0) handOver(rest)
      const outcomes = (await examine()).toSorted(([a], [b]) => a - b)
      const secrets = new Map<ContextEntry, FileSecrets>()
      const named = await judgeByNames(
        unread.map(({ path, bytes, arrivesEmpty }) => ({ path, bytes: arrivesEmpty ? 0 : bytes })),
      )
      for (const [index, found] of named.entries()) if (found) secrets.set(unread[index]!, found)
      const incomplete: Incomplete[] = []
      const pointers = new Map<ContextEntry, number>()
      const digests = new Map<ContextEntry, ContentDigest>()
      const speaking = new Set<ContextEntry>()
      for (const [index, examined] of outcomes) {
        const entry = files[index]!
        const { digest, ...told } = examined
        if (digest) digests.set(entry, digest)
        if (told.pointer !== undefined) pointers.set(entry, told.pointer)
        if (told.secrets) secrets.set(entry, told.secrets)
        if (Object.keys(told).length > 0) speaking.add(entry)
        incomplete.push(...gapsOf(entry, examined, mostBytes))
      }
      const silent = files.filter(entry => !speaking.has(entry))
      if (silent.length > 0) clean?.save([...known, ...silent])
      return { secrets, pointers, digests, incomplete }
    },
    stop: () => pool?.stop(),
  }
}

function workersFor({ bytes, files }: { bytes: number; files: number }): number {
  const wanted = Math.round(Math.max(bytes / WORKER_LOAD.bytes, files / WORKER_LOAD.files))
  return Math.min(Math.max(1, wanted), availableParallelism(), MOST_WORKERS)
}

/** In this thread, which has other things to do in between. */
async function examineHere(
  batches: readonly Job[][],
  load: (jobs: readonly Job[]) => LoadedJobs,
  root: string,
  mostBytes: number,
): Promise<Outcomes> {
  const { examineAll, FileExaminer } = await import('./examiner.ts')
  const examiner = new FileExaminer(mostBytes)
  const outcomes: Outcomes = []
  for (const batch of batches) {
    outcomes.push(...examineAll(root, load(batch).jobs, examiner))
    await setImmediate()
  }
  return outcomes
}
