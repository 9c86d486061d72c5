import { createHash, type Hash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { readFully } from '../context/read-fully.ts'
import { DIGESTED_BYTES } from '../model/finding.ts'
import { LFS_POINTER_LIMIT, sizeInLfsPointer } from '../model/lfs-pointer.ts'
import { Examination } from '../secrets/examination.ts'
import { deadlineOf } from './deadline.ts'
import { type Examined, SEARCH_FAILED } from './examined.ts'
import { type LoadedPart, type Range, rangesOf } from './ranges.ts'

/** Bytes that are read at once. Longer files come in pieces of that size. */
const PIECE_BYTES = 2 ** 20
/** Something with bytes: fills `into` from `position` on; fewer only where they end, or once there are `enough`. */
type Read = (into: Uint8Array, position: number, enough: number) => number

interface Reading {
  read: Read
  examination: Examination
  hash?: Hash
}

type Seen = 'all' | 'some' | 'changed'

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
    return withFile(file, (fd, size) =>
      this.#examine(
        (into, position, enough) => readFully(fd, into, position, enough),
        path,
        size,
        size !== walkedBytes,
      ),
    )
  }

  /** The same for one that is a part of a file that is open. */
  examinePart({ fd, offset }: { fd: number; offset: number }, path: string, bytes: number): Examined {
    const within = (into: Uint8Array, position: number) => into.subarray(0, Math.max(0, bytes - position))
    try {
      return this.#examine(
        (into, position) => readFully(fd, within(into, position), offset + position),
        path,
        bytes,
        false,
      )
    } catch (error) {
      return { failed: codeOf(error) }
    }
  }

  /** The same for one whose bytes are there: those of `rangesOf`. */
  examineBytes(parts: readonly LoadedPart[], path: string, bytes: number): Examined {
    try {
      return this.#examine((into, position) => copyParts(parts, into, position), path, bytes, false)
    } catch (error) {
      return { failed: codeOf(error) }
    }
  }

  #examine(read: Read, path: string, bytes: number, differs: boolean): Examined {
    let until = Number.POSITIVE_INFINITY
    const examination = new Examination(path, bytes, { isOver: () => performance.now() > until })
    const hash = bytes >= DIGESTED_BYTES ? createHash('sha256') : undefined
    const reading: Reading = { read, examination, ...(hash && { hash }) }
    // what is prepared once for all files is not of this one's time
    until = performance.now() + deadlineOf(Math.min(bytes, this.#mostBytes))
    const [head, tail] = rangesOf(bytes, this.#mostBytes)
    let seen = this.#readPart(reading, head, tail === undefined)
    const mayPoint = seen === 'all' && bytes < LFS_POINTER_LIMIT
    const pointer = mayPoint ? sizeInLfsPointer(this.#buffer.subarray(0, bytes)) : undefined
    if (tail !== undefined && seen !== 'changed') {
      examination.skip()
      if (this.#readPart(reading, tail, false) === 'changed') seen = 'changed'
    }
    const secrets = examination.finish()
    const isSteady = !differs && seen !== 'changed'
    return {
      ...(secrets && { secrets }),
      ...(pointer !== undefined && { pointer }),
      ...(hash &&
        isSteady && {
          digest: { sha256: hash.digest('hex'), isWhole: tail === undefined && seen === 'all' },
        }),
      ...(!isSteady && { changed: true as const }),
    }
  }

  /**
   * @param isWhole the part is the file
   * @returns `changed` where not all of it was there, or more; `some` where the rest says nothing about secrets
   */
  #readPart({ read, examination, hash }: Reading, { from, length: bytes }: Range, isWhole: boolean): Seen {
    let done = 0
    for (;;) {
      const wanted = Math.min(PIECE_BYTES, bytes - done)
      // behind the end one byte more is asked for, but not for a second time: the file may have grown
      const probe = isWhole && done + wanted === bytes ? 1 : 0
      const count = read(this.#buffer.subarray(0, wanted + probe), from + done, wanted)
      const taken = Math.min(count, wanted)
      done += taken
      const last = done >= bytes || taken < wanted
      const piece = this.#buffer.subarray(0, taken)
      hash?.update(piece)
      examination.push(piece, last)
      if (last) return done === bytes && count <= wanted ? 'all' : 'changed'
      if (!examination.wantsMore) return 'some'
    }
  }
}

/** Opens a regular file without following a link and without waiting for a FIFO. */
function withFile(file: string | Buffer, examine: (fd: number, size: number) => Examined): Examined {
  let fd: number
  try {
    fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    return { failed: codeOf(error) }
  }
  try {
    const stats = fstatSync(fd)
    return stats.isFile() ? examine(fd, stats.size) : { failed: 'ENOTFILE' }
  } catch (error) {
    return { failed: codeOf(error) }
  } finally {
    closeSync(fd)
  }
}

function copyParts(parts: readonly LoadedPart[], into: Uint8Array, position: number): number {
  const part = parts.find(({ from, bytes }) => from <= position && position <= from + bytes.length)
  const found = part?.bytes.subarray(position - part.from).subarray(0, into.length) ?? new Uint8Array()
  into.set(found)
  return found.length
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? SEARCH_FAILED
}
