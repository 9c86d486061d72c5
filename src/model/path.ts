/**
 * A path relative to the context root: `/` between names, no `.`, no `..`, no leading or trailing slash.
 * The root itself is `''`. A name that is valid UTF-8 stands as it is; in any other name each byte outside
 * 0x21–0x7e and each backslash is written `\xNN`. That spelling is what people and JSON see.
 */
export type ContextPath = string & { readonly __brand: 'ContextPath' }

/**
 * The same path without loss: valid UTF-8 as itself, every byte that is not part of valid UTF-8 as one lone
 * surrogate U+DC00 + byte. Two raw paths are equal exactly when their bytes are.
 */
export type RawPath = string & { readonly __brand: 'RawPath' }

const LOSSY = /[\udc80-\udcff]/u
/** Answers for most names at once: it can't match where no character is beyond U+00FF. */
const PERHAPS_LOSSY = /[\udc80-\udcff]/

/** Whether a raw name or path holds bytes that are not UTF-8. */
export function isLossy(raw: string): boolean {
  return PERHAPS_LOSSY.test(raw) && LOSSY.test(raw)
}

/** The raw form of bytes. Source of the rule: how Go decodes, one replacement per offending byte. */
export function rawFromBytes(bytes: Uint8Array): RawPath {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.toString('utf8')
  if (!text.includes('�') || Buffer.from(text, 'utf8').equals(buffer)) return text as RawPath
  let raw = ''
  let at = 0
  while (at < buffer.length) {
    const width = utf8Width(buffer, at)
    raw += width === 0 ? String.fromCharCode(0xdc00 + buffer[at]!) : buffer.toString('utf8', at, at + width)
    at += width === 0 ? 1 : width
  }
  return raw as RawPath
}

/** The bytes of a raw path, as the file system has them. */
export function rawToBytes(raw: string): Buffer {
  if (!isLossy(raw)) return Buffer.from(raw, 'utf8')
  const parts = raw
    .split(/([\udc80-\udcff])/u)
    .map(part => (isLossy(part) ? Buffer.from([part.charCodeAt(0) - 0xdc00]) : Buffer.from(part, 'utf8')))
  return Buffer.concat(parts)
}

/** In bytes: Linux's PATH_MAX without the NUL at its end. */
export const LONGEST_PATH = 4095

/** Whether no file system call takes a raw path, or what a link leads to. */
export function isTooLong(raw: string): boolean {
  return raw.length > LONGEST_PATH || (raw.length * 3 > LONGEST_PATH && rawToBytes(raw).length > LONGEST_PATH)
}

/** How a raw name or path is shown; see {@link ContextPath}. */
export function spell(raw: string): ContextPath {
  if (!isLossy(raw)) return raw as ContextPath
  return raw.split('/').map(spellName).join('/') as ContextPath
}

function spellName(name: string): string {
  if (!isLossy(name)) return name
  let spelled = ''
  for (const byte of rawToBytes(name)) {
    const plain = byte >= 0x21 && byte <= 0x7e && byte !== 0x5c
    spelled += plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return spelled
}

/** Orders raw names or paths by their bytes, as every builder does within a directory. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  // UTF-16 order and UTF-8 order differ only where surrogates are involved
  if (HAS_SURROGATE.test(a) || HAS_SURROGATE.test(b)) return Buffer.compare(rawToBytes(a), rawToBytes(b))
  return a < b ? -1 : 1
}

const HAS_SURROGATE = /[\ud800-\udfff]/

/** `a` and `b` joined; `a` may be the root. */
export function joinPath<T extends ContextPath | RawPath>(parent: T | '', name: string): T {
  return (parent === '' ? name : `${parent}/${name}`) as T
}

/** The directory that holds `path`; `''` for a top-level entry. */
export function parentPath<T extends ContextPath | RawPath>(path: T): T | '' {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : (path.slice(0, slash) as T)
}

/** Whether `path` lies below the directory `dir`, at any depth. */
export function isBelow(path: string, dir: string): boolean {
  return path.length > dir.length && path.charCodeAt(dir.length) === 0x2f && path.startsWith(dir)
}

/** The last name of `path`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Length in bytes of the valid UTF-8 sequence at `at`, or 0 where there is none. */
function utf8Width(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!
  if (lead < 0x80) return 1
  const width =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
  if (width === 0 || at + width > bytes.length) return 0
  const second = bytes[at + 1]!
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  if (second < low || second > high) return 0
  for (let i = 2; i < width; i++) {
    const byte = bytes[at + i]!
    if (byte < 0x80 || byte > 0xbf) return 0
  }
  return width
}
