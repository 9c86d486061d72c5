import { join, posix } from 'node:path'
import { UsageError } from '../errors.ts'
import type { RequestOptions } from '../request/resolve.ts'
import { type ContextOptions, requestOptions } from './options.ts'

/** What somebody wants to have looked at: `-C`, or the argument; undefined where it was left out. */
export type GivenContext = string | undefined

/**
 * Does a command's work on what its options name: a directory of this machine, or one of a commit (`--ref`), or an
 * archive (`--tar`), which are opened before and closed after it.
 */
export async function withOpened<T>(
  context: GivenContext,
  options: ContextOptions,
  work: (given: RequestOptions) => Promise<T>,
): Promise<T> {
  const { ref, tar } = options
  if (ref !== undefined && tar !== undefined)
    throw new UsageError('--ref and --tar contradict each other', { hint: 'leave one of them out' })
  if (tar !== undefined) return withArchive(tar, context, options, work)
  const given = requestOptions(context ?? '.', options)
  if (ref === undefined) return work(given)
  const { commitFiles } = await import('../commit-files.ts')
  const { files, close } = await commitFiles(given.contextDir, ref)
  try {
    return await work({ ...given, files })
  } finally {
    close()
  }
}

async function withArchive<T>(
  tar: string,
  context: GivenContext,
  options: ContextOptions,
  work: (given: RequestOptions) => Promise<T>,
): Promise<T> {
  if (context !== undefined)
    throw new UsageError(`--tar ${tar} is the context, and ${context} is another one`, {
      hint: 'leave one of them out',
    })
  const given = requestOptions(tar, options)
  const { builder = 'buildkit' } = given
  if (given.ignoreFile !== undefined && builder !== 'podman')
    throw new UsageError(`${builder} applies no ignore file to an archive`, {
      hint: 'leave --ignore-file out',
    })
  const { archiveFiles } = await import('../archive-files.ts')
  const { files, dir, close } = await archiveFiles(tar, { builder, input: process.stdin })
  try {
    return await work({ ...given, files, ...dockerfileIn(dir, given) })
  } finally {
    close()
  }
}

/** A Dockerfile of an archive is named by its path there (SEMANTICS.md 7.3); podman looks in the working directory too. */
function dockerfileIn(
  dir: string,
  { dockerfile, builder }: RequestOptions,
): Pick<RequestOptions, 'dockerfile'> {
  if (dockerfile === undefined || builder === 'podman') return {}
  return { dockerfile: join(dir, posix.join('/', dockerfile)) }
}
