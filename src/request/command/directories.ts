import { isAbsolute, resolve } from 'node:path'
import type { DeclaredBuild, DeclaredBuilds } from '../declared.ts'
import { isReference } from '../references.ts'
import { ambiguous, namedByPwd, realOf, refuseTwoReadings } from '../two-readings.ts'
import type { BuildCommand, CommandBuild } from './command.ts'

/** Throws a UsageError where a path that the command line names leads elsewhere for one tool than for another. */
export function refuseTwoDirectories(command: BuildCommand): void {
  for (const build of command.builds)
    for (const [path, what] of pathsOf(build, command)) refuseTwoReadings(path, what, command)
  const { project, environment } = command
  if (project === undefined) return
  const { files = [] } = project.options
  const variable = project.kind === 'compose' ? 'COMPOSE' : 'BUILDX_BAKE'
  const separator = environment[`${variable}_PATH_SEPARATOR`] || ':'
  const named = files.length > 0 ? files : (environment[`${variable}_FILE`]?.split(separator) ?? [])
  for (const file of named)
    if (!/^(?!cwd:)[a-z]+:\/\//i.test(file))
      refuseTwoReadings(file.replace(/^cwd:\/\//, ''), `the ${project.kind} file`, command)
  if (project.kind === 'bake') return
  const { projectDirectory, envFiles = [] } = project.options
  if (projectDirectory !== undefined) refuseTwoReadings(projectDirectory, 'the project directory', command)
  for (const file of envFiles) refuseTwoReadings(file, 'the env file', command)
}

function pathsOf(
  { context, dockerfile, namedContexts, ignoreFile }: CommandBuild,
  { builder }: BuildCommand,
): [path: string, what: string][] {
  const files = dockerfile.kind === 'files' ? dockerfile.given : []
  const inContext =
    builder === 'podman' && context.kind === 'directory'
      ? files.filter(file => !isAbsolute(file)).map(file => `${context.given}/${file}`)
      : []
  const paths: [string, string][] = [
    ...(context.kind === 'directory' ? [[context.given, 'the context'] as [string, string]] : []),
    ...[...files, ...inContext].map((file): [string, string] => [file, 'the Dockerfile']),
    ...(ignoreFile === undefined ? [] : [[ignoreFile, 'the ignore file'] as [string, string]]),
  ]
  const named = Object.entries(namedContexts).filter(([, value]) => !isReference(value))
  return [...paths, ...named.map(([name, value]): [string, string] => [value, `the build context ${name}`])]
}

/**
 * Throws a UsageError where a compose or bake file leads to other directories when it is read from the working directory
 * as PWD calls it.
 */
export async function refuseOtherBuilds(
  builds: readonly DeclaredBuild[],
  command: BuildCommand,
  read: (cwd: string) => Promise<DeclaredBuilds>,
): Promise<void> {
  const pwd = namedByPwd(command)
  if (pwd === undefined) return
  const [here, there] = [builds, (await read(pwd)).builds].map(all => all.flatMap(placesOf)) as [
    Place[],
    Place[],
  ]
  const odd = here.findIndex(({ real, what }, i) => there[i]?.real !== real || there[i]?.what !== what)
  if (odd >= 0) throw ambiguous(here[odd]!.what, here[odd]!.path)
  if (there.length > here.length) throw ambiguous(there[here.length]!.what, there[here.length]!.path)
}

interface Place {
  what: string
  path: string
  real: string | undefined
}

function placesOf({ name, file, context, dockerfile, contexts }: DeclaredBuild): Place[] {
  const paths: [string, string][] = [
    ['the file that declares it,', file],
    ['the context', context],
    ...(dockerfile === undefined
      ? []
      : [['the Dockerfile', resolve(context, dockerfile)] as [string, string]]),
    ...Object.entries(contexts).map(([key, path]): [string, string] => [`the named context ${key}`, path]),
  ]
  return paths
    .filter(([, path]) => isAbsolute(path))
    .map(([what, path]) => ({ what: `${name}: ${what}`, path, real: realOf(path) }))
}
