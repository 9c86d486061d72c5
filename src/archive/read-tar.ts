import { readFully } from '../context/read-fully.ts'
import { CtxguardError } from '../errors.ts'
import { rawFromBytes } from '../model/path.ts'
import { BLOCK_BYTES, parseHeader, parsePax, paxTime, type TarHeader } from './header.ts'

/** Something in an archive, extended headers applied. */
export interface TarEntry extends TarHeader {
  /** where its bytes begin */
  offset: number
}

/** An archive that is no compressed one, on disk. */
export interface TarFile {
  fd: number
  /** of the file, not of what it holds */
  bytes: number
  /** what people call it */
  label: string
}

/** As in Go's archive/tar: names are not longer. */
const LONGEST_EXTENSION = 2 ** 20
/** Types that have no bytes, whatever their header says. */
const WITHOUT_BYTES = new Set(['1', '2', '3', '4', '5', '6'])

/**
 * What a tar archive holds, in its order, as Go's archive/tar tells it; global headers are left out, as builders do.
 * Throws a CtxguardError that says where the archive is damaged, or that more follows its end.
 */
export function* readTar(file: TarFile): Generator<TarEntry> {
  const block = windowOn(file)
  let position = 0
  let extended: Extensions = {}
  while (position < file.bytes) {
    const bytes = block(position, BLOCK_BYTES)
    if (isZero(bytes)) {
      if (position + BLOCK_BYTES < file.bytes && !isZero(block(position + BLOCK_BYTES, BLOCK_BYTES)))
        throw damaged(file, position, 'one empty block stands between others')
      checkEnd(file, position, block)
      return
    }
    const header = parseHeader(bytes)
    if (header === undefined) throw damaged(file, position, 'that is no header')
    const offset = position + BLOCK_BYTES
    if (header.type in EXTENSIONS) {
      if (header.bytes > LONGEST_EXTENSION) throw damaged(file, position, 'its extended header is too long')
      const content = block(offset, header.bytes)
      position = behind(offset, header.bytes)
      const read = EXTENSIONS[header.type as keyof typeof EXTENSIONS](content)
      if (read === undefined) throw damaged(file, offset, 'its extended header is malformed')
      extended = { ...extended, ...read }
      continue
    }
    const entry = { ...extend(header, extended, () => damaged(file, position, 'a number is none')), offset }
    if (WITHOUT_BYTES.has(entry.type)) entry.bytes = 0
    position = behind(offset, entry.bytes)
    if (offset + entry.bytes > file.bytes) throw damaged(file, file.bytes, `it ends within ${entry.name}`)
    if (extended.pax !== undefined && [...extended.pax.keys()].some(key => key.startsWith('GNU.sparse.')))
      throw new CtxguardError(`${file.label}: ${entry.name} is a sparse file, which is not read here`, {
        hint: 'make the archive without --sparse',
      })
    extended = {}
    yield entry
  }
}

/** A client sends all of the file; what no engine unpacks may be anything. Padding is zeros. */
function checkEnd(file: TarFile, from: number, block: ReturnType<typeof windowOn>): void {
  for (let position = from; position < file.bytes; position += WINDOW_BYTES)
    if (!isZero(block(position, Math.min(WINDOW_BYTES, file.bytes - position)))) throw moreBehind(file.label)
}

/** Of an archive, or of what it is packed in. */
export function moreBehind(label: string): CtxguardError {
  return new CtxguardError(`${label} has more data behind the end of the archive`, {
    hint: 'it would be sent, and nobody unpacks it: make the archive again, of one piece',
  })
}

interface Extensions {
  pax?: Map<string, string>
  name?: string
  target?: string
}

const EXTENSIONS = {
  x: (bytes: Buffer): Extensions | undefined => {
    const pax = parsePax(bytes)
    return pax && { pax }
  },
  // of all that follows: builders leave it out, but it has to be one
  g: (bytes: Buffer): Extensions | undefined => parsePax(bytes) && {},
  L: (bytes: Buffer): Extensions => ({ name: untilNul(bytes) }),
  K: (bytes: Buffer): Extensions => ({ target: untilNul(bytes) }),
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return rawFromBytes(end < 0 ? bytes : bytes.subarray(0, end))
}

function extend(header: TarHeader, { pax, name, target }: Extensions, fault: () => Error): TarHeader {
  const size = pax?.get('size')
  const time = pax?.get('mtime')
  const mtimeNs = time === undefined ? header.mtimeNs : paxTime(time)
  if (mtimeNs === undefined || (size !== undefined && !/^\d{1,15}$/.test(size))) throw fault()
  const extended = {
    ...header,
    name: pax?.get('path') ?? name ?? header.name,
    target: pax?.get('linkpath') ?? target ?? header.target,
    bytes: size === undefined ? header.bytes : Number(size),
    mtimeNs,
  }
  // archives older than POSIX have no type for directories
  if (extended.type === '\0') extended.type = extended.name.endsWith('/') ? '5' : '0'
  return extended
}

function behind(offset: number, bytes: number): number {
  return offset + Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES
}

function isZero(block: Buffer): boolean {
  return block.equals(ZEROS.subarray(0, block.length))
}

function damaged({ label }: TarFile, position: number, reason: string): CtxguardError {
  return new CtxguardError(`${label} is damaged at byte ${position}: ${reason}`, {
    hint: 'make the archive again: the build fails on it too',
  })
}

const WINDOW_BYTES = 2 ** 16
const ZEROS = Buffer.alloc(WINDOW_BYTES)

/** Reads parts of a file in larger pieces. */
function windowOn(file: TarFile): (position: number, length: number) => Buffer {
  let window = Buffer.alloc(0)
  let begins = 0
  return (position, length) => {
    if (position + length > file.bytes) throw damaged(file, file.bytes, 'it ends too early')
    if (position < begins || position + length > begins + window.length) {
      const bytes = Buffer.alloc(Math.min(Math.max(WINDOW_BYTES, length), file.bytes - position))
      window = bytes.subarray(0, readFully(file.fd, bytes, position))
      begins = position
      if (window.length < length) throw damaged(file, position, 'it became shorter while it was read')
    }
    return window.subarray(position - begins, position - begins + length)
  }
}
