import type { NamelessFile } from '../context/nameless-file.ts'
import { readFully } from '../context/read-fully.ts'
import { CtxguardError } from '../errors.ts'
import { spool } from '../guard/spool.ts'
import { compressionOf } from '../model/compression.ts'
import { rawFromBytes } from '../model/path.ts'
import { isTarHeader } from '../reach/archive.ts'
import type { BuildCommand } from '../request/command/command.ts'
import { takesStdin } from '../request/command/requests.ts'

/** What a command gets on its standard input, kept in a file while it is audited. */
export interface Input {
  file: NamelessFile
  /** the Dockerfile, raw; absent where an archive is the context */
  dockerfile?: string
}

const MOST_DOCKERFILE_BYTES = 16 * 2 ** 20

/** Reads standard input to its end where the command will; undefined where it is left to the command. */
export async function takeInput(command: BuildCommand): Promise<Input | undefined> {
  const wanted = takesStdin(command)
  if (wanted === undefined) return undefined
  const [what, most] =
    wanted === 'dockerfile'
      ? ['the Dockerfile on stdin', MOST_DOCKERFILE_BYTES]
      : ['the context on stdin', undefined]
  const file = await spool(process.stdin, what, most)
  try {
    if (wanted === 'context' && isArchive(beginningOf(file, HEAD_BYTES), command)) return { file }
    if (file.bytes > MOST_DOCKERFILE_BYTES)
      throw new CtxguardError(
        `what is on stdin is no archive that ${command.name} knows, and too long for a Dockerfile`,
        {
          hint: 'nothing was started',
        },
      )
    return { file, dockerfile: rawFromBytes(beginningOf(file, file.bytes)) }
  } catch (error) {
    file.close()
    throw error
  }
}

/** As much as tells an archive. */
const HEAD_BYTES = 1024

function beginningOf({ fd }: NamelessFile, bytes: number): Uint8Array {
  const beginning = Buffer.alloc(bytes)
  return beginning.subarray(0, readFully(fd, beginning, 0))
}

/** docs/SEMANTICS.md 7.1: all else is taken for a Dockerfile. */
function isArchive(head: Uint8Array, { builder }: BuildCommand): boolean {
  const compression = compressionOf(head)
  if (compression === 'zstd') return builder !== 'buildkit'
  return compression !== 'none' || isTarHeader(head.subarray(0, 512))
}
