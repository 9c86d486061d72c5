import { resolve } from 'node:path'
import { thisMachine } from '../context/this-machine.ts'
import { UsageError } from '../errors.ts'
import type { Files } from '../model/files.ts'
import { BUILDERS, type Builder, type BuildRequest, type DockerfileSource } from '../model/request.ts'
import { findDockerfile } from './dockerfile.ts'
import { resolveNamedContexts } from './named-contexts.ts'
import { platformOf } from './platform.ts'
import { shownArgument } from './references.ts'

/** What a caller may say of a build; all but the directory has a default. */
export interface RequestOptions {
  contextDir: string
  /** relative to `cwd`; by default the one the builder would find in the context */
  dockerfile?: string
  /** in place of a file: `label` is what reports call it, `line` where its first line stands there */
  inlineDockerfile?: { text: string; label: string; line?: number }
  /** in place of the one that the builder would use, relative to `cwd` */
  ignoreFile?: string
  /** default: buildkit */
  builder?: Builder
  /** the stage to build; default: the last one */
  target?: string
  /** values of `--build-arg`; see buildArgsOf */
  buildArgs?: Readonly<Record<string, string>>
  /** as `--platform` is given, such as linux/arm64; of several the first; default: linux/amd64 */
  platform?: string
  /** values of `--build-context` by name: directories relative to `cwd`, or references with a scheme */
  namedContexts?: Readonly<Record<string, string>>
  /** where all paths lie; default: this machine */
  files?: Files
  /** default: the process's working directory */
  cwd?: string
  /** who asks, for the report; default: `api` */
  origin?: BuildRequest['origin']
}

/**
 * Makes a request of what the caller said: absolute paths, links of the context argument followed, the Dockerfile
 * found. Throws a UsageError where the context or a named one does not exist or is no directory, or where the
 * builder, the platform or the name of a context is none.
 */
export function resolveRequest(options: RequestOptions): BuildRequest {
  const { target, buildArgs, platform, namedContexts } = options
  const files = options.files ?? thisMachine
  const cwd = options.cwd ?? process.cwd()
  const builder = options.builder ?? 'buildkit'
  if (!BUILDERS.includes(builder))
    throw new UsageError(`unknown builder "${builder}"`, { hint: `choose one of ${BUILDERS.join(', ')}` })
  checkPaths(options)
  const dir = contextRoot(files, resolve(cwd, options.contextDir), options.contextDir)
  return {
    context: {
      kind: 'directory',
      dir,
      given: options.contextDir,
      ...(options.files && { files: options.files }),
    },
    dockerfile: dockerfileSource(options, dir, builder, cwd, files),
    ...(options.ignoreFile !== undefined && { ignoreFile: resolve(cwd, options.ignoreFile) }),
    builder,
    ...(target !== undefined && { target }),
    ...(buildArgs !== undefined && { buildArgs }),
    ...(platform !== undefined && { platform: checkedPlatform(platform) }),
    ...(namedContexts !== undefined && { namedContexts: resolveNamedContexts(namedContexts, cwd, files) }),
    origin: options.origin ?? { kind: 'api', label: 'api' },
  }
}

function dockerfileSource(
  { dockerfile, inlineDockerfile }: RequestOptions,
  dir: string,
  builder: Builder,
  cwd: string,
  files: Files,
): DockerfileSource {
  if (inlineDockerfile === undefined) return findDockerfile(dir, builder, cwd, dockerfile, files)
  if (dockerfile !== undefined)
    throw new UsageError('a Dockerfile is given both as a file and as text', { hint: 'give one of them' })
  return { kind: 'inline', ...inlineDockerfile }
}

function checkedPlatform(given: string): string {
  const platform = platformOf(given)
  if (platform === undefined)
    throw new UsageError(`${JSON.stringify(given)} is no platform`, { hint: 'os/arch, such as linux/arm64' })
  return platform
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

function contextRoot(files: Files, dir: string, given: string): string {
  let real: string
  try {
    real = files.realpath(dir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const problem = code === 'EACCES' ? "can't be reached: permission denied" : 'does not exist'
    throw new UsageError(`the context ${shownArgument(given)} ${problem}`, {
      hint: 'name a directory, as for docker build',
      cause: error,
    })
  }
  if (files.stat(real).kind !== 'directory')
    throw new UsageError(`the context ${shownArgument(given)} is not a directory`, {
      hint: 'name a directory, as for docker build',
    })
  return real
}
