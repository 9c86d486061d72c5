import { isUtf8 } from 'node:buffer'

const TEXT_PROBE_BYTES = 8192
const SHAPE_PROBE_BYTES = 512

/** How the bytes of a file are to be read: `bytes` is ASCII and whatever extends it, UTF-8 and Latin-1 alike. */
export type Encoding = 'bytes' | 'utf-16le' | 'utf-16be' | 'binary'

/** Judges a file by its first 8 KiB: UTF-16 by its mark or its zeros, binary by a zero anywhere else. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const probe = head.subarray(0, TEXT_PROBE_BYTES)
  if (!probe.includes(0)) return 'bytes'
  const shape = head.subarray(0, SHAPE_PROBE_BYTES)
  if (shape.length >= 8) {
    if (zeroShare(shape, 1) >= 0.9 && zeroShare(shape, 0) < 0.1) return 'utf-16le'
    if (zeroShare(shape, 0) >= 0.9 && zeroShare(shape, 1) < 0.1) return 'utf-16be'
  }
  return isListOfTexts(probe) ? 'bytes' : 'binary'
}

/** Text with a zero here and there, as the kernel lists an environment: no other control byte, and few zeros. */
function isListOfTexts(probe: Uint8Array): boolean {
  let zeros = 0
  for (const byte of probe) {
    if (byte === 0) zeros++
    else if (byte < 0x20 && !CONTROLS_OF_TEXT.has(byte)) return false
  }
  return zeros <= probe.length / 10
}

/** Tab, line feed, vertical tab, form feed, carriage return, escape. */
const CONTROLS_OF_TEXT: ReadonlySet<number> = new Set([9, 10, 11, 12, 13, 27])

/** Whether the text begins with the mark of UTF-8. */
export function hasUtf8Mark(head: Uint8Array): boolean {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
}

/** A file's head as text: UTF-8, UTF-16, else latin1. Undefined where it is binary. */
export function textOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const encoding = encodingOf(head)
  if (encoding === 'binary') return undefined
  if (encoding !== 'bytes') return new TextDecoder(encoding).decode(head)
  const text = head.toString(isUtf8(head) ? 'utf8' : 'latin1', hasUtf8Mark(head) ? 3 : 0)
  return text.replaceAll('\0', '\n')
}

/** How many of the bytes at odd (1) or even (0) offsets are zero, 0 to 1. */
function zeroShare(probe: Uint8Array, parity: 0 | 1): number {
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
