import { rawFromBytes } from '../model/path.ts'

/** One header block of a tar archive, as Go's archive/tar reads it. Names are raw. */
export interface TarHeader {
  name: string
  /** one character; NUL in archives older than POSIX */
  type: string
  mode: number
  bytes: number
  mtimeNs: bigint
  /** of a link */
  target: string
  major: number
  minor: number
}

export const BLOCK_BYTES = 512

/** Reads a block; undefined where it is no header. */
export function parseHeader(block: Buffer): TarHeader | undefined {
  if (!hasChecksum(block)) return undefined
  const [mode, bytes, seconds] = [number(block, 100, 8), number(block, 124, 12), number(block, 136, 12)]
  if (mode === undefined || bytes === undefined || seconds === undefined || bytes < 0) return undefined
  const prefix = prefixOf(block)
  const name = text(block, 0, 100)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type: String.fromCharCode(block[156]!),
    mode: mode & 0o7777,
    bytes,
    mtimeNs: BigInt(seconds) * 1_000_000_000n,
    target: text(block, 157, 100),
    major: number(block, 329, 8) ?? 0,
    minor: number(block, 337, 8) ?? 0,
  }
}

/** Both sums are in use: of bytes with a sign, and of bytes without. */
function hasChecksum(block: Buffer): boolean {
  let unsigned = 0
  let signed = 0
  for (let i = 0; i < BLOCK_BYTES; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : block[i]!
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  const said = number(block, 148, 8)
  return said === unsigned || said === signed
}

/** POSIX has a second part of the name, star a shorter one; GNU keeps other things there. */
function prefixOf(block: Buffer): string {
  if (block.toString('latin1', 257, 263) !== 'ustar\0') return ''
  return text(block, 345, block.toString('latin1', 508, 512) === 'tar\0' ? 131 : 155)
}

function text(block: Buffer, from: number, length: number): string {
  const field = block.subarray(from, from + length)
  const end = field.indexOf(0)
  return rawFromBytes(end < 0 ? field : field.subarray(0, end))
}

/** Octal digits between blanks and NULs, or a big-endian number behind a first bit that is set. */
function number(block: Buffer, from: number, length: number): number | undefined {
  const field = block.subarray(from, from + length)
  if ((field[0]! & 0x80) !== 0) return binaryNumber(field)
  const digits = field
    .toString('latin1')
    .replace(/^[ \0]+/, '')
    .replace(/[ \0][\s\S]*$/, '')
  if (digits === '') return 0
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined
}

function binaryNumber(field: Buffer): number | undefined {
  const negative = (field[0]! & 0x40) !== 0
  let value = 0n
  for (const [i, byte] of field.entries()) value = (value << 8n) | BigInt(i === 0 ? byte & 0x7f : byte)
  if (negative) value -= 1n << BigInt(field.length * 8 - 1)
  const result = Number(value)
  return Number.isSafeInteger(result) ? result : undefined
}

/** Records of an extended header: `LENGTH KEY=VALUE\n`, raw; undefined where they are malformed. */
export function parsePax(bytes: Buffer): Map<string, string> | undefined {
  const records = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at)
    const written = blank < 0 ? '' : bytes.toString('latin1', at, blank)
    const end = at + Number(written)
    if (!/^\d{1,9}$/.test(written) || end > bytes.length || end <= blank || bytes[end - 1] !== 0x0a)
      return undefined
    const equals = bytes.indexOf(0x3d, blank)
    if (equals < 0 || equals >= end) return undefined
    records.set(
      bytes.toString('latin1', blank + 1, equals),
      rawFromBytes(bytes.subarray(equals + 1, end - 1)),
    )
    at = end
  }
  return records
}

/** Seconds since the epoch with a fraction, in nanoseconds; undefined where they are none. */
export function paxTime(value: string): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(value)
  if (match === null) return undefined
  const [, sign, seconds, fraction = ''] = match
  const ns = BigInt(seconds!) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
  return sign === '-' ? -ns : ns
}
