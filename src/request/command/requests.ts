import { thisMachine } from '../../context/this-machine.ts'
import type { BuildRequest, CommandFacts } from '../../model/request.ts'
import type { Incomplete } from '../../model/snapshot.ts'
import { combine, type NamedRequest } from '../combine.ts'
import type { DeclaredBuilds } from '../declared.ts'
import { resolveNamedContexts } from '../named-contexts.ts'
import { namedRequests, withoutRepeats } from '../named-requests.ts'
import { incompleteOf, loneContexts } from '../requests.ts'
import { type RequestOptions, resolveRequest } from '../resolve.ts'
import type { BuildCommand, CommandBuild } from './command.ts'
import { refuseOtherBuilds, refuseTwoDirectories } from './directories.ts'
import { dockerfileOptions } from './dockerfile-options.ts'

/** What is to be audited of a command, and what can't be from here. */
export interface CommandRequests {
  /** one for each context, Dockerfile and target; none where nothing is built */
  requests: BuildRequest[]
  /** the same by the names of services and targets, before those that are alike were put together */
  named: NamedRequest[]
  /** builds whose context is no directory of this machine: it comes on stdin, or the builder fetches it */
  elsewhere: CommandBuild[]
  /** what could not be learnt; fatal where a build could not be audited at all */
  incomplete: Incomplete[]
}

/**
 * What a command builds, as requests to audit. `stdin` is the text of a Dockerfile that is given there, for a command whose
 * {@link takesStdin} says so. Throws a UsageError where a directory, a Dockerfile or a service that is named does not exist.
 */
export async function requestsOf(command: BuildCommand, stdin?: string): Promise<CommandRequests> {
  if (command.does === 'check' || command.does === 'print') return nothing()
  refuseTwoDirectories(command)
  if (command.project !== undefined) return projectRequests(command, command.project)
  const found = nothing()
  for (const build of command.builds) {
    // nobody here knows what a Dockerfile from elsewhere takes of them
    if (build.context.kind === 'remote' || build.dockerfile.kind === 'remote')
      found.requests.push(...loneRequests(command, build))
    if (build.context.kind !== 'directory') found.elsewhere.push(build)
    else {
      const { request, notes } = requestIn(command, build, { contextDir: build.context.given }, stdin)
      found.requests.push(request)
      found.incomplete.push(...notes)
    }
  }
  return found
}

function loneRequests(command: BuildCommand, build: CommandBuild): BuildRequest[] {
  const { cwd, builder, name } = command
  const contexts = resolveNamedContexts(contextsFor(command, build), cwd, thisMachine)
  const origin = { kind: 'command', label: name } as const
  const lone = loneContexts(contexts, { cwd, builder, files: thisMachine, origin })
  return lone.map(request => ({ ...request, command: factsOf(command, build) }))
}

function nothing(): CommandRequests {
  return { requests: [], named: [], elsewhere: [], incomplete: [] }
}

/** What a command reads from its stdin. */
export function takesStdin({ builds }: BuildCommand): 'context' | 'dockerfile' | undefined {
  if (builds.some(({ context }) => context.kind === 'stdin')) return 'context'
  return builds.some(({ dockerfile }) => dockerfile.kind === 'stdin') ? 'dockerfile' : undefined
}

/** One build with its files in a directory, be it that of the command or one that stands for what arrives on stdin. */
export function requestIn(
  command: BuildCommand,
  build: CommandBuild,
  place: Pick<RequestOptions, 'contextDir' | 'files'>,
  stdin?: string,
): { request: BuildRequest; notes: Incomplete[] } {
  const { dockerfile, notes } = dockerfileOptions(command, build, place.contextDir, stdin)
  const request = resolveRequest({
    ...place,
    ...dockerfile,
    ...(build.ignoreFile !== undefined && { ignoreFile: build.ignoreFile }),
    builder: command.builder,
    ...(build.target !== undefined && { target: build.target }),
    buildArgs: withEpoch(build.buildArgs, command),
    ...platformOption(build),
    ...(Object.keys(build.namedContexts).length > 0 && { namedContexts: contextsFor(command, build) }),
    cwd: command.cwd,
    origin: { kind: 'command', label: command.name },
  })
  const complete: BuildRequest = {
    ...request,
    // what is fetched from elsewhere is not the one in the context
    ...(build.dockerfile.kind === 'remote' && { dockerfile: { kind: 'none' } }),
    secrets: build.secrets.map(({ id }) => id),
    ssh: build.ssh,
    command: factsOf(command, build),
  }
  return { request: complete, notes }
}

function factsOf({ name }: BuildCommand, build: CommandBuild): CommandFacts {
  return { name, cacheTo: build.cacheTo, foreign: build.foreign }
}

/** BuildKit's clients pass it on by themselves (docker/buildx commands/build.go toOptions). */
function withEpoch(args: CommandBuild['buildArgs'], { builder, environment }: BuildCommand) {
  const epoch = environment.SOURCE_DATE_EPOCH
  return builder === 'buildkit' && epoch ? { SOURCE_DATE_EPOCH: epoch, ...args } : args
}

/** `local` is that of the machine (docker/buildx util/platformutil/parse.go), which is not looked up for that. */
function platformOption({ platform }: CommandBuild): Pick<RequestOptions, 'platform'> {
  const [first = ''] = platform?.split(',') ?? []
  return first === '' || first === 'local' ? {} : { platform: first }
}

/** podman has names of its own for images: containers/buildah pkg/parse/parse.go GetAdditionalBuildContext. */
function contextsFor({ builder }: BuildCommand, { namedContexts }: CommandBuild): Record<string, string> {
  const pairs = Object.entries(namedContexts).map(([name, value]): [string, string] => [
    name,
    builder === 'podman' ? value.replace(/^(container-image|docker):\/\//, 'docker-image://') : value,
  ])
  return Object.fromEntries(pairs)
}

async function projectRequests(
  command: BuildCommand,
  project: NonNullable<BuildCommand['project']>,
): Promise<CommandRequests> {
  const { cwd, environment } = command
  const { builds, troubles } = await declaredBy(project, environment)
  await refuseOtherBuilds(builds, command, pwd => declaredBy(startedIn(project, pwd), environment))
  const around = { root: cwd, cwd, builder: command.builder, files: thisMachine }
  const { named, troubles: missing } = namedRequests(builds, around, command.name)
  return {
    requests: combine(named),
    named,
    elsewhere: [],
    incomplete: withoutRepeats([...troubles, ...missing].map(trouble => incompleteOf(trouble, cwd))),
  }
}

function startedIn<P extends NonNullable<BuildCommand['project']>>(project: P, cwd: string): P {
  return { ...project, options: { ...project.options, cwd } }
}

/** The readers load YAML, which no other command needs. */
async function declaredBy(
  project: NonNullable<BuildCommand['project']>,
  environment: NodeJS.ProcessEnv,
): Promise<DeclaredBuilds> {
  if (project.kind === 'compose') {
    const { composeBuilds } = await import('../compose/builds.ts')
    return composeBuilds(project.options, environment)
  }
  const { bakeBuilds } = await import('../bake/builds.ts')
  return bakeBuilds(project.options, environment)
}
