import { thisMachine } from '../context/this-machine.ts'
import type { Files } from '../model/files.ts'

/** The text of a file, or why it can't be had. Nothing but a regular file is opened; `limit` is in bytes. */
export function readText(
  file: string,
  limit: number,
  files: Files = thisMachine,
): { text: string } | { reason: string; missing: boolean } {
  try {
    const bytes = files.read(file, limit + 1)
    if (bytes.length > limit) return { reason: `it is larger than ${limit / 1024} KiB`, missing: false }
    return { text: Buffer.from(bytes).toString('utf8') }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return { reason: 'no such file', missing: true }
    return { reason: code === 'EACCES' ? 'permission denied' : message, missing: false }
  }
}
