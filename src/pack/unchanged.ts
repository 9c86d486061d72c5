import { CtxguardError } from '../errors.ts'
import type { ContextEntry } from '../model/entry.ts'
import type { ContextPath } from '../model/path.ts'
import type { ContextSource, OpenFile } from '../model/source.ts'
import { rawPathOf } from './members.ts'

/** Opens a regular file that was walked. Throws a {@link CtxguardError} where it can't be opened any more. */
export function openWalked(source: ContextSource, entry: ContextEntry): OpenFile {
  return asWalked(entry.path, () => source.open(rawPathOf(entry)))
}

/**
 * Asks the file system, and says of whatever it refuses that `path` changed since it was walked: it could be had then.
 */
export function asWalked<T>(path: ContextPath, ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw changed(path, code === 'ENOENT' || code === 'ENOTDIR' ? 'it is no longer there' : message, error)
  }
}

/**
 * Throws a {@link CtxguardError} unless the open file is the one that was walked, and nobody has written to it since.
 * Asked after the last byte was read, it answers for all of them: the time of a change can't be set back.
 */
export function checkUnchanged(file: OpenFile, entry: ContextEntry): { mtimeNs: bigint } {
  return checkStat(
    asWalked(entry.path, () => file.stat()),
    entry,
  )
}

/** The same of what is known of the file already. */
export function checkStat<S extends ReturnType<OpenFile['stat']>>(stat: S, entry: ContextEntry): S {
  if (stat.inode !== entry.inode) throw changed(entry.path, 'another file has its name')
  if (stat.bytes !== entry.bytes)
    throw changed(entry.path, `it had ${entry.bytes} bytes and has ${stat.bytes} now`)
  const sameTimes = isSameTime(stat.mtimeNs, entry.mtimeMs) && isSameTime(stat.changedNs, entry.changedMs)
  if (!sameTimes || stat.mode !== entry.mode) throw changed(entry.path, 'it was written to, or its mode set')
  return stat
}

export function changed(path: ContextPath, how: string, cause?: unknown): CtxguardError {
  return new CtxguardError(`${path} changed after it was looked at: ${how}`, {
    hint: 'what was written so far is of no use; run it again when nothing writes to the context',
    ...(cause !== undefined && { cause }),
  })
}

/** Milliseconds are floating point: they tell apart no less than a quarter of a microsecond. */
function isSameTime(ns: bigint, ms: number): boolean {
  return Math.abs(Number(ns) / 1e6 - ms) < 0.001
}
