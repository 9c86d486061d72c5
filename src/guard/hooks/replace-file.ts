import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CtxguardError } from '../../errors.ts'

/**
 * Puts a file in the place of what is there, whole or not at all. `mode` is that of a file that was there; a new one
 * may be executed by whom the umask lets.
 */
export function replaceFile(file: string, bytes: Uint8Array, mode?: number): void {
  const temporary = join(dirname(file), `.ctxguard-${process.pid}.tmp`)
  try {
    mkdirSync(dirname(file), { recursive: true })
    const fd = openSync(temporary, 'wx', 0o777)
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    if (mode !== undefined) chmodSync(temporary, mode)
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw unwritable(file, error)
  }
}

export function removeFile(file: string): void {
  try {
    rmSync(file)
  } catch (error) {
    throw unwritable(file, error)
  }
}

function unwritable(file: string, error: unknown): CtxguardError {
  return new CtxguardError(`${file} could not be written: ${(error as Error).message}`, {
    hint: 'nothing was changed',
    cause: error,
  })
}
