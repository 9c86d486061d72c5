import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { RawPath } from '../model/path.ts'
import type { Builder } from '../model/request.ts'
import type { ContextSource } from '../model/source.ts'
import { Chunks, SMALL_BYTES } from './chunks.ts'
import { Contents, isRead } from './contents.ts'
import { type Header, layHeader } from './header.ts'
import { type HeaderOf, headers } from './headers.ts'
import type { Member } from './members.ts'

export interface PackOptions {
  /** whose idea of modes counts; default: buildkit */
  builder?: Builder
  /** whole seconds since the epoch, for every member; default: each its own time */
  mtime?: number
  /** compressed, with no name and no time in its header; default: false */
  gzip?: boolean
  /** a chunk is the reader's only until the next one is asked for: less memory, and a third less time; default: false */
  recycle?: boolean
}

/**
 * The members as a tar, in their order, in chunks of up to 64 KiB. The same members give the same bytes. Rejects with a
 * {@link import('../errors.ts').CtxguardError} that names the file where one is no longer what was walked, before, while
 * or after it was read. What was yielded by then ends in the middle of a block, so that no reader takes it for a whole
 * tar: Go's takes the end of a stream between two members for the end of a tar.
 */
export async function* packTar(
  members: readonly Member[],
  source: ContextSource,
  options: PackOptions = {},
): AsyncGenerator<Uint8Array> {
  if (!options.gzip) {
    yield* chunksOf(members, source, options)
    return
  }
  const tar = Readable.from(chunksOf(members, source, { ...options, recycle: false }), { objectMode: false })
  // the reader hears of a failure from the last of them
  yield* pipeline(tar, createGzip(), () => {})
}

function* chunksOf(
  members: readonly Member[],
  source: ContextSource,
  options: PackOptions,
): Generator<Uint8Array> {
  const chunks = new Chunks(options.recycle === true)
  const headerOf = headers(members, source, options)
  const contents = new Contents(members, source)
  try {
    yield* chunks.write(layHeader(rootHeader(members, options)))
    for (const member of members) {
      if (member.given) yield* writeGiven(chunks, member, member.given, headerOf)
      else if (isRead(member)) yield* writeRead(chunks, member, contents, headerOf)
      else yield* chunks.write(layHeader(headerOf(member)))
    }
  } catch (error) {
    yield* chunks.tear()
    throw error
  } finally {
    contents.close()
  }
  yield* chunks.finish()
}

/**
 * Builders skip it. It stands in front because docker looks for one whole header in the first 1024 bytes (buildx
 * build/utils.go isArchive) or 512 (docker/cli): a member that needs a PAX header there makes it take the tar for a
 * Dockerfile.
 */
function rootHeader([first]: readonly Member[], { mtime }: PackOptions): Header {
  const seconds = mtime ?? Math.max(0, Math.floor((first?.entry.mtimeMs ?? 0) / 1000))
  const mtimeNs = BigInt(Math.min(seconds, LATEST)) * 1_000_000_000n
  return { type: 'directory', name: '.' as RawPath, mode: 0o755, bytes: 0, mtimeNs }
}

/** What a header holds without PAX. */
const LATEST = 8 ** 11 - 1

function* writeGiven(
  chunks: Chunks,
  member: Member,
  content: Uint8Array,
  headerOf: HeaderOf,
): Generator<Uint8Array> {
  yield* chunks.begin(layHeader(headerOf(member)))
  yield* chunks.pour(content)
  yield* chunks.end(content.length)
}

function* writeRead(
  chunks: Chunks,
  member: Member,
  contents: Contents,
  headerOf: HeaderOf,
): Generator<Uint8Array> {
  const { entry } = member
  const first = contents.next(entry, 0)
  const header = layHeader(headerOf(member, first.mtimeNs))
  if (entry.bytes <= SMALL_BYTES) return yield* chunks.write(header, first.content)
  yield* chunks.begin(header)
  yield* chunks.pass(first.content, first.content.length === entry.bytes)
  for (let at = first.content.length; at < entry.bytes; ) {
    const { content } = contents.next(entry, at)
    at += content.length
    yield* chunks.pass(content, at === entry.bytes)
  }
  yield* chunks.end(entry.bytes)
}
