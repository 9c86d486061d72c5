import type { WantedContent } from '../model/stored-content.ts'
import type { Job } from './job.ts'
import { type LoadedPart, rangesOf } from './ranges.ts'

/** Reads parts of contents that are known by name; see ContextSource. */
export type ReadStored = (wanted: readonly WantedContent[]) => Uint8Array[]

/** Jobs that whoever does them needs no more than themselves for. */
export interface LoadedJobs {
  jobs: Job[]
  /** memory that may be handed over to another thread */
  transfer: ArrayBuffer[]
}

/** Gives jobs whose files lie nowhere their bytes. One whose bytes can't be had stays without. */
export function loadJobs(jobs: readonly Job[], mostBytes: number, read: ReadStored | undefined): LoadedJobs {
  const named = jobs.filter(({ content }) => content?.kind === 'object')
  if (named.length === 0 || read === undefined) return { jobs: [...jobs], transfer: [] }
  const parts = partsOf(named, mostBytes, read)
  return {
    jobs: jobs.map(job => {
      const found = parts.get(job)
      return found === undefined ? job : { ...job, parts: found }
    }),
    transfer: [...parts.values()].flatMap(found => found.map(({ bytes }) => bytes.buffer as ArrayBuffer)),
  }
}

function partsOf(jobs: readonly Job[], mostBytes: number, read: ReadStored): Map<Job, LoadedPart[]> {
  const whole = jobs.filter(({ bytes }) => bytes <= mostBytes)
  const cut = jobs.filter(({ bytes }) => bytes > mostBytes)
  const together = attempt(() => read(whole.map(job => ({ name: nameOf(job), from: 0, length: job.bytes }))))
  const parts = new Map(together?.map((bytes, i) => [whole[i]!, [{ from: 0, bytes }]]))
  // one that is not there spoils the answer for all: each is asked for alone
  for (const job of together === undefined ? jobs : cut) {
    const found = attempt(() =>
      rangesOf(job.bytes, mostBytes).map(({ from, length }) => {
        const [bytes] = read([{ name: nameOf(job), from, length }])
        return { from, bytes: bytes! }
      }),
    )
    if (found !== undefined) parts.set(job, found)
  }
  return parts
}

function nameOf({ content }: Job): string {
  return content?.kind === 'object' ? content.name : ''
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
