import { execFileSync, spawnSync } from 'node:child_process'
import { Readable } from 'node:stream'
import { extract, type Header } from 'tar-stream'
import type { ContextEntry } from '../../src/model/entry.ts'
import type { ContextSource } from '../../src/model/source.ts'
import { type Packing, type PackingOptions, packingOf } from '../../src/pack/packing.ts'
import { type PackOptions, packTar } from '../../src/pack/tar.ts'
import { unauditedContext } from '../../src/packable.ts'
import { type RequestOptions, resolveRequest } from '../../src/request/resolve.ts'

export type Wanted = Omit<RequestOptions, 'contextDir'> & PackingOptions & PackOptions

/** A context laid out to be packed. */
export async function laidOut(
  contextDir: string,
  { allSent, ...options }: Wanted = {},
): Promise<{ packing: Packing; source: ContextSource }> {
  const { snapshot, reach, text } = await unauditedContext(resolveRequest({ ...options, contextDir }))
  return { packing: packingOf(snapshot, reach, text, allSent ? { allSent } : {}), source: snapshot.source }
}

/** The tar of a context. */
export async function packed(contextDir: string, options: Wanted = {}): Promise<Buffer> {
  const { packing, source } = await laidOut(contextDir, options)
  return collect(packTar(packing.members, source, options))
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(Buffer.from(chunk))
  return Buffer.concat(all)
}

/** What came before the failure, and its message. */
export async function collectTorn(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ bytes: Buffer; message: string }> {
  const all: Uint8Array[] = []
  try {
    for await (const chunk of chunks) all.push(Buffer.from(chunk))
  } catch (error) {
    return { bytes: Buffer.concat(all), message: (error as Error).message }
  }
  throw new Error('it did not fail')
}

/** As GNU tar lists it. */
export function gnuListing(tar: Uint8Array): string[] {
  const listing = execFileSync(
    'tar',
    ['-tvf', '-', '--numeric-owner', '--quoting-style=escape', '--full-time'],
    {
      input: tar,
      encoding: 'latin1',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    },
  )
  return listing.split('\n').filter(Boolean)
}

/** Whether GNU tar takes it for a whole tar. */
export function gnuAccepts(tar: Uint8Array): boolean {
  return spawnSync('tar', ['-tf', '-'], { input: tar }).status === 0
}

export interface Read {
  header: Header & { pax?: Record<string, string> | null }
  content: Buffer
}

/** As tar-stream reads it, directories without their slash, and without the root; rejects where it is torn. */
export async function readBack(tar: Uint8Array, encoding: BufferEncoding = 'utf8'): Promise<Read[]> {
  const found: Read[] = []
  // its types know neither of its options
  const reader = extract({ filenameEncoding: encoding } as object)
  Readable.from([tar], { objectMode: false }).pipe(reader as unknown as NodeJS.WritableStream)
  for await (const entry of reader) {
    const pieces: Buffer[] = []
    for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece)
    const header = { ...(entry.header as Read['header']), name: entry.header.name.replace(/\/$/, '') }
    found.push({ header, content: Buffer.concat(pieces) })
  }
  return found.filter(({ header }) => header.name !== '.')
}

export function pathsOf({ members }: Packing): string[] {
  return members.map(({ entry }: { entry: ContextEntry }) => entry.path)
}
