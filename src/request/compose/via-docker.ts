import { basename, dirname } from 'node:path'
import type { DeclaredBuild, Trouble } from '../declared.ts'
import { platformOf } from '../platform.ts'
import { runDocker } from '../run-docker.ts'
import { type ComposeBuilds, readCompose } from './index.ts'
import type { ServiceFacts } from './select.ts'

/**
 * The same as {@link readCompose}, answered by `docker compose config`. Where that is not to be had, our own reader
 * answers, and the troubles say so.
 */
export async function askCompose(
  files: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<ComposeBuilds> {
  const own = readCompose(files, environment)
  const named = files.flatMap(file => ['-f', file])
  const answer = await askModel(named, { dir: dirname(files[0]!), file: files[0]! }, environment)
  if ('trouble' in answer) return { ...own, troubles: [answer.trouble, ...own.troubles] }
  const services = new Set(Object.keys(answer.services))
  return {
    ...own,
    builds: modelBuilds(answer.services, own.builds, files[0]!, environment),
    services,
    troubles: [],
  }
}

/**
 * The services of a project as `docker compose` with these flags prints them when it is started in `dir`; `file` is
 * what troubles are about.
 */
export async function askModel(
  flags: readonly string[],
  { dir, file }: { dir: string; file: string },
  environment: NodeJS.ProcessEnv,
): Promise<{ services: ServiceModels } | { trouble: Trouble }> {
  const args = ['compose', ...flags, '--profile', '*', 'config', '--format', 'json']
  const answer = await runDocker(args, dir, environment)
  const services = 'stdout' in answer ? servicesOf(answer.stdout) : undefined
  if (services !== undefined) return { services }
  return {
    trouble: {
      what: `docker compose did not answer for ${basename(file)}`,
      file,
      line: 0,
      reason: 'failure' in answer ? answer.failure : 'what it printed is no model',
      hint: 'what is said of it is from our own reading of the file',
      fatal: 'failure' in answer && !answer.absent,
    },
  }
}

export type ServiceModels = Readonly<Record<string, ServiceModel | null>>

interface ServiceModel {
  build?: BuildModel
  platform?: string
  profiles?: string[]
  depends_on?: Record<string, { required?: boolean } | null>
}

interface BuildModel {
  context?: string
  dockerfile?: string
  dockerfile_inline?: string
  target?: string
  args?: Record<string, string | null>
  additional_contexts?: Record<string, string>
  secrets?: ({ source?: string; target?: string } | string)[]
  /** by id, or as a list of `id=path` */
  ssh?: Record<string, unknown> | string[]
  cache_to?: string[]
  platforms?: string[]
}

function servicesOf(json: string): ServiceModels | undefined {
  try {
    // what is printed is meant to be read again: each dollar sign stands twice
    const model = JSON.parse(json, (_, value) =>
      typeof value === 'string' ? value.replaceAll('$$', '$') : value,
    )
    return typeof model === 'object' && model !== null ? (model.services ?? {}) : undefined
  } catch {
    return undefined
  }
}

export function factsOfModel(model: ServiceModel | null): ServiceFacts {
  const { build, profiles = [], depends_on: needs = {} } = model ?? {}
  const contexts = Object.values(build?.additional_contexts ?? {})
  return {
    builds: build !== undefined,
    profiles,
    needs: new Map(Object.entries(needs).map(([name, one]) => [name, one?.required !== false])),
    contexts: contexts.flatMap(value => (value.startsWith('service:') ? value.slice('service:'.length) : [])),
  }
}

/** What the services build. Docker tells no lines: those of our own reading are taken. */
export function modelBuilds(
  services: ServiceModels,
  own: readonly DeclaredBuild[],
  file: string,
  environment: NodeJS.ProcessEnv,
): DeclaredBuild[] {
  const places = new Map(own.map(build => [build.name, build]))
  return Object.entries(services).flatMap(([service, model]): DeclaredBuild[] => {
    if (!model?.build) return []
    const name = `service ${service}`
    const place = places.get(name)
    return [
      declared(name, model.build, model.platform, environment, place ?? { file, at: { file, line: 0 } }),
    ]
  })
}

function declared(
  name: string,
  build: BuildModel,
  platform: string | undefined,
  environment: NodeJS.ProcessEnv,
  { file, at, inline }: Pick<DeclaredBuild, 'file' | 'at' | 'inline'>,
): DeclaredBuild {
  const { context, dockerfile, dockerfile_inline: text, target, args, secrets, ssh, platforms } = build
  const wanted = platformOf(environment.DOCKER_DEFAULT_PLATFORM || (platform ?? platforms?.[0] ?? ''))
  const known = Object.entries(args ?? {}).filter((pair): pair is [string, string] => pair[1] !== null)
  return {
    kind: 'compose',
    name,
    file,
    at,
    context: context ?? '',
    ...(text
      ? { inline: { text, file: inline?.file ?? file, line: inline?.line ?? 0 } }
      : dockerfile !== undefined && { dockerfile }),
    ...(target && { target }),
    args: Object.fromEntries(known),
    ...(wanted !== undefined && { platform: wanted }),
    contexts: build.additional_contexts ?? {},
    secrets: (secrets ?? []).flatMap(one =>
      typeof one === 'string' ? one : (one.target ?? one.source ?? []),
    ),
    ssh: (Array.isArray(ssh) ? ssh : Object.keys(ssh ?? {})).map(key => key.split('=', 1)[0]!),
    cacheTo: build.cache_to ?? [],
  }
}
