import { posix } from 'node:path'
import type { RuleContext } from '../model/finding.ts'
import { nearest } from '../model/nearest.ts'
import { baseName, type ContextPath, joinPath, type RawPath } from '../model/path.ts'
import { dockerfilePath } from '../model/request.ts'
import { groupBy } from './group-by.ts'
import { oncePerWalk } from './once.ts'
import { ordinaryEntries } from './whole-directories.ts'

/** What may have been meant by a path that is not sent. */
export interface NearMiss {
  kind: /** other capitals */
    | 'case'
    /** the same characters, composed in another way (Unicode normalisation) */
    | 'form'
    /** sought from the Dockerfile's directory, not from the context */
    | 'below-dockerfile'
    /** sought from a directory above the context */
    | 'above-context'
    /** the only one of its name, in another directory */
    | 'elsewhere'
    | 'spelling'
  path: ContextPath
}

/** The likeliest, or undefined. `taken`: paths that are named besides, and so not meant. */
export function nearMiss(ctx: RuleContext, path: string, taken: ReadonlySet<string>): NearMiss | undefined {
  const isSent = (one: string | undefined): one is ContextPath =>
    one !== undefined && one !== '' && ctx.entryAt(one) !== undefined && !taken.has(one)
  const respelt = respell(ctx, path, taken)
  if (respelt !== undefined && respelt.kind !== 'spelling') return respelt
  const below = pathBelowDockerfile(ctx, path)
  if (isSent(below)) return { kind: 'below-dockerfile', path: below }
  const inside = pathsInsideContext(ctx, path).find(isSent)
  if (inside !== undefined) return { kind: 'above-context', path: inside }
  if (respelt !== undefined) return respelt
  const [only, ...others] = (namesakes(ctx).get(baseName(path)) ?? []).filter(isSent)
  return only !== undefined && others.length === 0 ? { kind: 'elsewhere', path: only } : undefined
}

const KINDS = ['case', 'form', 'spelling'] as const

/** The path with every name that is not there replaced by the nearest one in its directory; if that leads anywhere. */
function respell(ctx: RuleContext, path: string, taken: ReadonlySet<string>): NearMiss | undefined {
  let at: ContextPath | '' = ''
  let worst: (typeof KINDS)[number] = 'case'
  for (const name of path.split('/')) {
    const here: ContextPath = joinPath<ContextPath>(at as ContextPath, name)
    if (ctx.entryAt(here) !== undefined) at = here
    else {
      const found = nearName(namesIn(ctx, at, taken), name)
      if (found === undefined) return undefined
      if (KINDS.indexOf(found.kind) > KINDS.indexOf(worst)) worst = found.kind
      at = joinPath<ContextPath>(at as ContextPath, found.name)
    }
  }
  return { kind: worst, path: at as ContextPath }
}

/** In a directory with more of them no slip of the pen is looked for. */
const MOST_NAMES = 1000

function nearName(
  names: readonly string[],
  wanted: string,
): { kind: (typeof KINDS)[number]; name: string } | undefined {
  const form = names.find(name => name.normalize() === wanted.normalize())
  if (form !== undefined) return { kind: 'form', name: form }
  const folded = wanted.normalize().toLowerCase()
  const same = names.find(name => name.normalize().toLowerCase() === folded)
  if (same !== undefined) return { kind: 'case', name: same }
  const near = names.length > MOST_NAMES ? undefined : nearest(wanted, names)
  return near === undefined ? undefined : { kind: 'spelling', name: near }
}

/** What is sent of a directory, by name. A listing, for a Dockerfile must not cost a look at every entry. */
function namesIn(ctx: RuleContext, dir: ContextPath | '', taken: ReadonlySet<string>): string[] {
  if (dir !== '' && ctx.entryAt(dir)?.kind !== 'directory') return []
  try {
    return ctx.snapshot.source
      .children(dir as string as RawPath)
      .map(child => child.name)
      .filter(name => {
        const path = joinPath<ContextPath>(dir as ContextPath, name)
        return ctx.entryAt(path) !== undefined && !taken.has(path)
      })
  } catch {
    return [] // gone meanwhile, or not ours to list
  }
}

function pathBelowDockerfile({ snapshot: { request } }: RuleContext, path: string): string | undefined {
  const file = dockerfilePath(request.dockerfile)
  if (file === undefined || request.named !== undefined) return undefined
  const dir = posix.relative(request.context.dir, posix.dirname(file))
  return dir === '' || dir.startsWith('..') ? undefined : posix.join(dir, path)
}

/** The path without the names at its beginning that the context's own directory ends with. */
function pathsInsideContext({ snapshot: { request } }: RuleContext, path: string): string[] {
  const names = path.split('/')
  return names.slice(1).flatMap((_, index) => {
    const above = names.slice(0, index + 1).join('/')
    return request.context.dir.endsWith(`/${above}`) ? [names.slice(index + 1).join('/')] : []
  })
}

const namesakes = oncePerWalk(ctx => {
  const paths = ordinaryEntries(ctx).map(({ path }) => path)
  return groupBy(paths, baseName)
})
