import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { FileSecrets } from '../model/secret.ts'
import { Examination } from '../secrets/examination.ts'
import { deadlineOf } from './deadline.ts'

/** What became of reading one file. */
export interface Examined {
  /** what it holds; absent where there is nothing */
  secrets?: FileSecrets
  /** it is no longer what the walk saw, or it changed while it was read */
  changed?: true
  /** it could not be read: the file system's code, such as EACCES */
  failed?: string
}

/** Bytes that are read at once. Longer files come in pieces of that size. */
const PIECE_BYTES = 2 ** 20
/** Of a file that is too long, this share is read of its beginning, and the rest of its end. */
const HEAD_SHARE = 0.8

/** Reads one file after another into the same memory. */
export class FileExaminer {
  readonly #buffer = Buffer.allocUnsafe(PIECE_BYTES + 1)
  readonly #mostBytes: number

  /** @param mostBytes what is read of a file that is longer */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /**
   * Looks for secrets in a file. Opens without following a link and without waiting for a FIFO.
   *
   * @param file absolute
   * @param path as it is reported
   * @param walkedBytes its size when it was walked
   */
  examine(file: string | Buffer, path: string, walkedBytes: number): Examined {
    let fd: number
    try {
      fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    } catch (error) {
      return { failed: codeOf(error) }
    }
    try {
      const stats = fstatSync(fd)
      if (!stats.isFile()) return { failed: 'ENOTFILE' }
      return this.#read(fd, path, stats.size, stats.size !== walkedBytes)
    } catch (error) {
      return { failed: codeOf(error) }
    } finally {
      closeSync(fd)
    }
  }

  #read(fd: number, path: string, bytes: number, differs: boolean): Examined {
    let until = Number.POSITIVE_INFINITY
    const examination = new Examination(path, bytes, { isOver: () => performance.now() > until })
    // what is prepared once for all files is not of this one's time
    until = performance.now() + deadlineOf(Math.min(bytes, this.#mostBytes))
    const isCut = bytes > this.#mostBytes
    const headBytes = isCut ? Math.floor(this.#mostBytes * HEAD_SHARE) : bytes
    let isAllThere = this.#readPart(fd, 0, headBytes, examination, !isCut)
    if (isCut) {
      examination.skip()
      // an even offset: characters of UTF-16 are not cut in two
      const tailFrom = 2 * Math.floor((bytes - this.#mostBytes + headBytes) / 2)
      if (!this.#readPart(fd, tailFrom, bytes - tailFrom, examination, false)) isAllThere = false
    }
    const secrets = examination.finish()
    return { ...(secrets && { secrets }), ...((differs || !isAllThere) && { changed: true as const }) }
  }

  /**
   * @param isWhole the part is the file
   * @returns whether all of it was there
   */
  #readPart(fd: number, from: number, bytes: number, examination: Examination, isWhole: boolean): boolean {
    let done = 0
    for (;;) {
      const wanted = Math.min(PIECE_BYTES, bytes - done)
      // behind the end one byte more is asked for: the file may have grown
      const probe = isWhole && done + wanted === bytes ? 1 : 0
      const count = this.#fill(fd, from + done, wanted, probe)
      const taken = Math.min(count, wanted)
      done += taken
      const last = done >= bytes || taken < wanted
      examination.push(this.#buffer.subarray(0, taken), last)
      if (last) return done === bytes && count <= wanted
      if (!examination.wantsMore) return true
    }
  }

  #fill(fd: number, from: number, wanted: number, probe: number): number {
    let filled = 0
    while (filled < wanted) {
      const count = readSync(fd, this.#buffer, filled, wanted + probe - filled, from + filled)
      if (count === 0) break
      filled += count
    }
    return filled
  }
}

/** In place of the file system's code: the reading went well, and this code did not. */
export const SEARCH_FAILED = 'ESEARCH'

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? SEARCH_FAILED
}
