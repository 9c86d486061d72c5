import { Worker } from 'node:worker_threads'
import { deadlineOf } from './deadline.ts'
import type { Job, Outcomes, WorkerData } from './job.ts'

/** One file, as the command line is: it starts in half the time that its modules take. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.cjs') ? './worker.cjs' : '../cli/worker.cjs',
  import.meta.url,
)

/** A file's deadline is kept by whoever reads it. A worker that is late by so much is stuck. */
const LATE_FACTOR = 4
const LATE_MS = 2000
const WATCH_MS = 250

export interface PoolOptions {
  root: string
  mostBytes: number
  workers: number
  /** the module that a worker runs; default: worker.ts beside this one */
  script?: URL
  /** hears of every batch that is done */
  onDone?: (jobs: readonly Job[]) => void
}

/** Workers could not be started: the caller has to do their work. */
export class NoWorkers extends Error {}

/**
 * Has batches looked at by worker threads. One that is stuck or dies is replaced, and the file that did it is an
 * outcome of its own. Rejects with {@link NoWorkers} where none can be started.
 */
export function examineInWorkers(batches: readonly Job[][], options: PoolOptions): Promise<Outcomes> {
  return new Promise((resolve, reject) => {
    const waiting = [...batches]
    const outcomes: Outcomes = []
    const hands = new Set<Hand>()

    const settle = (hand: Hand) => {
      const jobs = waiting.shift()
      if (jobs !== undefined) return hand.take(jobs)
      hands.delete(hand)
      hand.stop()
      if (hands.size === 0) resolve(outcomes)
    }
    const hire = () => {
      const hand: Hand = startHand(options, {
        done: (jobs, found) => {
          outcomes.push(...found)
          options.onDone?.(jobs)
          settle(hand)
        },
        lost: (jobs, at, failed) => {
          hands.delete(hand)
          const culprit = jobs[at - 1]
          if (culprit === undefined) {
            // it died before it began: another one would too
            for (const other of hands) other.stop()
            reject(new NoWorkers(failed))
            return
          }
          outcomes.push([culprit.index, { failed }])
          waiting.unshift(jobs.filter(job => job !== culprit))
          hire()
        },
      })
      hands.add(hand)
      settle(hand)
    }
    for (let i = 0; i < Math.min(options.workers, Math.max(1, batches.length)); i++) hire()
  })
}

interface Hand {
  take(jobs: Job[]): void
  stop(): void
}

interface HandEvents {
  done(jobs: readonly Job[], found: Outcomes): void
  /** `at`: the number of the job that it was at, from 1; 0 for none */
  lost(jobs: readonly Job[], at: number, failed: string): void
}

/** One worker with its watch. */
function startHand({ root, mostBytes, script = SCRIPT }: PoolOptions, { done, lost }: HandEvents): Hand {
  const progress = new SharedArrayBuffer(4)
  const at = new Int32Array(progress)
  const worker = new Worker(script, { workerData: { root, mostBytes, progress } satisfies WorkerData })
  let jobs: Job[] = []
  let seen = { at: 0, sinceMs: 0 }
  let isOver = false

  const end = (failed?: string) => {
    if (isOver) return
    isOver = true
    clearInterval(watch)
    void worker.terminate()
    if (failed !== undefined) lost(jobs, Atomics.load(at, 0), failed)
  }
  const watch = setInterval(() => {
    const now = Atomics.load(at, 0)
    if (now !== seen.at) seen = { at: now, sinceMs: Date.now() }
    const job = jobs[now - 1]
    if (job === undefined) return
    const late = LATE_MS + LATE_FACTOR * deadlineOf(Math.min(job.bytes, mostBytes))
    if (Date.now() - seen.sinceMs > late) end('ETIMEDOUT')
  }, WATCH_MS)
  worker.on('message', (found: Outcomes) => {
    if (!isOver) done(jobs, found)
  })
  worker.on('error', error => end((error as NodeJS.ErrnoException).code ?? error.name))
  worker.on('exit', () => end('EEXIT'))
  return {
    take(next) {
      jobs = next
      seen = { at: 0, sinceMs: Date.now() }
      Atomics.store(at, 0, 0)
      worker.postMessage(next)
    },
    stop: () => end(),
  }
}
