import { isLossy, rawToBytes } from '../model/path.ts'
import { type Examined, type FileExaminer, OBJECT_MISSING } from './examine-file.ts'
import type { Job, Outcomes } from './job.ts'

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

/** Looks at the files of a batch. `begin` hears the number of each, from 1, and 0 in the end. */
export function examineAll(
  root: string,
  jobs: readonly Job[],
  examiner: FileExaminer,
  begin: (number: number) => void = () => {},
): Outcomes {
  const outcomes: Outcomes = []
  for (const [position, job] of jobs.entries()) {
    begin(position + 1)
    const examined = examine(root, job, examiner)
    if (Object.keys(examined).length > 0) outcomes.push([job.index, examined])
  }
  begin(0)
  return outcomes
}

function examine(root: string, job: Job, examiner: FileExaminer): Examined {
  const { path, rawPath, bytes, content, parts } = job
  if (content === undefined) return examiner.examine(absolute(root, rawPath), path, bytes)
  if (content.kind === 'part') return examiner.examinePart(content, path, bytes)
  return parts === undefined ? { failed: OBJECT_MISSING } : examiner.examineBytes(parts, path, bytes)
}

function absolute(root: string, rawPath: string): string | Buffer {
  const full = root === '/' ? `/${rawPath}` : `${root}/${rawPath}`
  return isLossy(rawPath) ? rawToBytes(full) : full
}
