import { basename, dirname, join } from 'node:path'
import { thisMachine } from '../context/this-machine.ts'
import type { Files } from '../model/files.ts'
import { type BuildRequest, dockerfilePath } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { BAKE_NAMES, readBake } from './bake/index.ts'
import { buildsByName } from './by-name.ts'
import { combine, realFile } from './combine.ts'
import { type ComposeProject, composeProjects } from './compose/projects.ts'
import type { DeclaredBuild, Trouble } from './declared.ts'
import { findBuildFiles } from './find.ts'
import { namedRequests, withoutRepeats } from './named-requests.ts'
import { incompleteOf, type Surroundings, shown } from './requests.ts'

/** Where to look for builds, and as whose. */
export interface DiscoverOptions extends Pick<Surroundings, 'cwd' | 'builder'> {
  /** absolute and free of links; what paths in reports are relative to */
  dir: string
  /** where all paths lie; default: this machine */
  files?: Files
  /** who reads compose files; default: own */
  composeVia?: 'own' | 'docker'
  /** for variables of compose and bake files, and for docker */
  environment: NodeJS.ProcessEnv
  /** what every build is given besides; it wins over what files say */
  given?: Pick<BuildRequest, 'buildArgs' | 'namedContexts' | 'platform'>
}

/**
 * Finds what is built below a directory: the services of compose files, the targets of bake files, and every
 * Dockerfile that none of them builds, one request for each context, Dockerfile and target. What git ignores and
 * dependency trees are left out. Never rejects: what could not be resolved is in `incomplete`, fatal where a build
 * could not be audited at all.
 */
export async function discoverBuilds(
  options: DiscoverOptions,
): Promise<{ requests: BuildRequest[]; incomplete: Incomplete[] }> {
  const { dir: root, cwd, builder, composeVia = 'own', environment, given = {} } = options
  const around: Surroundings = { root, cwd, builder, files: options.files ?? thisMachine }
  const { files, unreadable } = findBuildFiles(root, around.files)
  const of = (kind: string) => files.filter(one => one.kind === kind).map(({ file }) => file)

  const projects = await composeProjects(of('compose'), composeVia, environment, around.files)
  const baked = await bakedBuilds(of('bake'), projects, environment, around.files)
  const declared = [...projects.flatMap(({ builds }) => builds), ...baked.builds]
  const { named, troubles: missing } = namedRequests(declared, around)
  const troubles = [...projects.flatMap(project => project.troubles), ...baked.troubles, ...missing]

  const claimed = new Set(
    named.map(({ request }) => realFile(around.files, dockerfilePath(request.dockerfile))),
  )
  const dockerfiles = files.filter(
    ({ file, kind }) => (kind === 'dockerfile' || kind === 'template') && !claimed.has(file),
  )
  const byName = buildsByName(dockerfiles, around)
  const requests = [...named, ...byName.named].map(one => ({
    ...one,
    request: withGiven(one.request, given),
  }))
  const incomplete = [
    ...unreadable.map(one => unlisted(one, root)),
    ...troubles.map(trouble => incompleteOf(trouble, root)),
    ...byName.incomplete,
  ]
  return { requests: combine(requests), incomplete: withoutRepeats(incomplete) }
}

/** Bake takes the files of one directory together; each that has a name of its own is asked for alone. */
async function bakedBuilds(
  files: readonly string[],
  projects: readonly ComposeProject[],
  environment: NodeJS.ProcessEnv,
  disk: Files,
): Promise<{ builds: DeclaredBuild[]; troubles: Trouble[] }> {
  const found: { builds: DeclaredBuild[]; troubles: Trouble[] } = { builds: [], troubles: [] }
  for (const dir of new Set(files.map(file => dirname(file)))) {
    const here = files.filter(file => dirname(file) === dir)
    const usual = BAKE_NAMES.map(name => join(dir, name)).filter(file => here.includes(file))
    const others = here.filter(file => !BAKE_NAMES.includes(basename(file))).map(file => [file])
    const project = projects.find(({ files: [main], variant }) => !variant && dirname(main!) === dir)
    const compose = { files: project?.files ?? [], services: project?.services ?? new Set<string>() }
    for (const group of [usual, ...others].filter(one => one.length > 0)) {
      const { builds, troubles } = await readBake({ dir, files: group, compose }, environment, disk)
      found.builds.push(...builds)
      found.troubles.push(...troubles)
    }
  }
  return found
}

function withGiven(request: BuildRequest, given: NonNullable<DiscoverOptions['given']>): BuildRequest {
  const { buildArgs, namedContexts, platform } = given
  return {
    ...request,
    ...(buildArgs !== undefined && { buildArgs: { ...request.buildArgs, ...buildArgs } }),
    ...(namedContexts !== undefined && { namedContexts: { ...request.namedContexts, ...namedContexts } }),
    ...(platform !== undefined && { platform }),
  }
}

function unlisted({ dir, reason }: { dir: string; reason: string }, root: string): Incomplete {
  const path = shown(dir, root)
  return {
    what: `builds below ${path} were not looked for`,
    path,
    reason,
    hint: 'make it readable, or have git ignore it',
    fatal: true,
  }
}
