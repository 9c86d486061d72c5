import { takeSnapshot } from './context/snapshot.ts'
import { ContextRefusedError, IgnoreFileError } from './errors.ts'
import type { Builder } from './model/request.ts'
import type { Snapshot } from './model/snapshot.ts'
import { resolveRequest } from './request/resolve.ts'

export interface ListOptions {
  /** the context directory, relative to the working directory */
  contextDir: string
  /** relative to the working directory; by default the one the builder would find in the context, if any */
  dockerfile?: string
  /** in place of the ignore file that the builder would use */
  ignoreFile?: string
  /** default: buildkit */
  builder?: Builder
}

/**
 * Lists exactly what the builder would take of a directory: depth first, byte order within a directory, parents
 * included. What could not be learnt is in `incomplete`.
 *
 * Rejects with an {@link IgnoreFileError} (file, line, the builder's reason) where the builder would refuse the
 * ignore file, with a {@link ContextRefusedError} where it would not find or accept the Dockerfile or refuses an
 * entry, and with a UsageError where the context is not a directory.
 */
export async function listContext(options: ListOptions): Promise<Snapshot> {
  const request = resolveRequest(options)
  if (request.dockerfile.kind === 'refused') {
    const { file, reason, hint } = request.dockerfile
    throw new ContextRefusedError(`${file}: ${reason}`, { hint })
  }
  const snapshot = await takeSnapshot(request)
  const [problem] = snapshot.ignoreProblems
  if (problem !== undefined) throw new IgnoreFileError(problem, { hint: 'mend the line, or the build fails' })
  const [refusal] = snapshot.refusals
  if (refusal !== undefined)
    throw new ContextRefusedError(`${refusal.path}: ${refusal.reason}`, { hint: refusal.hint })
  return snapshot
}
