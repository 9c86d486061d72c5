import { type RawPath, rawToBytes } from '../model/path.ts'

/** What a tar says of a member before its content. Owner and group are always 0, without names. */
export interface Header {
  type: 'file' | 'hardlink' | 'symlink' | 'character' | 'block' | 'directory' | 'fifo'
  /** without a slash at its end */
  name: RawPath
  /** permission bits, setuid, setgid and sticky */
  mode: number
  /** of the content that follows */
  bytes: number
  /** nanoseconds since the epoch */
  mtimeNs: bigint
  /** of links: what they lead to */
  target?: RawPath
  device?: { major: number; minor: number }
}

/** A header that is ready to be written. All text is Latin-1: a character stands for a byte. */
export interface LaidHeader {
  /** of all its blocks */
  length: number
  /** the records of a PAX header; '' where none is needed */
  pax: string
  fields: Fields
}

/** What differs between the USTAR headers of two members. */
interface Fields {
  name: string
  prefix: string
  target: string
  mode: number
  bytes: number
  seconds: number
  typeflag: number
  device?: Header['device']
}

/**
 * Lays out a header: USTAR, with a PAX header in front where that can't say it: names beyond ASCII or too long, times that
 * are not whole seconds, sizes of 8 GiB and more. Names that are not UTF-8 go as their bytes. This is our own because
 * tar-stream's packer knows neither such names nor times after 2038, and makes a stream of each member: twice the time for
 * small files.
 */
export function layHeader(header: Header): LaidHeader {
  const { type, mode, bytes, device } = header
  const typeflag = 0x30 + TYPEFLAGS[type]
  const fields: Fields = { name: '', prefix: '', target: '', mode, bytes, seconds: 0, typeflag }
  if (device !== undefined) fields.device = device
  let pax = placeName(fields, type === 'directory' ? `${header.name}/` : header.name)
  if (header.target !== undefined) pax += placeTarget(fields, header.target)
  pax += placeTime(fields, header.mtimeNs)
  if (bytes > MOST) {
    fields.bytes = 0
    pax += record('size', String(bytes))
  }
  return { length: pax === '' ? 512 : 1024 + roundUp(pax.length), pax, fields }
}

const TYPEFLAGS = { file: 0, hardlink: 1, symlink: 2, character: 3, block: 4, directory: 5, fifo: 6 } as const

/** Bytes that a size takes in a tar. */
export function roundUp(bytes: number): number {
  return bytes % 512 === 0 ? bytes : bytes + 512 - (bytes % 512)
}

/** 2^33 - 1: eleven octal digits, of sizes and of times */
const MOST = 8 ** 11 - 1

function placeName(fields: Fields, name: string): string {
  if (isAscii(name)) {
    if (name.length <= 100) {
      fields.name = name
      return ''
    }
    const slash = splitAt(name)
    if (slash > 0) {
      fields.prefix = name.slice(0, slash)
      fields.name = name.slice(slash + 1)
      return ''
    }
  }
  const bytes = latin(name)
  fields.name = bytes.slice(0, 100)
  return isPlainField(name, bytes) ? '' : record('path', bytes)
}

function placeTarget(fields: Fields, target: string): string {
  const bytes = isAscii(target) ? target : latin(target)
  fields.target = bytes.slice(0, 100)
  return isPlainField(target, bytes) ? '' : record('linkpath', bytes)
}

/** Readers take the text of PAX for UTF-8, and the bytes of a field as they are: it is these that may be anything. */
function isPlainField(text: string, bytes: string): boolean {
  return bytes.length <= 100 && (isAscii(text) || NOT_UTF8.test(text))
}

const NOT_UTF8 = /[\udc80-\udcff]/u

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

function latin(text: string): string {
  return rawToBytes(text).toString('latin1')
}

/** The slash that leaves at most 155 bytes in front and 100 behind, or 0. */
function splitAt(name: string): number {
  const slash = name.indexOf('/', name.length - 101)
  // one at the very end belongs to the name
  return slash > 0 && slash <= 155 && slash < name.length - 1 ? slash : 0
}

const SECOND = 1_000_000_000n

function placeTime(fields: Fields, mtimeNs: bigint): string {
  const seconds = Number(mtimeNs / SECOND)
  const nanoseconds = Number(mtimeNs % SECOND)
  const fits = mtimeNs >= 0n && seconds <= MOST
  if (fits) fields.seconds = seconds
  if (fits && nanoseconds === 0) return ''
  const sign = mtimeNs < 0n ? '-' : ''
  const fraction = nanoseconds === 0 ? '' : `.${String(Math.abs(nanoseconds)).padStart(9, '0')}`
  return record('mtime', `${sign}${Math.abs(seconds)}${fraction}`)
}

/** `LENGTH KEY=VALUE\n`, where the length counts itself. */
function record(key: string, value: string): string {
  const rest = key.length + value.length + 3
  const length = rest + String(rest).length
  const digits = String(length).length
  return `${rest + digits} ${key}=${value}\n`
}

/** Writes a header at `at`; there has to be room for its `length`. */
export function writeHeader(into: Buffer, at: number, { length, pax, fields }: LaidHeader): void {
  if (pax !== '') {
    writeBlock(into, at, { ...PAX, bytes: pax.length })
    into.fill(0, at + 512, at + length - 512)
    into.write(pax, at + 512, 'latin1')
  }
  writeBlock(into, at + length - 512, fields)
}

const PAX: Fields = {
  name: 'PaxHeader',
  prefix: '',
  target: '',
  mode: 0o644,
  bytes: 0,
  seconds: 0,
  typeflag: 0x78,
}

/** Everything that is the same in all headers. */
const TEMPLATE = Buffer.alloc(512)
TEMPLATE.write('0000000\0'.repeat(3), 100, 'latin1')
TEMPLATE.write('00000000000\0'.repeat(2), 124, 'latin1')
TEMPLATE.write('        ', 148, 'latin1')
TEMPLATE.write('ustar\x0000', 257, 'latin1')
TEMPLATE.write('0000000\0'.repeat(2), 329, 'latin1')

/** Where the fields that every header has end. */
const COMMON = 157
const TEMPLATE_SUM = sum(TEMPLATE, COMMON, 512)

function writeBlock(into: Buffer, at: number, fields: Fields): void {
  const { name, prefix, target, mode, bytes, seconds, typeflag, device } = fields
  TEMPLATE.copy(into, at)
  into.write(name, at, 'latin1')
  octal(into, at + 100, 7, mode)
  octal(into, at + 124, 11, bytes)
  octal(into, at + 136, 11, seconds)
  into[at + 156] = typeflag
  if (target !== '') into.write(target, at + COMMON, 'latin1')
  if (prefix !== '') into.write(prefix, at + 345, 'latin1')
  if (device !== undefined) {
    octal(into, at + 329, 7, device.major)
    octal(into, at + 337, 7, device.minor)
  }
  const isCommon = target === '' && prefix === '' && device === undefined
  const others = isCommon ? TEMPLATE_SUM : sum(into, at + COMMON, at + 512)
  octal(into, at + 148, 6, sum(into, at, at + COMMON) + others)
  into[at + 154] = 0
}

function sum(bytes: Uint8Array, from: number, to: number): number {
  let total = 0
  for (let i = from; i < to; i++) total += bytes[i]!
  return total
}

function octal(into: Buffer, at: number, digits: number, value: number): void {
  let rest = value
  for (let i = at + digits - 1; i >= at; i--) {
    const next = Math.floor(rest / 8)
    into[i] = 0x30 + (rest - next * 8)
    rest = next
  }
}
