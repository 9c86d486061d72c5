import type { RawPath } from '../model/path.ts'
import { type LaidHeader, layHeader, roundUp, writeHeader } from './header.ts'

/** As much as a pipe holds: it takes a chunk at once, and the next one is made while the other side reads. */
const CHUNK_BYTES = 64 * 1024

/** Content up to this size is written at one go. */
export const SMALL_BYTES = 16 * 1024

/**
 * Gathers members into chunks. None ends where a member does: of a program that is killed between two of them no builder
 * takes the output for a whole tar. (Go's reader takes the end of its input for the end of a tar between two members,
 * and in the padding of one.) `recycle`: every chunk is in the same memory.
 */
export class Chunks {
  private buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  private used = 0
  /** the last place where a cut leaves a member without its end */
  private cut = 0
  /** content is being written */
  private isOpen = false
  private readonly recycle: boolean

  constructor(recycle: boolean) {
    this.recycle = recycle
  }

  /** A member, with content of up to {@link SMALL_BYTES}. */
  *write(header: LaidHeader, content: Uint8Array = NOTHING): Generator<Uint8Array> {
    const bytes = roundUp(content.length)
    const fits = () => this.used + header.length + bytes <= CHUNK_BYTES
    if (!fits()) yield* this.flush()
    if (!fits()) yield* this.writeLong(header)
    else {
      this.cut = this.used + 256
      writeHeader(this.buffer, this.used, header)
      this.used += header.length
    }
    if (bytes === 0) return
    this.buffer.set(content, this.used)
    if (bytes > content.length) this.buffer.fill(0, this.used + content.length, this.used + bytes)
    this.used += bytes
  }

  /** The beginning of a member whose content follows through {@link room} and {@link took}. */
  *begin(header: LaidHeader): Generator<Uint8Array> {
    yield* this.write(header)
    this.cut = this.used
    this.isOpen = true
  }

  /** Where more of the content goes. */
  *room(): Generator<Uint8Array, Buffer> {
    if (this.used === CHUNK_BYTES) yield* this.flush()
    return this.buffer.subarray(this.used)
  }

  took(bytes: number): void {
    this.used += bytes
    if (bytes > 0) this.cut = this.used - 1
  }

  /** All of what is at hand, of any length. */
  *pour(bytes: Uint8Array): Generator<Uint8Array> {
    for (let done = 0; done < bytes.length; ) {
      const room = yield* this.room()
      const piece = bytes.subarray(done, done + room.length)
      room.set(piece)
      this.took(piece.length)
      done += piece.length
    }
  }

  /** More of the content, or the last of it: a long piece is handed on where it lies. */
  *pass(bytes: Uint8Array, isLast: boolean): Generator<Uint8Array> {
    const whole = isLast ? bytes.length - 1 : bytes.length
    if (whole < CHUNK_BYTES) return yield* this.pour(bytes)
    if (this.used > 0) yield this.buffer.subarray(0, this.used)
    if (!this.recycle) this.buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
    this.used = this.cut = 0
    for (let at = 0; at < whole; at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, Math.min(whole, at + CHUNK_BYTES))
      yield this.recycle ? chunk : chunk.slice()
    }
    yield* this.pour(bytes.subarray(whole))
  }

  /** Ends a member of so many bytes. */
  *end(bytes: number): Generator<Uint8Array> {
    this.isOpen = false
    const padding = roundUp(bytes) - bytes
    if (this.used + padding > CHUNK_BYTES) yield* this.flush()
    this.buffer.fill(0, this.used, this.used + padding)
    this.used += padding
  }

  /** The end of the tar. */
  *finish(): Generator<Uint8Array> {
    if (this.used + 1024 > CHUNK_BYTES) yield* this.flush()
    this.buffer.fill(0, this.used, this.used + 1024)
    yield this.buffer.subarray(0, this.used + 1024)
  }

  /** The end of something that is not whole: a member without its content, which no reader overlooks. */
  *tear(): Generator<Uint8Array> {
    if (!this.isOpen) yield* this.write(TORN)
    yield this.buffer.subarray(0, this.isOpen ? this.cut : this.used)
  }

  /** Yields all but the end of a member, with which the next chunk begins. */
  private *flush(): Generator<Uint8Array> {
    const { buffer, cut, used } = this
    yield buffer.subarray(0, cut)
    if (!this.recycle) this.buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
    buffer.copy(this.buffer, 0, cut, used)
    this.used = used - cut
    this.cut = 0
  }

  /** A header that could be longer than a chunk: a link target has no limit. */
  private *writeLong(header: LaidHeader): Generator<Uint8Array> {
    const blocks = Buffer.alloc(header.length)
    writeHeader(blocks, 0, header)
    yield* this.pour(blocks)
    if (this.used > CHUNK_BYTES / 2) yield* this.flush()
  }
}

const NOTHING = Buffer.alloc(0)
const TORN = layHeader({
  type: 'file',
  name: '.ctxguard.incomplete' as RawPath,
  mode: 0,
  bytes: 512,
  mtimeNs: 0n,
})
