import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A temporary file that only this user may read. It has no name by the time that it holds anything, so it is gone with
 * this process, however that ends. Methods throw the file system's own errors.
 */
export class NamelessFile {
  /** for reading; at its beginning for whoever is given it, as long as all who read here name their own position */
  readonly fd: number
  readonly #writer: number
  readonly #dir: string
  #bytes = 0

  constructor() {
    this.#dir = mkdtempSync(join(tmpdir(), 'ctxguard-'))
    const name = join(this.#dir, 'file')
    try {
      this.#writer = openSync(name, 'wx', 0o600)
      this.fd = openSync(name, 'r')
    } catch (error) {
      this.#forget()
      throw error
    }
    try {
      this.#forget()
    } catch {
      // Windows keeps the name of what is open
      process.on('exit', this.#forget)
    }
  }

  /** how much it holds */
  get bytes(): number {
    return this.#bytes
  }

  append(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) at += writeSync(this.#writer, chunk, at)
    this.#bytes += chunk.length
  }

  close(): void {
    closeSync(this.#writer)
    closeSync(this.fd)
    this.#forget()
    process.off('exit', this.#forget)
  }

  readonly #forget = (): void => rmSync(this.#dir, { recursive: true, force: true })
}
