import { accessSync, closeSync, constants, createReadStream, fstatSync, openSync, statSync } from 'node:fs'
import { readFully } from '../context/read-fully.ts'
import { UsageError } from '../errors.ts'
import { type Compression, compressionOf } from '../model/compression.ts'
import type { Builder } from '../model/request.ts'
import { BLOCK_BYTES, parseHeader } from './header.ts'
import type { TarFile } from './read-tar.ts'
import { spool } from './spool.ts'

/** Engines look at so many bytes to tell what something is. */
const HEAD_BYTES = 1024

/** An archive on disk that is no packed one. */
export interface OpenedTar extends TarFile {
  close(): void
}

/**
 * Opens an archive as `docker build -` would take it (`label` is what people call it): a file that is no packed one is
 * read where it is, all else is unpacked to a temporary file. Throws a UsageError where the builder would not take it for
 * an archive.
 */
export async function openTar(file: string, label: string, builder: Builder): Promise<OpenedTar> {
  // as a shell hands over what a command prints
  if (kindOf(file, label) === 'pipe') return openTarStream(createReadStream(file), label, builder)
  const fd = openSync(file, 'r')
  try {
    const opened = await openTarIn(fd, label, builder)
    if (opened.fd !== fd) closeSync(fd)
    else opened.close = () => closeSync(fd)
    return opened
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/** The same of a regular file that is open; whoever opened it closes it. */
export async function openTarIn(fd: number, label: string, builder: Builder): Promise<OpenedTar> {
  const { size: bytes } = fstatSync(fd)
  const head = Buffer.alloc(Math.min(HEAD_BYTES, bytes))
  const compression = checkedHead(head.subarray(0, readFully(fd, head, 0)), label, builder)
  if (compression === 'none') return { fd, bytes, label, close() {} }
  return unpacked(createReadStream('', { fd, start: 0, autoClose: false }), compression, label)
}

/** The same of a stream. */
export async function openTarStream(
  stream: AsyncIterable<Uint8Array>,
  label: string,
  builder: Builder,
): Promise<OpenedTar> {
  const chunks = stream[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let length = 0
  while (length < HEAD_BYTES) {
    const { value, done } = await chunks.next()
    if (done) break
    first.push(value)
    length += value.length
  }
  const compression = checkedHead(Buffer.concat(first).subarray(0, HEAD_BYTES), label, builder)
  const whole = async function* () {
    yield* first
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  return unpacked(whole(), compression, label)
}

async function unpacked(
  stream: AsyncIterable<Uint8Array>,
  compression: Compression,
  label: string,
): Promise<OpenedTar> {
  const file = await spool(stream, compression, label)
  return { fd: file.fd, bytes: file.bytes, label, close: () => file.close() }
}

function kindOf(file: string, label: string): 'pipe' | 'file' {
  const hint = 'name a tar file, or - for stdin'
  try {
    accessSync(file, constants.R_OK)
    const stats = statSync(file)
    if (stats.isFIFO()) return 'pipe'
    if (stats.isFile()) return 'file'
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? "can't be read" : message
    throw new UsageError(`the archive ${label} ${reason}`, { hint, cause: error })
  }
  throw new UsageError(`the archive ${label} is no regular file`, { hint })
}

/** How it is packed. Throws where the builder would take it for something else by its first bytes. */
function checkedHead(head: Buffer, label: string, builder: Builder): Compression {
  const compression = compressionOf(head)
  if (compression === 'zstd' && builder === 'buildkit')
    throw new UsageError(`${label} is packed by zstd: docker buildx takes that for a Dockerfile`, {
      hint: `unpack it on the way: zstd -dc ${label} | docker build -`,
    })
  if (compression === 'none') {
    const problem = problemOf(head, builder)
    if (problem !== undefined)
      throw new UsageError(`${label} ${problem}: docker build - would take it for a Dockerfile`, {
        hint: 'name a tar archive, as it is or packed by gzip, bzip2 or xz',
      })
  }
  return compression
}

/** Go's archive/tar has to come by the first entry within these bytes. */
function problemOf(head: Buffer, builder: Builder): string | undefined {
  if (head.length === 0) return 'is empty'
  const header = head.length < BLOCK_BYTES ? undefined : parseHeader(head.subarray(0, BLOCK_BYTES))
  if (header === undefined) return 'is no tar archive'
  const isBeyond = 'xLK'.includes(header.type) || (header.type === 'g' && header.bytes > BLOCK_BYTES)
  return isBeyond && builder !== 'podman'
    ? `begins with an extended header, so that no entry is within its first ${HEAD_BYTES} bytes`
    : undefined
}
