import {
  chownSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { CtxguardError } from '../errors.ts'

/** Permissions of what was not there before; the umask takes from them. */
export interface NewModes {
  file: number
  directory: number
}

/**
 * Puts a file in the place of what is there, with its mode and its owner, or makes it: whole or not at all. Throws a
 * CtxguardError when nothing was changed.
 */
export function replaceFile(file: string, bytes: Uint8Array, modes: NewModes): void {
  const temporary = join(dirname(file), `.ctxguard-${process.pid}.tmp`)
  try {
    mkdirSync(dirname(file), { recursive: true, mode: modes.directory })
    const old = statSync(file, { throwIfNoEntry: false })
    const fd = openSync(temporary, 'wx', old === undefined ? modes.file : 0o600)
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
      if (old !== undefined) {
        if (process.getuid?.() === 0) chownSync(temporary, old.uid, old.gid)
        fchmodSync(fd, old.mode & 0o7777)
      }
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw unwritable(file, error)
  }
}

/** Throws a CtxguardError when it is still there. */
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
