import { existsSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { CtxguardError, UsageError } from '../../errors.ts'
import type { Incomplete } from '../../model/snapshot.ts'
import { readText } from '../read-text.ts'
import type { RequestOptions } from '../resolve.ts'
import type { BuildCommand, CommandBuild } from './command.ts'

type DockerfileOptions = Pick<RequestOptions, 'dockerfile' | 'inlineDockerfile' | 'ignoreFile'>

/** How a command's Dockerfile is asked for, and what can't be learnt of it. */
export function dockerfileOptions(
  command: BuildCommand,
  { dockerfile, ignoreFile }: CommandBuild,
  contextDir: string,
  stdin: string | undefined,
): { dockerfile: DockerfileOptions; notes: Incomplete[] } {
  switch (dockerfile.kind) {
    case 'default':
      return { dockerfile: nerdctlDefault(command, contextDir), notes: [] }
    case 'stdin':
      if (stdin === undefined) throw new CtxguardError('the Dockerfile on stdin was not read')
      return { dockerfile: { inlineDockerfile: { text: stdin, label: 'Dockerfile on stdin' } }, notes: [] }
    case 'remote':
      return { dockerfile: {}, notes: [fetched(dockerfile.text)] }
    case 'files': {
      const [first, ...more] = dockerfile.given as [string, ...string[]]
      const notes = command.builder === 'podman' ? dockerfile.given.filter(isTemplate).map(preprocessed) : []
      if (more.length === 0) return { dockerfile: { dockerfile: first }, notes }
      const together = oneAfterTheOther(dockerfile.given, contextDir, command)
      const sibling =
        ignoreFile === undefined ? siblingIgnore(dockerfile.given, contextDir, command) : undefined
      return { dockerfile: { ...together, ...(sibling !== undefined && { ignoreFile: sibling }) }, notes }
    }
  }
}

/** containerd/nerdctl pkg/buildkitutil BuildKitFile: a Containerfile does where there is no Dockerfile. */
function nerdctlDefault({ tool, cwd }: BuildCommand, contextDir: string): DockerfileOptions {
  if (tool !== 'nerdctl') return {}
  const [dockerfile, containerfile] = ['Dockerfile', 'Containerfile'].map(name => join(contextDir, name)) as [
    string,
    string,
  ]
  const takesOther = !existsSync(resolve(cwd, dockerfile)) && existsSync(resolve(cwd, containerfile))
  return takesOther ? { dockerfile: containerfile } : {}
}

const MOST_BYTES = 2 * 2 ** 20

/** Several Dockerfiles are one for podman: containers/buildah imagebuildah/build.go BuildDockerfiles. */
function oneAfterTheOther(
  given: readonly string[],
  contextDir: string,
  { cwd }: BuildCommand,
): DockerfileOptions {
  const texts = given.map(file => {
    const read = readText(podmanFile(file, contextDir, cwd), MOST_BYTES)
    if ('reason' in read)
      throw new UsageError(`the Dockerfile ${file} can't be read: ${read.reason}`, { hint: 'see -f' })
    return read.text
  })
  return { inlineDockerfile: { text: texts.join('\n'), label: given.join(' + ') } }
}

/** Looked for from the working directory, then from the context. Absolute. */
export function podmanFile(file: string, contextDir: string, cwd: string): string {
  const [here, there] = [resolve(cwd, file), resolve(cwd, contextDir, file)]
  return !existsSync(here) && existsSync(there) ? there : here
}

/** containers/buildah pkg/parse/parse.go ContainerIgnoreFile: that of the first which has one, looked for from the context. */
function siblingIgnore(
  given: readonly string[],
  contextDir: string,
  { cwd }: BuildCommand,
): string | undefined {
  return given
    .map(file => (isAbsolute(file) ? file : resolve(cwd, contextDir, file)))
    .flatMap(file => [`${file}.dockerignore`, `${file}.containerignore`])
    .find(file => existsSync(file))
}

function isTemplate(file: string): boolean {
  return file.endsWith('.in')
}

function preprocessed(file: string): Incomplete {
  return {
    what: `${file} was read as it stands`,
    path: file,
    reason: 'podman sends it through the C preprocessor first',
    hint: 'audit what comes out of that: cpp -E -P',
    fatal: false,
  }
}

function fetched(address: string): Incomplete {
  return {
    what: 'the Dockerfile was not read',
    path: null,
    reason: `it is fetched from ${address}`,
    hint: 'download it and name the file, to see what of the context it takes',
    fatal: false,
  }
}
