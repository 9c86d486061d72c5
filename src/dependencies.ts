import { join } from 'node:path'
import { contextsOf } from './builds.ts'
import { CtxguardError } from './errors.ts'
import { type BuildRequest, dockerfilePath } from './model/request.ts'
import { selectEntries } from './pack/selection.ts'
import { unauditedContext } from './packable.ts'

/**
 * The regular files that a build depends on, absolute and raw (see model/path.ts), each once: its Dockerfile, the ignore
 * files, and what it takes of its main context and of named ones. Links are left out: their ends count. Rejects where the
 * builder would refuse the build, or where not all of a context could be seen.
 */
export async function dependenciesOf(request: BuildRequest): Promise<string[]> {
  const contexts = await contextsOf(request)
  const unseen = contexts[0]!.notes.find(({ fatal }) => fatal)
  if (unseen !== undefined)
    throw new CtxguardError(`${unseen.what}: ${unseen.reason}`, { hint: unseen.hint! })
  const files: (string | undefined)[] = [dockerfilePath(request.dockerfile)]
  for (const { request: one } of contexts) {
    const { snapshot, reach } = await unauditedContext(one)
    files.push(snapshot.ignoreFile?.file)
    for (const { path, rawPath, kind } of selectEntries(snapshot, reach).entries)
      if (kind === 'file') files.push(join(one.context.dir, rawPath ?? path))
  }
  return [...new Set(files)].filter(file => file !== undefined)
}
