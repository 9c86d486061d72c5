import type { Job } from './job.ts'

/** Files and bytes that are handed over at once: enough to be worth a message, few enough to share out evenly. */
const MOST_FILES = 256
const MOST_BYTES = 2 * 2 ** 20

/** Puts jobs together as they come. */
export class Batching {
  #batch: Job[] = []
  #bytes = 0

  /** The batch that this job makes full. */
  add(job: Job): Job[] | undefined {
    this.#batch.push(job)
    this.#bytes += job.bytes
    return this.#batch.length >= MOST_FILES || this.#bytes >= MOST_BYTES ? this.rest() : undefined
  }

  /** The jobs that have not made a full one. */
  rest(): Job[] {
    const batch = this.#batch
    this.#batch = []
    this.#bytes = 0
    return batch
  }
}
