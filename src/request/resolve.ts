import { realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../errors.ts'
import { BUILDERS, type Builder, type BuildRequest } from '../model/request.ts'
import { findDockerfile } from './dockerfile.ts'

/** What a caller may say of a build; all but the directory has a default. */
export interface RequestOptions {
  contextDir: string
  /** relative to `cwd`; by default the one the builder would find in the context */
  dockerfile?: string
  /** in place of the one that the builder would use, relative to `cwd` */
  ignoreFile?: string
  /** default: buildkit */
  builder?: Builder
  /** default: the process's working directory */
  cwd?: string
  /** who asks, for the report; default: `api` */
  origin?: BuildRequest['origin']
}

/**
 * Makes a request of what the caller said: absolute paths, links of the context argument followed, the Dockerfile
 * found. Throws a UsageError where the context does not exist or is no directory, or the builder is unknown.
 */
export function resolveRequest(options: RequestOptions): BuildRequest {
  const cwd = options.cwd ?? process.cwd()
  const builder = options.builder ?? 'buildkit'
  if (!BUILDERS.includes(builder))
    throw new UsageError(`unknown builder "${builder}"`, { hint: `choose one of ${BUILDERS.join(', ')}` })
  checkPaths(options)
  const dir = contextRoot(resolve(cwd, options.contextDir), options.contextDir)
  return {
    context: { kind: 'directory', dir, given: options.contextDir },
    dockerfile: findDockerfile(dir, builder, cwd, options.dockerfile),
    ...(options.ignoreFile !== undefined && { ignoreFile: resolve(cwd, options.ignoreFile) }),
    builder,
    origin: options.origin ?? { kind: 'api', label: 'api' },
  }
}

/** An empty argument would silently stand for the working directory: `check "$UNSET"`. */
function checkPaths({ contextDir, dockerfile, ignoreFile }: RequestOptions): void {
  for (const [what, path] of [
    ['context', contextDir],
    ['Dockerfile', dockerfile ?? '-'],
    ['ignore file', ignoreFile ?? '-'],
  ]) {
    if (typeof path !== 'string' || path === '' || path.includes('\0'))
      throw new UsageError(`the ${what} is no path: ${JSON.stringify(path)}`, {
        hint: 'name it as for docker build',
      })
  }
}

function contextRoot(dir: string, given: string): string {
  let real: string
  try {
    real = realpathSync(dir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const problem = code === 'EACCES' ? "can't be reached: permission denied" : 'does not exist'
    throw new UsageError(`the context ${given} ${problem}`, {
      hint: 'name a directory, as for docker build',
      cause: error,
    })
  }
  if (!statSync(real).isDirectory())
    throw new UsageError(`the context ${given} is not a directory`, {
      hint: 'name a directory, as for docker build',
    })
  return real
}
