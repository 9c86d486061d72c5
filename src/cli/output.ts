import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CtxguardError } from '../errors.ts'

/** Where a command's data goes. */
export interface Output {
  /** resolves when more may be written; false once nobody reads any more */
  write(chunk: string | Uint8Array): Promise<boolean>
  /** makes what was written final */
  finish(): Promise<void>
  /** takes back what was written, where that is possible */
  abandon(): void
}

/** Standard output, or a file that appears only when it is whole. */
export function openOutput(file: string | undefined): Output {
  return file === undefined ? standardOutput() : fileOutput(file)
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
      open()
    },
    abandon() {},
  }
}

function fileOutput(file: string): Output {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`)
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      rmSync(temporary, { force: true })
      throw unwritable(file, error)
    }
  }
  const fd = attempt(() => openSync(temporary, 'wx'))
  return {
    async write(chunk) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      attempt(() => {
        for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
      })
      return true
    },
    async finish() {
      attempt(() => {
        fsyncSync(fd)
        closeSync(fd)
        renameSync(temporary, file)
      })
    },
    abandon() {
      closeSync(fd)
      rmSync(temporary, { force: true })
    },
  }
}

function unwritable(what: string, error: unknown): CtxguardError {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    ENOSPC: 'no space left on the device',
    ENOENT: 'its directory does not exist',
    EACCES: 'permission denied',
    EISDIR: 'it is a directory',
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
