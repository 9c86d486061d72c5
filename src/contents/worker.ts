import { parentPort, workerData } from 'node:worker_threads'
import { examineAll, FileExaminer } from './examiner.ts'
import type { Job, WorkerData } from './job.ts'

const { root, mostBytes, progress } = workerData as WorkerData
const examiner = new FileExaminer(mostBytes)
const state = new Int32Array(progress)

parentPort!.on('message', (jobs: Job[]) => {
  Atomics.add(state, 0, 1)
  parentPort!.postMessage(examineAll(root, jobs, examiner, job => Atomics.store(state, 1, job)))
})
