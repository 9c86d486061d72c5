import { filesOf } from '../context/this-machine.ts'
import type { Files } from '../model/files.ts'
import { type BuildRequest, dockerfilePath } from '../model/request.ts'
import { type DockerfileFacts, factsOf, factsOfFile } from './dockerfile-facts.ts'

/** A request, and who asks for it: `service api` of `compose.yaml`. */
export interface NamedRequest {
  request: BuildRequest
  /** as reports call it */
  file: string
  name: string
}

/**
 * One request for each context, Dockerfile and target, in the order of the first that asks for it. Requests that are
 * the same but for arguments are one too, unless the Dockerfile uses one of these to choose what it takes.
 */
export function combine(named: readonly NamedRequest[]): BuildRequest[] {
  const facts = new Map<string, DockerfileFacts | undefined>()
  const groups = new Map<string, NamedRequest[]>()
  for (const one of named) {
    const key = keyOf(one.request, facts)
    const group = groups.get(key) ?? []
    groups.set(key, group)
    if (!group.some(({ file, name }) => file === one.file && name === one.name)) group.push(one)
  }
  return [...groups.values()].map(group => {
    const [{ request }, ...others] = group as [NamedRequest, ...NamedRequest[]]
    const otherArgs = others.flatMap(one => (one.request.buildArgs ? [one.request.buildArgs] : []))
    const secrets = [...new Set(group.flatMap(one => one.request.secrets ?? []))]
    const ssh = [...new Set(group.flatMap(one => one.request.ssh ?? []))]
    const cacheTo = [...new Set(group.flatMap(one => one.request.command?.cacheTo ?? []))]
    const origin = { ...request.origin, label: labelOf(group) }
    return {
      ...request,
      ...(secrets.length > 0 && { secrets }),
      ...(ssh.length > 0 && { ssh }),
      ...(request.command && { command: { ...request.command, cacheTo } }),
      ...(otherArgs.length > 0 && { otherArgs }),
      origin,
    }
  })
}

function keyOf(request: BuildRequest, facts: Map<string, DockerfileFacts | undefined>): string {
  const { context, dockerfile, target, platform, namedContexts, buildArgs, named } = request
  const known = factsFor(request, facts)
  const args = Object.entries(buildArgs ?? {}).filter(([name]) => known?.decisive.has(name) !== false)
  return JSON.stringify([
    context.dir,
    dockerfile.kind,
    dockerfile.kind === 'inline' ? dockerfile.text : realFile(filesOf(request), dockerfilePath(dockerfile)),
    target ?? null,
    named ?? null,
    platform ?? 'linux/amd64',
    Object.entries(namedContexts ?? {}).sort(),
    args.sort(),
  ])
}

function factsFor(request: BuildRequest, facts: Map<string, DockerfileFacts | undefined>) {
  const { dockerfile } = request
  if (dockerfile.kind === 'inline') return factsOf(dockerfile.text)
  if (dockerfile.kind !== 'file') return undefined
  if (!facts.has(dockerfile.file)) facts.set(dockerfile.file, factsOfFile(dockerfile.file, filesOf(request)))
  return facts.get(dockerfile.file)
}

/** With the links of its directory followed; a link to a Dockerfile is one of its own, with its own ignore file. */
export function realFile(files: Files, file: string | undefined): string | null {
  if (file === undefined) return null
  const slash = file.lastIndexOf('/')
  try {
    return `${files.realpath(file.slice(0, slash) || '/')}${file.slice(slash)}`
  } catch {
    return file
  }
}

const MOST_NAMES = 5

/** `compose.yaml, services api and worker; docker-bake.hcl, target api` */
function labelOf(group: readonly NamedRequest[]): string {
  const files = [...new Set(group.map(({ file }) => file))]
  return files
    .map(file => {
      const names = group.filter(one => one.file === file).map(({ name }) => name)
      const kind = /^(service|target) /.exec(names[0]!)?.[1]
      if (names.length === 1 || kind === undefined) return `${file}, ${names[0]}`
      return `${file}, ${kind}s ${listed(names.map(name => name.slice(kind.length + 1)))}`
    })
    .join('; ')
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  const shown = more > 1 ? [...names.slice(0, MOST_NAMES), `${more} more`] : names
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
