import { parentPort, workerData } from 'node:worker_threads'
import { examineAll } from './batch.ts'
import { FileExaminer } from './examine-file.ts'
import type { Job, Outcomes, WorkerData } from './job.ts'

const { root, mostBytes, progress } = workerData as WorkerData
const examiner = new FileExaminer(mostBytes)
const at = new Int32Array(progress)

parentPort!.on('message', (jobs: Job[]) => {
  const outcomes: Outcomes = examineAll(root, jobs, examiner, number => Atomics.store(at, 0, number))
  parentPort!.postMessage(outcomes)
})
