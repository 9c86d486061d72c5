import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CtxguardError } from '../errors.ts'

/** What arrived on standard input, in a file that only its user may read. */
export interface Spooled {
  file: string
  bytes: number
  /** its first bytes, 1024 at most */
  head(): Uint8Array
  /** a descriptor at its beginning that outlives {@link Spooled.remove} */
  open(): number
  remove(): void
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Writes a stream to a temporary file, which goes away with `remove`, and when a signal ends this process before.
 *
 * @param most bytes; a longer stream is refused
 */
export async function spool(
  stream: AsyncIterable<Uint8Array>,
  what: string,
  most = Number.POSITIVE_INFINITY,
): Promise<Spooled> {
  const dir = privateDirectory(what)
  const file = join(dir, 'stdin')
  const remove = (): void => {
    rmSync(dir, { recursive: true, force: true })
    for (const signal of ENDING) process.off(signal, dieClean)
  }
  const dieClean = (signal: NodeJS.Signals): void => {
    remove()
    process.kill(process.pid, signal)
  }
  for (const signal of ENDING) process.on(signal, dieClean)
  try {
    const bytes = await writeAll(stream, file, what, most)
    return {
      file,
      bytes,
      head: () => headOf(file),
      open: () => openSync(file, 'r'),
      remove,
    }
  } catch (error) {
    remove()
    if (error instanceof CtxguardError) throw error
    throw notKept(what, error)
  }
}

function privateDirectory(what: string): string {
  try {
    return mkdtempSync(join(tmpdir(), 'ctxguard-stdin-'))
  } catch (error) {
    throw notKept(what, error)
  }
}

function notKept(what: string, error: unknown): CtxguardError {
  return new CtxguardError(`${what} could not be kept while it is audited: ${(error as Error).message}`, {
    hint: `it needs room in ${tmpdir()}; TMPDIR names another place`,
    cause: error,
  })
}

async function writeAll(
  stream: AsyncIterable<Uint8Array>,
  file: string,
  what: string,
  most: number,
): Promise<number> {
  const fd = openSync(file, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const chunk of stream) {
      bytes += chunk.length
      if (bytes > most)
        throw new CtxguardError(`${what} is longer than ${most / 2 ** 20} MiB`, {
          hint: 'nothing was started',
        })
      for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at)
    }
  } finally {
    closeSync(fd)
  }
  return bytes
}

function headOf(file: string): Uint8Array {
  const head = Buffer.alloc(1024)
  const fd = openSync(file, 'r')
  try {
    return head.subarray(0, readSync(fd, head, 0, head.length, 0))
  } finally {
    closeSync(fd)
  }
}
