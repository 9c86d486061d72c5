import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { ConfigError } from '../errors.ts'
import type { Files } from '../model/files.ts'

const MAX_BYTES = 2 ** 20

/**
 * The text of a configuration file, without its byte order mark.
 *
 * @param label how messages call the file
 * @param files where it lies; default: this machine
 * @throws ConfigError where it is no regular file, over 1 MiB, not UTF-8, or can't be read
 */
export function readConfigFile(file: string, label: string, files?: Files): string {
  const bytes = files === undefined ? readBytes(file, label) : readThrough(files, file, label)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new ConfigError(`${label}: not UTF-8 text`, { hint: 'save it as UTF-8', cause })
  }
}

function readThrough(files: Files, file: string, label: string): Uint8Array {
  const bytes = attempt(label, () => files.read(file, MAX_BYTES + 1))
  if (bytes.length > MAX_BYTES) throw tooLong(label)
  return bytes
}

function readBytes(file: string, label: string): Uint8Array {
  // a FIFO that nobody writes to would block here for ever; Windows has neither the flag nor the need
  const descriptor = attempt(label, () => openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)))
  try {
    if (!fstatSync(descriptor).isFile()) throw new ConfigError(`${label}: not a regular file`)
    return attempt(label, () => readUpTo(descriptor, label))
  } finally {
    closeSync(descriptor)
  }
}

function readUpTo(descriptor: number, label: string): Uint8Array {
  // not by the file's size: it may grow, and some file systems report 0
  const buffer = Buffer.allocUnsafe(MAX_BYTES + 1)
  let length = 0
  let read: number
  do {
    read = readSync(descriptor, buffer, length, buffer.length - length, null)
    length += read
  } while (read > 0 && length < buffer.length)
  if (length > MAX_BYTES) throw tooLong(label)
  return buffer.subarray(0, length)
}

function tooLong(label: string): ConfigError {
  return new ConfigError(`${label}: over 1 MiB, which no configuration needs`)
}

function attempt<T>(label: string, act: () => T): T {
  try {
    return act()
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    const missing = code === 'ENOENT' ? 'no such file' : undefined
    throw new ConfigError(`${label}: can't be read (${missing ?? code ?? message})`, { cause })
  }
}
