import { tmpdir } from 'node:os'
import { NamelessFile } from '../context/nameless-file.ts'
import { CtxguardError } from '../errors.ts'

/**
 * Writes a stream to a temporary file. Rejects with a CtxguardError where that has no room.
 *
 * @param most bytes; a longer stream is refused
 */
export async function spool(
  stream: AsyncIterable<Uint8Array>,
  what: string,
  most = Number.POSITIVE_INFINITY,
): Promise<NamelessFile> {
  let file: NamelessFile | undefined
  try {
    file = new NamelessFile()
    for await (const chunk of stream) {
      if (file.bytes + chunk.length > most)
        throw new CtxguardError(`${what} is longer than ${most / 2 ** 20} MiB`, {
          hint: 'nothing was started',
        })
      file.append(chunk)
    }
    return file
  } catch (error) {
    file?.close()
    if (error instanceof CtxguardError) throw error
    throw notKept(what, error)
  }
}

function notKept(what: string, error: unknown): CtxguardError {
  return new CtxguardError(`${what} could not be kept while it is audited: ${(error as Error).message}`, {
    hint: `it needs room in ${tmpdir()}; TMPDIR names another place`,
    cause: error,
  })
}
