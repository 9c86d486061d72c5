import { isAbsolute, resolve } from 'node:path'
import type { DeclaredBuild } from '../declared.ts'
import { platformOf } from '../platform.ts'
import { isReference, isRemote } from '../references.ts'

/** A target as `docker buildx bake --print` writes it, and as docker-bake.json may. */
export interface BakeTarget {
  context?: string
  contexts?: Record<string, string>
  dockerfile?: string
  'dockerfile-inline'?: string
  args?: Record<string, string | null>
  target?: string
  platforms?: string[]
  /** objects, or `id=NAME,src=FILE` in older versions */
  secret?: ({ id?: string } | string)[]
  /** objects, or `ID=PATH` in older versions */
  ssh?: ({ id?: string } | string)[]
  /** objects, or values of `--cache-to` in older versions */
  'cache-to'?: (Record<string, string> | string)[]
}

/** What a target builds when bake is started in `dir` (docker/buildx bake/bake.go toBuildOpt). */
export function bakeBuild(
  name: string,
  target: BakeTarget,
  at: { dir: string; file: string; line: number },
): DeclaredBuild {
  const { dir, file, line } = at
  const context = located(target.context ?? '.', dir)
  const inline = target['dockerfile-inline']
  const args = Object.entries(target.args ?? {}).filter((pair): pair is [string, string] => pair[1] !== null)
  const contexts = Object.entries(target.contexts ?? {}).filter(([, value]) => value !== '')
  const platform = platformOf(target.platforms?.[0] ?? '')
  const dockerfile = dockerfileOf(target.dockerfile, dir)
  return {
    kind: 'bake',
    name: `target ${name}`,
    file,
    at: { file, line },
    context,
    ...(inline ? { inline: { text: inline, file, line: 0 } } : dockerfile !== undefined && { dockerfile }),
    ...(target.target && { target: target.target }),
    args: Object.fromEntries(args),
    ...(platform !== undefined && { platform }),
    contexts: Object.fromEntries(contexts.map(([key, value]) => [key, located(value, dir)])),
    secrets: (target.secret ?? []).flatMap(secretId),
    ssh: (target.ssh ?? []).map(sshId),
    cacheTo: (target['cache-to'] ?? []).map(cacheText),
  }
}

/** Relative to where bake is started, which is where its file lies. */
function located(path: string, dir: string): string {
  if (path.startsWith('cwd://')) return resolve(dir, path.slice('cwd://'.length))
  if (isReference(path) || isRemote(path) || isAbsolute(path)) return path
  return resolve(dir, path)
}

/** Relative to the context, save after `cwd://`. The default one is looked for as for any build. */
function dockerfileOf(dockerfile: string | undefined, dir: string): string | undefined {
  if (dockerfile === undefined || dockerfile === '' || dockerfile === 'Dockerfile') return undefined
  return dockerfile.startsWith('cwd://') ? located(dockerfile, dir) : dockerfile
}

function secretId(secret: { id?: string } | string): string | [] {
  if (typeof secret !== 'string') return secret.id ?? []
  return /(?:^|,)id=([^,]*)/.exec(secret)?.[1] ?? []
}

/** docker/buildx util/buildflags/ssh.go */
function sshId(ssh: { id?: string } | string): string {
  const id = typeof ssh === 'string' ? ssh.split('=', 1)[0] : ssh.id
  return id || 'default'
}

function cacheText(cache: Record<string, string> | string): string {
  if (typeof cache === 'string') return cache
  return Object.entries(cache)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
