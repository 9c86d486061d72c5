import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { NoWorkers, Pool } from '../../src/contents/pool.ts'
import { temporaryDirectory } from '../helpers/tree.ts'

/** A worker of its own kind: it speaks as ours does, and does to each path what its name says. */
function scriptOf(body: string): URL {
  const file = join(temporaryDirectory(), 'worker.mjs')
  writeFileSync(
    file,
    `import { parentPort, workerData } from 'node:worker_threads'
     const state = new Int32Array(workerData.progress)
     parentPort.on('message', jobs => {
       Atomics.add(state, 0, 1)
       for (const [i, { path }] of jobs.entries()) { Atomics.store(state, 1, i + 1); ${body} }
       Atomics.store(state, 1, 0)
       parentPort.postMessage(jobs.map(job => [job.index, { failed: 'done ' + job.path }]))
     })`,
  )
  return pathToFileURL(file)
}

/** What comes of batches of files that are called so. */
async function outcomesOf(script: URL, ...batches: string[][]): Promise<string[]> {
  const pool = new Pool({ root: '/', mostBytes: 1, workersFor: () => 2, script })
  const paths = batches.flat()
  for (const batch of batches)
    pool.push(batch.map(path => ({ index: paths.indexOf(path), path, rawPath: path, bytes: 1 })))
  const outcomes = await pool.finish()
  return outcomes.map(([index, { failed }]) => `${paths[index]}: ${failed}`).sort()
}

test('what all workers found comes together', async () => {
  const batches = Array.from({ length: 20 }, (_, i) => [`a${i}`, `b${i}`])
  expect(await outcomesOf(scriptOf(''), ...batches)).toEqual(
    batches
      .flat()
      .map(path => `${path}: done ${path}`)
      .sort(),
  )
})

test('a file that stops its worker is named, and all others are looked at all the same', async () => {
  const script = scriptOf("if (path === 'stuck') for (;;);")
  expect(await outcomesOf(script, ['a'], ['b', 'stuck', 'c'], ['d'], ['e'])).toEqual([
    'a: done a',
    'b: done b',
    'c: done c',
    'd: done d',
    'e: done e',
    'stuck: ETIMEDOUT',
  ])
})

test('a file that kills its worker is named, and all others are looked at all the same', async () => {
  const script = scriptOf("if (path === 'deadly') process.exit(9)")
  expect(await outcomesOf(script, ['deadly', 'a'], ['b'])).toEqual([
    'a: done a',
    'b: done b',
    'deadly: EEXIT',
  ])
})

test('where no worker can be started the caller is told', async () => {
  const script = pathToFileURL(join(temporaryDirectory(), 'none.mjs'))
  await expect(outcomesOf(script, ['a'])).rejects.toBeInstanceOf(NoWorkers)
})

test('nothing to do is done at once', async () => {
  expect(await outcomesOf(scriptOf(''))).toEqual([])
})
