import type { MessagePort } from 'node:worker_threads'
import type { WantedContent } from '../model/stored-content.ts'

/** What the thread that asks git for objects is given when it starts. */
export interface ObjectWorkerData {
  /** where git is started */
  dir: string
  /** git's arguments before the command */
  args: readonly string[]
  environment: NodeJS.ProcessEnv
  /** for questions and answers */
  port: MessagePort
  /** one number: 1 as soon as it is ready, and one more with every answer */
  answered: SharedArrayBuffer
}

/** One part of an object, or several that begin at 0. */
export interface ObjectQuestion {
  wanted: readonly WantedContent[]
}

/** The parts in the order of the question, shorter where the object ends; or git's own words. */
export type ObjectAnswer = { data: Uint8Array[] } | { failure: string }
