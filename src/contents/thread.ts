import { Worker as Thread } from 'node:worker_threads'
import { bundleFile } from '../bundle-file.ts'
import type { Job, Outcomes, WorkerData } from './job.ts'

/** A thread that looks at batches, in the order in which it is given them. */
export interface Worker {
  /** `transfer`: memory of theirs that is handed over */
  take(jobs: Job[], transfer: ArrayBuffer[]): void
  stop(): void
}

/** Where a worker is: in which of the batches that are not done yet, and at which of its jobs; both from 0. */
interface Place {
  batch: number
  job: number
}

export interface WorkerEvents {
  /** the first of its batches is done */
  done(found: Outcomes): void
  /** whether it is too long at one job */
  isLate(at: Place, sinceMs: number): boolean
  /** it was stuck and is stopped, or has died; at no place where it had not begun */
  lost(at: Place | undefined, failed: string): void
}

/** Starts a thread, and looks every so many milliseconds whether it goes on. */
export function startWorker(
  { root, mostBytes, script = bundleFile('worker') }: { root: string; mostBytes: number; script?: URL },
  watchMs: number,
  { done, isLate, lost }: WorkerEvents,
): Worker {
  const progress = new SharedArrayBuffer(8)
  const state = new Int32Array(progress)
  const thread = new Thread(script, { workerData: { root, mostBytes, progress } satisfies WorkerData })
  let batchesDone = 0
  let seen = { batch: 0, job: 0, sinceMs: Date.now() }
  let isOver = false

  const place = (): Place | undefined => {
    const [begun, job] = [Atomics.load(state, 0), Atomics.load(state, 1)]
    return job === 0 ? undefined : { batch: begun - 1 - batchesDone, job: job - 1 }
  }
  const end = (failed?: string) => {
    if (isOver) return
    isOver = true
    clearInterval(watch)
    const at = place()
    void thread.terminate()
    if (failed !== undefined) lost(at, failed)
  }
  const watch = setInterval(() => {
    const [batch, job] = [Atomics.load(state, 0), Atomics.load(state, 1)]
    if (batch !== seen.batch || job !== seen.job) seen = { batch, job, sinceMs: Date.now() }
    const at = place()
    if (at && isLate(at, Date.now() - seen.sinceMs)) end('ETIMEDOUT')
  }, watchMs)
  thread.on('message', (found: Outcomes) => {
    if (isOver) return
    batchesDone++
    done(found)
  })
  thread.on('error', error => end((error as NodeJS.ErrnoException).code ?? error.name))
  thread.on('exit', () => end('EEXIT'))
  return { take: (jobs, transfer) => thread.postMessage(jobs, transfer), stop: () => end() }
}
