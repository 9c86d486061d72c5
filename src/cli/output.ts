import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { CtxguardError } from '../errors.ts'

/** Where a command's data goes. */
export interface Output {
  /** resolves when more may be written; false once nobody reads any more */
  write(chunk: string | Uint8Array): Promise<boolean>
  /** makes what was written final */
  finish(): Promise<void>
  /** takes back what was written, where that is possible */
  abandon(): void
  /** the file that is there only until the output is whole */
  temporary?: string
}

/**
 * Standard output, or a file that appears only when it is whole. What is there and is no regular file (a device, a
 * FIFO) is written to as it is: it must not be replaced.
 */
export function openOutput(file: string | undefined): Output {
  if (file === undefined) return standardOutput()
  const there = existing(file)
  return there === undefined || there.isFile() || there.isDirectory() ? fileOutput(file) : deviceOutput(file)
}

function existing(file: string): Stats | undefined {
  try {
    return statSync(file)
  } catch {
    return undefined // opening it will say why
  }
}

function standardOutput(): Output {
  const { stdout } = process
  let failure: NodeJS.ErrnoException | undefined
  let wake = () => {}
  stdout.on('drain', () => wake())
  stdout.on('error', error => {
    failure = error
    wake()
  })
  const open = () => {
    // a reader that has seen enough (`| head`) is no failure
    if (failure !== undefined && failure.code !== 'EPIPE') throw unwritable('standard output', failure)
    return failure === undefined
  }
  const woken = (begin: () => boolean) =>
    new Promise<void>(resolve => {
      wake = resolve
      if (begin()) resolve()
    })
  return {
    async write(chunk) {
      if (open()) await woken(() => stdout.write(chunk))
      return open()
    },
    async finish() {
      await woken(() => {
        stdout.write('', () => wake())
        return false
      })
      // an error event comes after the callback of the write that failed
      await setImmediate()
      open()
    },
    abandon() {},
  }
}

function fileOutput(given: string): Output {
  const file = targetOf(given)
  const temporary = join(dirname(file), `.ctxguard.${process.pid}.tmp`)
  let fd: number | undefined
  const abandon = () => {
    if (fd === undefined) return
    closeSync(fd)
    fd = undefined
    rmSync(temporary, { force: true })
  }
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      abandon()
      throw unwritable(given, error)
    }
  }
  attempt(() => {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
      throw Object.assign(new Error(), { code: 'EISDIR' })
    fd = openSync(temporary, 'wx')
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      abandon()
      process.kill(process.pid, signal)
    })
  }
  return {
    temporary,
    write: async chunk => attempt(() => writeFully(fd!, chunk)),
    async finish() {
      attempt(() => {
        fsyncSync(fd!)
        closeSync(fd!)
        fd = undefined
        renameSync(temporary, file)
      })
    },
    abandon,
  }
}

/** A link keeps its place: what it leads to is replaced. */
function targetOf(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file
  }
}

function deviceOutput(file: string): Output {
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw unwritable(file, error)
    }
  }
  const fd = attempt(() => openSync(file, 'w'))
  return {
    write: async chunk => attempt(() => writeFully(fd, chunk)),
    finish: async () => closeSync(fd),
    abandon: () => closeSync(fd),
  }
}

function writeFully(fd: number, chunk: string | Uint8Array): true {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
  return true
}

function unwritable(what: string, error: unknown): CtxguardError {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    ENOSPC: 'no space left on the device',
    ENOENT: 'its directory does not exist',
    EACCES: 'permission denied',
    EISDIR: 'it is a directory',
    ENAMETOOLONG: 'the name is too long',
    EROFS: 'the file system is read-only',
  }
  return new CtxguardError(`${what} could not be written: ${reasons[code ?? ''] ?? message}`, {
    hint: 'nothing was left behind; write elsewhere with -o FILE',
    cause: error,
  })
}

const CHUNK_CHARACTERS = 64 * 1024

/** Writes many small pieces in larger chunks, and asks for no more of them once nobody reads any more. */
export async function writeAll(output: Output, pieces: Iterable<string | Uint8Array>): Promise<void> {
  let pending = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') pending += piece
    if (typeof piece === 'string' && pending.length < CHUNK_CHARACTERS) continue
    if (!(await output.write(pending))) return
    pending = ''
    if (typeof piece !== 'string' && !(await output.write(piece))) return
  }
  if (pending !== '') await output.write(pending)
}
