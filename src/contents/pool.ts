import { deadlineOf } from './deadline.ts'
import type { Job, Outcomes } from './job.ts'
import type { LoadedJobs } from './load.ts'
import { startWorker, type Worker } from './thread.ts'

/** A file's deadline is kept by whoever reads it. A worker that is late by so much is stuck. */
const LATE_FACTOR = 4
const LATE_MS = 2000
const WATCH_MS = 250
/** Batches that a worker is given ahead, so that it need not wait for a main thread that is walking. */
const AHEAD = 3

export interface PoolOptions {
  root: string
  mostBytes: number
  /** how many workers there may be, by what they have been given so far */
  workersFor(batches: number): number
  /** gives jobs what a worker can't read itself, just before one is given them */
  load?(jobs: readonly Job[]): LoadedJobs
  /** the module that a worker runs; default: the project's own */
  script?: URL
}

/** Workers could not be started: the caller has to do their work. */
export class NoWorkers extends Error {}

/**
 * Has batches looked at by worker threads while they come in. A worker that is stuck or dies is replaced; the file that
 * did it is an outcome of its own, and the others of its batch are looked at all the same.
 */
export class Pool {
  readonly #options: PoolOptions
  readonly #waiting: Job[][] = []
  readonly #workers = new Map<Worker, Job[][]>()
  readonly #outcomes: Outcomes = []
  #given = 0
  #isComplete = false
  #failure: NoWorkers | undefined
  #settle: (() => void) | undefined

  /** Starts the first worker: what it loads takes longer than most walks. */
  constructor(options: PoolOptions) {
    this.#options = options
    this.#hire()
  }

  push(batch: Job[]): void {
    this.#given++
    this.#waiting.push(batch)
    this.#distribute()
  }

  /** Resolves when every batch is done; rejects with {@link NoWorkers} where none can be started. */
  async finish(): Promise<Outcomes> {
    this.#isComplete = true
    await new Promise<void>(resolve => {
      this.#settle = resolve
      this.#distribute()
    })
    if (this.#failure) throw this.#failure
    return this.#outcomes
  }

  /** Ends all workers, whatever they are at. */
  stop(): void {
    for (const worker of this.#workers.keys()) worker.stop()
    this.#workers.clear()
  }

  #distribute(): void {
    if (this.#failure) {
      this.#settle?.()
      return
    }
    const wanted = Math.min(this.#options.workersFor(this.#given), this.#waiting.length)
    while (this.#workers.size < wanted) this.#hire()
    for (const [worker, batches] of this.#workers) {
      while (batches.length < AHEAD && this.#waiting.length > 0) {
        const batch = this.#waiting.shift()!
        batches.push(batch)
        const { jobs, transfer } = this.#options.load?.(batch) ?? { jobs: batch, transfer: [] }
        worker.take(jobs, transfer)
      }
      if (batches.length === 0 && this.#isComplete) this.#dismiss(worker)
    }
    if (this.#workers.size === 0 && this.#isComplete) this.#settle?.()
  }

  #dismiss(worker: Worker): void {
    this.#workers.delete(worker)
    worker.stop()
  }

  #hire(): void {
    const { root, mostBytes, script } = this.#options
    const batches: Job[][] = []
    const worker = startWorker({ root, mostBytes, ...(script && { script }) }, WATCH_MS, {
      done: found => {
        this.#outcomes.push(...found)
        batches.shift()
        this.#distribute()
      },
      isLate: (at, sinceMs) => {
        const job = batches[at.batch]?.[at.job]
        return (
          job !== undefined && sinceMs > LATE_MS + LATE_FACTOR * deadlineOf(Math.min(job.bytes, mostBytes))
        )
      },
      lost: (at, failed) => {
        this.#workers.delete(worker)
        const culprit = at && batches[at.batch]?.[at.job]
        if (culprit === undefined) {
          // it died before it began: another one would too
          this.#failure = new NoWorkers(failed)
          this.stop()
        } else {
          this.#outcomes.push([culprit.index, { failed }])
          this.#waiting.unshift(...batches.map(batch => batch.filter(job => job !== culprit)))
        }
        this.#distribute()
      },
    })
    this.#workers.set(worker, batches)
  }
}
