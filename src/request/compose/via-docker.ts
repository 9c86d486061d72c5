import { basename, dirname } from 'node:path'
import type { DeclaredBuild, Trouble } from '../declared.ts'
import { platformOf } from '../platform.ts'
import { runDocker } from '../run-docker.ts'
import { type ComposeBuilds, readCompose } from './index.ts'

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
  const args = ['compose', ...named, '--profile', '*', 'config', '--format', 'json']
  const answer = await runDocker(args, dirname(files[0]!), environment)
  const model = 'stdout' in answer ? modelOf(answer.stdout) : undefined
  if (model !== undefined) return { ...own, ...buildsOf(model, own, files[0]!, environment), troubles: [] }
  const failed: Trouble = {
    what: `docker compose did not answer for ${basename(files[0]!)}`,
    file: files[0]!,
    line: 0,
    reason: 'failure' in answer ? answer.failure : 'what it printed is no model',
    hint: 'what is said of it is from our own reading of the file',
    fatal: 'failure' in answer && !answer.absent,
  }
  return { ...own, troubles: [failed, ...own.troubles] }
}

interface Model {
  services?: Record<string, { build?: BuildModel; platform?: string } | null>
}

interface BuildModel {
  context?: string
  dockerfile?: string
  dockerfile_inline?: string
  target?: string
  args?: Record<string, string | null>
  additional_contexts?: Record<string, string>
  secrets?: ({ source?: string; target?: string } | string)[]
  platforms?: string[]
}

function modelOf(json: string): Model | undefined {
  try {
    // what is printed is meant to be read again: each dollar sign stands twice
    const model = JSON.parse(json, (_, value) =>
      typeof value === 'string' ? value.replaceAll('$$', '$') : value,
    )
    return typeof model === 'object' && model !== null ? model : undefined
  } catch {
    return undefined
  }
}

/** Docker tells no lines: those of our own reading are taken. */
function buildsOf({ services }: Model, own: ComposeBuilds, file: string, environment: NodeJS.ProcessEnv) {
  const places = new Map(own.builds.map(build => [build.name, build]))
  const builds = Object.entries(services ?? {}).flatMap(([service, model]): DeclaredBuild[] => {
    if (!model?.build) return []
    const name = `service ${service}`
    const place = places.get(name)
    return [
      declared(name, model.build, model.platform, environment, place ?? { file, at: { file, line: 0 } }),
    ]
  })
  return { builds, services: new Set(Object.keys(services ?? {})) }
}

function declared(
  name: string,
  build: BuildModel,
  platform: string | undefined,
  environment: NodeJS.ProcessEnv,
  { file, at, inline }: Pick<DeclaredBuild, 'file' | 'at' | 'inline'>,
): DeclaredBuild {
  const { context, dockerfile, dockerfile_inline: text, target, args, secrets, platforms } = build
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
  }
}
