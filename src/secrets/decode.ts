import { isUtf8 } from 'node:buffer'

const TEXT_PROBE_BYTES = 8192
const SHAPE_PROBE_BYTES = 512

/** A file's head as text: UTF-8, UTF-16 by mark or shape, else latin1. Undefined where it is binary. */
export function textOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const wide = utf16Of(head)
  if (wide) return wide
  if (head.subarray(0, TEXT_PROBE_BYTES).includes(0)) return undefined
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
  return head.toString(isUtf8(head) ? 'utf8' : 'latin1', start)
}

function utf16Of(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return head.toString('utf16le', 2)
  if (head[0] === 0xfe && head[1] === 0xff) return bigEndian(head.subarray(2))
  const probe = head.subarray(0, SHAPE_PROBE_BYTES)
  if (probe.length < 8) return undefined
  if (zeroShare(probe, 1) >= 0.9 && zeroShare(probe, 0) < 0.1) return head.toString('utf16le')
  if (zeroShare(probe, 0) >= 0.9 && zeroShare(probe, 1) < 0.1) return bigEndian(head)
  return undefined
}

function bigEndian(head: Buffer): string {
  const even = Buffer.from(head.subarray(0, head.length - (head.length % 2)))
  return even.swap16().toString('utf16le')
}

/** How many of the bytes at odd (1) or even (0) offsets are zero, 0 to 1. */
function zeroShare(probe: Buffer, parity: 0 | 1): number {
  let zeros = 0
  let seen = 0
  for (let at: number = parity; at < probe.length; at += 2, seen++) if (probe[at] === 0) zeros++
  return zeros / seen
}

/** What a base64 text decodes to, as latin1; undefined where it is none. */
export function decodeBase64(text: string): string | undefined {
  if (text.length < 4 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined
  return Buffer.from(text, 'base64').toString('latin1')
}

/** Whether the bytes at `at` are these; a gap is written as null. */
export function bytesAt(bytes: Uint8Array, at: number, expected: readonly (number | null)[]): boolean {
  return expected.every((byte, i) => byte === null || bytes[at + i] === byte)
}

/** Whether the file begins with this ASCII text. */
export function startsWith(bytes: Uint8Array, ascii: string): boolean {
  for (let i = 0; i < ascii.length; i++) if (bytes[i] !== ascii.charCodeAt(i)) return false
  return true
}
