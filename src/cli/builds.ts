import { UsageError } from '../errors.ts'
import type { BuildRequest } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { type RequestOptions, resolveRequest } from '../request/resolve.ts'
import { severalBuilds } from '../request/several.ts'
import type { ContextOptions } from './options.ts'

export interface BuildOptions extends ContextOptions {
  discover?: boolean
  composeVia?: string
}

interface Builds {
  requests: BuildRequest[]
  /** what could not be learnt of the files that say what is built */
  incomplete: Incomplete[]
}

export interface FoundBuilds {
  /** the directory that was named, links followed */
  dir: string
  first: Builds
  /** looks for more where nobody said what is built; undefined where `first` is all */
  others(): Promise<Builds | undefined>
}

/**
 * What is built of a directory: what the options say, or what its own files describe. Throws a UsageError where the
 * options make no sense.
 */
export async function buildsFor(given: RequestOptions, options: BuildOptions): Promise<FoundBuilds> {
  const composeVia = readerOf(options)
  if (composeVia === 'docker' && given.files !== undefined)
    throw new UsageError('--compose-via docker reads files of this machine', {
      hint: `leave it or ${options.ref === undefined ? '--tar' : '--ref'} out`,
    })
  const contradiction = options.discover ? namedBuildOption(options) : undefined
  if (contradiction !== undefined)
    throw new UsageError(`--discover and ${contradiction} contradict each other`, {
      hint: 'leave one of them out',
    })
  const request = resolveRequest(given)
  const { context, builder, buildArgs, namedContexts, platform } = request
  const { dir } = context
  const discover = async (): Promise<Builds> => {
    const { discoverBuilds } = await import('../request/discover.ts')
    const found = await discoverBuilds({
      dir,
      cwd: process.cwd(),
      builder,
      composeVia,
      ...(given.files && { files: given.files }),
      environment: process.env,
      given: {
        ...(buildArgs && { buildArgs }),
        ...(namedContexts && { namedContexts }),
        ...(platform && { platform }),
      },
    })
    // with nothing to build, the context alone is worth a look
    return found.requests.length > 0 ? found : { ...found, requests: [request] }
  }
  const alone = { requests: [request], incomplete: [] }
  const isAll = async () => undefined
  if (options.discover) return { dir, first: await discover(), others: isAll }
  // whoever says something of a build means one
  if (namedBuildOption(options) ?? buildArgs ?? namedContexts ?? platform)
    return { dir, first: alone, others: isAll }
  if (options.composeVia !== undefined || severalBuilds(dir, given.files))
    return { dir, first: await discover(), others: isAll }
  return {
    dir,
    first: alone,
    others: async () => {
      const known = request.dockerfile.kind === 'none' ? 0 : 1
      return (await trackedIn(request)).length > known ? discover() : undefined
    },
  }
}

/** Tracked Dockerfiles of a repository's top, on disk or in a commit. */
async function trackedIn({ context: { dir, files } }: BuildRequest): Promise<string[]> {
  const { dockerfilesAmong, trackedDockerfiles } = await import('../git/build-files.ts')
  const tree = files?.treeAt(dir)
  if (tree === undefined) return trackedDockerfiles(dir)
  return tree.dir === dir ? dockerfilesAmong(tree.gitFacts?.('').tracked() ?? []) : []
}

/** An option that says what is built. */
function namedBuildOption({ file, target, ignoreFile }: BuildOptions): string | undefined {
  const given = { '-f': file, '--target': target, '--ignore-file': ignoreFile }
  return Object.entries(given).find(([, value]) => value !== undefined)?.[0]
}

function readerOf({ composeVia = 'own' }: BuildOptions): 'own' | 'docker' {
  if (composeVia === 'own' || composeVia === 'docker') return composeVia
  throw new UsageError(`--compose-via: unknown reader "${composeVia}"`, { hint: 'choose own or docker' })
}
