import { basename, dirname, join, relative, resolve } from 'node:path'
import { openDockerfile } from '../context/open.ts'
import { thisMachine } from '../context/this-machine.ts'
import type { Files } from '../model/files.ts'
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
  files: Files = thisMachine,
): DockerfileSource {
  if (builder === 'podman') return podmanDockerfile(files, contextDir, cwd, given)
  const file =
    given === undefined
      ? defaultDockerfile(files, contextDir)
      : namedDockerfile(files, resolve(cwd, given), builder)
  if (file === undefined) return { kind: 'none' }
  const named = given === undefined ? {} : { given }
  const reason =
    builder === 'classic' ? classicRefusal(files, contextDir, file, given) : buildkitRefusal(files, file)
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
function defaultDockerfile(files: Files, contextDir: string): string | undefined {
  return ['Dockerfile', 'dockerfile'].map(name => join(contextDir, name)).find(one => liesThere(files, one))
}

/** buildx does so wherever a Dockerfile of this name is looked for: docker/buildx build/opt.go handleLowercaseDockerfile. */
function namedDockerfile(files: Files, file: string, builder: Builder): string {
  return builder === 'buildkit' && basename(file) === 'Dockerfile'
    ? (defaultDockerfile(files, dirname(file)) ?? file)
    : file
}

/** The Dockerfile's directory is all that BuildKit gets to see of it: a link must end inside. */
function buildkitRefusal(files: Files, file: string): string | undefined {
  const dir = dirname(file)
  if (!files.exists(dir)) return 'failed to read dockerfile: its directory does not exist'
  const { state } = openDockerfile(files, file)
  if (state === 'read') return undefined
  if (state === 'directory') return 'failed to read dockerfile: it is a directory'
  if (state === 'hangs') return 'it is a FIFO: the build would wait for it for ever'
  if (state === 'unreadable') return 'permission denied: it would arrive empty'
  const end = state === 'missing' ? '' : ' (a link that does not end inside its directory)'
  return `failed to read dockerfile: open ${basename(file)}: no such file or directory${end}`
}

/** docker/cli opens an outside Dockerfile by the name on the command line, and there is none for the default. */
function classicRefusal(
  files: Files,
  contextDir: string,
  file: string,
  given: string | undefined,
): string | undefined {
  if (files.treeAt(file)?.kind === 'archive') return buildkitRefusal(files, file)
  const real = realFile(files, file)
  if (real === undefined) return 'unable to evaluate symlinks in Dockerfile path: no such file or directory'
  const { kind } = files.stat(real)
  if (kind === 'directory') return 'it is a directory'
  if (kind === 'fifo') return 'it is a FIFO: the build would wait for it for ever'
  const outside = relative(contextDir, real).startsWith('..')
  return outside && given === undefined
    ? 'unable to open Dockerfile: open : no such file or directory'
    : undefined
}

/** buildah looks for a named file from the working directory, then from the context. */
function podmanDockerfile(
  files: Files,
  contextDir: string,
  cwd: string,
  given: string | undefined,
): DockerfileSource {
  const isThere = (file: string) => realFile(files, file) !== undefined
  if (given !== undefined) {
    const file = [resolve(cwd, given), resolve(contextDir, given)].find(isThere)
    if (file === undefined) return refused(resolve(cwd, given), 'no such file or directory')
    return files.stat(file).kind === 'directory'
      ? refused(file, 'it is a directory')
      : { kind: 'file', file, given }
  }
  const file = ['Containerfile', 'Dockerfile'].map(name => join(contextDir, name)).find(isThere)
  if (file !== undefined) {
    return files.stat(file).kind === 'file'
      ? { kind: 'file', file }
      : refused(file, `assumed Containerfile "${file}" is not a file`)
  }
  const unread = ['dockerfile', 'Dockerfile', 'Containerfile']
    .map(name => join(contextDir, name))
    .find(one => liesThere(files, one))
  return unread === undefined
    ? { kind: 'none' }
    : refused(unread, 'cannot find Containerfile or Dockerfile in context directory')
}

function realFile(files: Files, file: string): string | undefined {
  try {
    return files.realpath(file)
  } catch {
    return undefined
  }
}

/** What can't be looked at is not there: the walk says why. */
function liesThere(files: Files, file: string): boolean {
  return files.kindOf(file) !== undefined
}
