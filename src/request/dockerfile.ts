import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { openInRoot } from '../context/open.ts'
import type { Builder, DockerfileSource } from '../model/request.ts'

/**
 * The Dockerfile that the builder would read: `given` (relative to `cwd`), or one of the default name in the
 * context. `refused` where the builder would stop there (SEMANTICS.md 1.1.11, 1.3.4, 10.2 D5).
 */
export function findDockerfile(
  contextDir: string,
  builder: Builder,
  cwd: string,
  given?: string,
): DockerfileSource {
  if (builder === 'podman') return podmanDockerfile(contextDir, cwd, given)
  const file =
    given === undefined ? defaultDockerfile(contextDir) : namedDockerfile(resolve(cwd, given), builder)
  if (file === undefined) return { kind: 'none' }
  const named = given === undefined ? {} : { given }
  const reason = builder === 'classic' ? classicRefusal(contextDir, file, given) : buildkitRefusal(file)
  return reason === undefined ? { kind: 'file', file, ...named } : refused(file, reason)
}

function refused(file: string, reason: string): DockerfileSource {
  return {
    kind: 'refused',
    file,
    reason,
    hint: 'name the Dockerfile with -f, or choose the builder with --builder',
  }
}

/** docker takes the lower-case name when only that exists. */
function defaultDockerfile(contextDir: string): string | undefined {
  return ['Dockerfile', 'dockerfile'].map(name => join(contextDir, name)).find(liesThere)
}

/** buildx does so wherever a Dockerfile of this name is looked for: docker/buildx build/opt.go handleLowercaseDockerfile. */
function namedDockerfile(file: string, builder: Builder): string {
  return builder === 'buildkit' && basename(file) === 'Dockerfile'
    ? (defaultDockerfile(dirname(file)) ?? file)
    : file
}

/** The Dockerfile's directory is all that BuildKit gets to see of it: a link must end inside. */
function buildkitRefusal(file: string): string | undefined {
  const dir = dirname(file)
  if (!existsSync(dir)) return 'failed to read dockerfile: its directory does not exist'
  const { state } = openInRoot(realpathSync(dir), basename(file))
  if (state === 'read') return undefined
  if (state === 'directory') return 'failed to read dockerfile: it is a directory'
  if (state === 'hangs') return 'it is a FIFO: the build would wait for it for ever'
  if (state === 'unreadable') return 'permission denied: it would arrive empty'
  const end = state === 'missing' ? '' : ' (a link that does not end inside its directory)'
  return `failed to read dockerfile: open ${basename(file)}: no such file or directory${end}`
}

/** docker/cli opens an outside Dockerfile by the name on the command line, and there is none for the default. */
function classicRefusal(contextDir: string, file: string, given: string | undefined): string | undefined {
  const real = realFile(file)
  if (real === undefined) return 'unable to evaluate symlinks in Dockerfile path: no such file or directory'
  if (statSync(real).isDirectory()) return 'it is a directory'
  if (statSync(real).isFIFO()) return 'it is a FIFO: the build would wait for it for ever'
  const outside = relative(contextDir, real).startsWith('..')
  return outside && given === undefined
    ? 'unable to open Dockerfile: open : no such file or directory'
    : undefined
}

/** buildah looks for a named file from the working directory, then from the context. */
function podmanDockerfile(contextDir: string, cwd: string, given: string | undefined): DockerfileSource {
  if (given !== undefined) {
    const file = [resolve(cwd, given), resolve(contextDir, given)].find(one => realFile(one) !== undefined)
    if (file === undefined) return refused(resolve(cwd, given), 'no such file or directory')
    return statSync(file).isDirectory() ? refused(file, 'it is a directory') : { kind: 'file', file, given }
  }
  const file = ['Containerfile', 'Dockerfile']
    .map(name => join(contextDir, name))
    .find(one => realFile(one) !== undefined)
  if (file !== undefined) {
    return statSync(file).isFile()
      ? { kind: 'file', file }
      : refused(file, `assumed Containerfile "${file}" is not a file`)
  }
  const unread = ['dockerfile', 'Dockerfile', 'Containerfile']
    .map(name => join(contextDir, name))
    .find(liesThere)
  return unread === undefined
    ? { kind: 'none' }
    : refused(unread, 'cannot find Containerfile or Dockerfile in context directory')
}

function realFile(file: string): string | undefined {
  try {
    return realpathSync(file)
  } catch {
    return undefined
  }
}

/** What can't be looked at is not there: the walk says why. */
function liesThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}
