import { constants, gunzipSync } from 'node:zlib'
import { compressionOf } from '../model/compression.ts'
import type { ContextEntry } from '../model/entry.ts'
import { baseName } from '../model/path.ts'
import type { ContextSource } from '../model/source.ts'
import { rawPathOf } from './tree.ts'

const HEADER_BYTES = 512

/**
 * Whether ADD unpacks a file: a tar, or a compressed one (moby/go-archive compression.DetectCompression, then
 * archive/tar Reader.Next). What bzip2, xz and zstd hide can't be seen here: there the name has to say that it is a tar.
 */
export function isArchive(entry: ContextEntry, source: ContextSource): boolean {
  if (entry.kind !== 'file' || entry.bytes === 0 || entry.arrivesEmpty || entry.unreadable) return false
  let head: Uint8Array
  try {
    head = source.read(rawPathOf(entry), HEADER_BYTES)
  } catch {
    return false // gone meanwhile, or not to be read: the walk says so
  }
  const compression = compressionOf(head)
  if (compression === 'gzip') return isTarHeader(unzipped(head))
  if (compression !== 'none' || isSkippableFrame(head))
    return /\.tar\.|\.t(bz|bz2|xz|zst|zstd)$/i.test(baseName(entry.path))
  return isTarHeader(head)
}

/** zstd may begin with a frame that holds no data. */
function isSkippableFrame(head: Uint8Array): boolean {
  return head[0]! >> 4 === 5 && [0x2a, 0x4d, 0x18].every((byte, i) => head[i + 1] === byte)
}

/** As much as comes out of the beginning of a gzip file. */
function unzipped(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, HEADER_BYTES)
  } catch {
    return new Uint8Array()
  }
}

/** Mirrors go/src/archive/tar format.go getFormat: the checksum decides. An end of archive is none. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < HEADER_BYTES) return false
  const field = Buffer.from(block.subarray(148, 156)).toString('latin1').replaceAll('\0', ' ').trim()
  if (!/^[0-7]+$/.test(field)) return false
  let unsigned = 0
  let signed = 0
  for (const [at, byte] of block.entries()) {
    const value = at >= 148 && at < 156 ? 0x20 : byte
    unsigned += value
    signed += value > 127 ? value - 256 : value
  }
  const sum = Number.parseInt(field, 8)
  return sum === unsigned || sum === signed
}
