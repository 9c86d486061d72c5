import { spawn } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { NamelessFile } from '../context/nameless-file.ts'
import { CtxguardError } from '../errors.ts'
import type { Compression } from '../model/compression.ts'
import { moreBehind } from './read-tar.ts'

/** What is unpacked at most; a small file may stand for far more. */
const MOST_BYTES = 64 * 2 ** 30
/** Of the room that there is. */
const MOST_ROOM = 0.9

/**
 * Writes a stream to a temporary file, decompressed. Rejects with a CtxguardError where the stream is damaged, a program is
 * missing, or there is no room.
 */
export async function spool(
  stream: AsyncIterable<Uint8Array>,
  compression: Compression,
  label: string,
): Promise<NamelessFile> {
  let file: NamelessFile | undefined
  try {
    file = new NamelessFile()
    await write(stream, compression, label, file)
    return file
  } catch (error) {
    file?.close()
    throw error instanceof CtxguardError ? error : unspooled(label, error)
  }
}

async function write(
  stream: AsyncIterable<Uint8Array>,
  compression: Compression,
  label: string,
  file: NamelessFile,
): Promise<void> {
  const room = statfsSync(tmpdir())
  const most = Math.min(MOST_BYTES, room.bavail * room.bsize * MOST_ROOM)
  const keep = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) {
      if (file.bytes + chunk.length > most) throw tooLarge(label, most)
      file.append(chunk)
    }
  }
  try {
    if (compression === 'none') await keep(stream)
    else if (compression === 'gzip') await unzip(stream, label, keep)
    else await decompress(stream, compression, label, keep)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (compression === 'gzip' && (code?.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw damaged(label, `after ${file.bytes} bytes that it holds: ${message}`)
    throw error
  }
}

/** What follows zeros behind the last member is left alone by zlib, and sent all the same. */
async function unzip(
  stream: AsyncIterable<Uint8Array>,
  label: string,
  keep: (source: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  let fed = 0
  const gunzip = createGunzip()
  const counted = async function* () {
    for await (const chunk of stream) {
      fed += chunk.length
      yield chunk
    }
  }
  try {
    await pipeline(counted, gunzip, keep)
  } catch (error) {
    // it ended before what it is fed
    if ((error as NodeJS.ErrnoException).code !== 'ABORT_ERR' || gunzip.bytesWritten === fed) throw error
  }
  if (gunzip.bytesWritten < fed) throw moreBehind(label)
}

/** By the program that is installed: Node has no such code. */
async function decompress(
  stream: AsyncIterable<Uint8Array>,
  program: 'bzip2' | 'xz' | 'zstd',
  label: string,
  keep: (source: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  // settings of the environment change what these programs do
  const { PATH } = process.env
  const child = spawn(program, ['-dc'], { env: { PATH, LC_ALL: 'C' }, stdio: ['pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-1000)
  })
  const ended = new Promise<number | string | null>((resolve, reject) => {
    child.on('error', error => reject(missing(program, label, error)))
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  // where it ends early, its exit code says why
  const feeding = pipeline(Readable.from(stream), child.stdin).catch(() => {})
  const keeping = keep(child.stdout.pipe(new PassThrough())).catch((error: unknown) => {
    child.kill()
    return error
  })
  const code = await ended
  const failure = await keeping
  if (failure !== undefined) throw failure
  await feeding
  // bzip2 only warns
  if (/trailing garbage/.test(complaint)) throw moreBehind(label)
  if (code !== 0) throw damaged(label, lastLine(complaint) || `${program} ended with ${code}`)
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

function damaged(label: string, reason: string): CtxguardError {
  return new CtxguardError(`${label} is damaged: ${reason}`, {
    hint: 'make the archive again: the build fails on it too',
  })
}

function missing(program: string, label: string, cause: Error): CtxguardError {
  const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
  const problem = isMissing ? `${program} is not installed, or not in PATH` : cause.message
  const packages = { bzip2: 'bzip2', xz: 'xz-utils (or xz)', zstd: 'zstd' }
  return new CtxguardError(`${label} is packed by ${program}: ${problem}`, {
    hint: `install ${packages[program as keyof typeof packages]}, or hand over the archive as it is before it is packed`,
    cause,
  })
}

function tooLarge(label: string, most: number): CtxguardError {
  return new CtxguardError(
    `${label} holds more than the ${Math.floor(most / 2 ** 20)} MiB that are unpacked`,
    {
      hint: `at most ${MOST_BYTES / 2 ** 30} GiB, and nine tenths of the room in ${tmpdir()} (TMPDIR names another place)`,
    },
  )
}

function unspooled(label: string, cause: unknown): CtxguardError {
  return new CtxguardError(`${label} could not be kept while it is looked at: ${(cause as Error).message}`, {
    hint: `it needs room in ${tmpdir()}; TMPDIR names another place`,
    cause,
  })
}
