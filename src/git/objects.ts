import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { bundleFile } from '../bundle-file.ts'
import type { WantedContent } from '../model/stored-content.ts'
import type { ObjectAnswer, ObjectWorkerData } from './object-protocol.ts'
import { gitEnvironment, HARMLESS, PATIENCE_MS } from './run.ts'

/** The objects of a repository, read while the caller waits: one git process. */
export interface GitObjects {
  /** each part of an object, shorter where it ends; several parts must begin at 0. Throws an Error with git's words. */
  read(wanted: readonly WantedContent[]): Uint8Array[]
  /** ends the process */
  close(): void
}

/** A thread that has not begun by then never does. */
const START_MS = 20_000

/** `--no-replace-objects`: a clone does not have `refs/replace`. */
export const AS_CLONED = ['--no-replace-objects', ...HARMLESS]

/** @param dir a directory of the repository, absolute */
export function gitObjects(dir: string): GitObjects {
  // it gets ready while others work
  const { worker, port, answers } = start(dir)
  return {
    read(wanted) {
      if (Atomics.wait(answers, 0, 0, START_MS) === 'timed-out')
        throw new Error('the thread that asks git for objects did not start')
      const before = Atomics.load(answers, 0)
      port.postMessage({ wanted })
      Atomics.wait(answers, 0, before, PATIENCE_MS)
      const answer = receiveMessageOnPort(port)?.message as ObjectAnswer | undefined
      if (answer === undefined) throw new Error('git did not answer for two minutes')
      if ('failure' in answer) throw new Error(answer.failure)
      return answer.data
    },
    close() {
      void worker.terminate()
    },
  }
}

function start(dir: string) {
  const { port1: port, port2 } = new MessageChannel()
  const answered = new SharedArrayBuffer(4)
  const workerData: ObjectWorkerData = {
    dir,
    args: AS_CLONED,
    environment: gitEnvironment(process.env),
    port: port2,
    answered,
  }
  const worker = new Worker(bundleFile('object-worker'), { workerData, transferList: [port2] })
  // what it had to say, the one who waits has heard
  worker.on('error', () => {})
  worker.unref()
  port.unref()
  return { worker, port, answers: new Int32Array(answered) }
}
