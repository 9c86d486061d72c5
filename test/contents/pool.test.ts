import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { Job } from '../../src/contents/job.ts'
import { examineInWorkers, NoWorkers } from '../../src/contents/pool.ts'
import { temporaryDirectory } from '../helpers/tree.ts'

function jobsOf(paths: readonly string[]): Job[] {
  return paths.map((path, index) => ({ index, path, rawPath: path, bytes: 1 }))
}

/** A worker of its own kind: it speaks as ours does, and does to each path what its name says. */
function scriptOf(body: string): URL {
  const file = join(temporaryDirectory(), 'worker.mjs')
  writeFileSync(
    file,
    `import { parentPort, workerData } from 'node:worker_threads'
     const at = new Int32Array(workerData.progress)
     parentPort.on('message', jobs => {
       for (const [i, { path }] of jobs.entries()) { Atomics.store(at, 0, i + 1); ${body} }
       Atomics.store(at, 0, 0)
       parentPort.postMessage(jobs.map(job => [job.index, { failed: 'done ' + job.path }]))
     })`,
  )
  return pathToFileURL(file)
}

const OPTIONS = { root: '/', mostBytes: 1, workers: 2 }

test('what all workers found comes together', async () => {
  const batches = [jobsOf(['a', 'b']), [{ ...jobsOf(['c'])[0]!, index: 2 }]]
  const outcomes = await examineInWorkers(batches, { ...OPTIONS, script: scriptOf('') })
  expect(outcomes.toSorted(([a], [b]) => a - b)).toEqual([
    [0, { failed: 'done a' }],
    [1, { failed: 'done b' }],
    [2, { failed: 'done c' }],
  ])
})

test('a file that stops its worker is named, and the others of its batch are looked at all the same', async () => {
  const script = scriptOf("if (path === 'stuck') for (;;);")
  const outcomes = await examineInWorkers([jobsOf(['a', 'stuck', 'b'])], { ...OPTIONS, script })
  expect(outcomes.toSorted(([a], [b]) => a - b)).toEqual([
    [0, { failed: 'done a' }],
    [1, { failed: 'ETIMEDOUT' }],
    [2, { failed: 'done b' }],
  ])
})

test('a file that kills its worker is named, and the others are looked at all the same', async () => {
  const script = scriptOf("if (path === 'deadly') process.exit(9)")
  const outcomes = await examineInWorkers([jobsOf(['deadly', 'a'])], { ...OPTIONS, script })
  expect(outcomes.toSorted(([a], [b]) => a - b)).toEqual([
    [0, { failed: 'EEXIT' }],
    [1, { failed: 'done a' }],
  ])
})

test('where no worker can be started the caller is told', async () => {
  const script = pathToFileURL(join(temporaryDirectory(), 'none.mjs'))
  await expect(examineInWorkers([jobsOf(['a'])], { ...OPTIONS, script })).rejects.toBeInstanceOf(NoWorkers)
})
