import { type ChildProcess, spawn } from 'node:child_process'
import { workerData } from 'node:worker_threads'
import type { ObjectAnswer, ObjectQuestion, ObjectWorkerData } from './object-protocol.ts'

/**
 * Keeps one `git cat-file --batch` and answers questions about objects, one after another. A thread of its own, so
 * that whoever asks can wait without a turn of the event loop.
 */
const { dir, args, environment, port, answered } = workerData as ObjectWorkerData
const answers = new Int32Array(answered)

const PIECE_BYTES = 2 ** 20

let git: ChildProcess | undefined
let output: AsyncIterator<Buffer> | undefined
let complaint = ''
/** what has arrived and nobody has taken yet */
let rest: Buffer = Buffer.alloc(0)
/** the object that is arriving: how much of it has been taken, and its size */
let current: { oid: string; taken: number; bytes: number } | undefined
let turn: Promise<void> = Promise.resolve()

port.on('message', (question: ObjectQuestion) => {
  turn = turn.then(async () => {
    const answer = await answerTo(question).catch(
      (error: unknown): ObjectAnswer => ({ failure: wordsOf(error) }),
    )
    port.postMessage(answer, 'data' in answer ? answer.data.map(bytes => bytes.buffer as ArrayBuffer) : [])
    Atomics.add(answers, 0, 1)
    Atomics.notify(answers, 0)
  })
})

// ready
Atomics.add(answers, 0, 1)
Atomics.notify(answers, 0)

async function answerTo({ wanted }: ObjectQuestion): Promise<ObjectAnswer> {
  const data: Uint8Array[] = []
  // git answers in order: it may look for the next while the first is being taken
  const isPlain = wanted.length > 1
  if (isPlain) {
    await leaveCurrent()
    ask(wanted.map(({ name }) => name))
  }
  for (const { name, from, length } of wanted) {
    if (isPlain) await begin(name)
    else await reach(name, from)
    data.push(await take(Math.min(length, current!.bytes - current!.taken)))
    if (isPlain) await leaveCurrent()
  }
  return { data }
}

/** Goes to a place in an object: forward where it is arriving, else from its beginning. */
async function reach(oid: string, from: number): Promise<void> {
  if (current?.oid !== oid || current.taken > from) {
    await leaveCurrent()
    ask([oid])
    await begin(oid)
  }
  await skip(Math.min(from, current!.bytes) - current!.taken)
}

function ask(oids: readonly string[]): void {
  git ??= start()
  git.stdin!.write(`${oids.join('\n')}\n`)
}

function start(): ChildProcess {
  const child = spawn('git', [...args, 'cat-file', '--batch'], {
    cwd: dir,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4096)
  })
  child.on('error', error => {
    complaint = error.message
  })
  // its end is seen where its output ends
  child.stdin.on('error', () => {})
  output = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  return child
}

/** Reads the head of the next answer: `<oid> <type> <size>`, or why there is none. */
async function begin(oid: string): Promise<void> {
  let end = rest.indexOf(10)
  while (end < 0) {
    rest = Buffer.concat([rest, await more()])
    end = rest.indexOf(10)
  }
  const head = rest.toString('latin1', 0, end)
  rest = rest.subarray(end + 1)
  const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(head)?.[1]
  if (size === undefined) throw new Error(`git: ${head}`)
  current = { oid, taken: 0, bytes: Number(size) }
}

async function leaveCurrent(): Promise<void> {
  if (current === undefined) return
  // with the line feed that ends it
  await skip(current.bytes - current.taken + 1)
  current = undefined
}

async function skip(count: number): Promise<void> {
  current!.taken += count
  for (let left = count; left > 0; ) {
    if (rest.length === 0) rest = await more()
    const gone = Math.min(left, rest.length)
    rest = rest.subarray(gone)
    left -= gone
  }
}

async function take(count: number): Promise<Uint8Array> {
  // memory of its own: it is handed over
  const bytes = new Uint8Array(count)
  current!.taken += count
  for (let at = 0; at < count; ) {
    if (rest.length === 0) rest = await more()
    const piece = rest.subarray(0, Math.min(count - at, PIECE_BYTES))
    bytes.set(piece, at)
    rest = rest.subarray(piece.length)
    at += piece.length
  }
  return bytes
}

async function more(): Promise<Buffer> {
  const { value, done } = await output!.next()
  if (!done) return value
  throw new Error(complaint.trim() || 'git ended early')
}

function wordsOf(error: unknown): string {
  // what comes after it would be an answer to something else
  git?.kill()
  git = undefined
  current = undefined
  rest = Buffer.alloc(0)
  return error instanceof Error ? error.message : String(error)
}
