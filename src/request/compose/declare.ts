import type { DeclaredBuild } from '../declared.ts'
import { platformOf } from '../platform.ts'
import type { Lookup } from './interpolate.ts'
import type { Project } from './project.ts'
import { child, childrenOf, type Entry, itemsOf, OVERRIDE, spend, textOf } from './values.ts'

/** What the services of a project build. What keeps one from being known is among the project's troubles. */
export function declaredBuilds(
  services: ReadonlyMap<string, Entry>,
  lookup: Lookup,
  project: Project,
): DeclaredBuild[] {
  return [...services].flatMap(([name, service]) => {
    const build = child(service, 'build')
    const problem = problemOf(service) ?? (build && problemOf(build))
    if (problem !== undefined) {
      const { file, line } = build ?? service
      const what = `service ${name} was not audited`
      project.troubles.push({ what, file, line, reason: problem, hint: MEND, fatal: true })
    }
    if (build?.value.kind !== 'map') return []
    const declared = declaredBuild(name, service, build, lookup, project)
    return declared === undefined ? [] : [declared]
  })
}

function problemOf({ value }: Entry): string | undefined {
  return value.kind === 'scalar' ? value.problem : undefined
}

/** The fields without which nothing can be said of a build. */
const DECISIVE = ['context', 'dockerfile', 'dockerfile_inline', 'target']

function declaredBuild(
  name: string,
  service: Entry,
  build: Entry,
  lookup: Lookup,
  project: Project,
): DeclaredBuild | undefined {
  const say = (entry: Entry, what: string, reason: string, fatal: boolean, hint = MEND): void => {
    project.troubles.push({ what, file: entry.file, line: entry.line, reason, hint, fatal })
  }
  const not = (entry: Entry, reason: string): undefined =>
    say(entry, `service ${name} was not audited`, reason, true) as undefined

  noteTags(name, service, build, say)
  noteUnset(service, build, project)
  for (const field of DECISIVE) {
    const entry = child(build, field)
    const problem = entry && problemOf(entry)
    if (problem !== undefined) return not(entry!, `${field}: ${problem}`)
  }
  const context = child(build, 'context')!
  const dir = textOf(context)
  if (dir === undefined || dir === '') return not(context, `its context is blank${blankBecause(context)}`)
  const inline = child(build, 'dockerfile_inline')
  const dockerfile = textOf(child(build, 'dockerfile'))
  if (textOf(inline) !== undefined && dockerfile !== undefined)
    return not(inline!, 'dockerfile and dockerfile_inline exclude each other')

  const target = textOf(child(build, 'target'))
  const platform = firstPlatform(service, build, lookup, entry =>
    say(entry, `the platform of service ${name} is not known`, 'it is no platform', project.strict),
  )
  return {
    kind: 'compose',
    name: `service ${name}`,
    file: service.file,
    at: { file: context.file, line: context.line },
    context: dir,
    ...(dockerfile && { dockerfile }),
    ...(textOf(inline) && { inline: inlineText(inline!) }),
    ...(target && { target }),
    args: argsOf(name, build, lookup, project, say),
    ...(platform !== undefined && { platform }),
    contexts: contextsOf(name, build, say),
    secrets: itemsOf(child(build, 'secrets')).flatMap(secret => textOf(secret) ?? []),
    ssh: childrenOf(child(build, 'ssh')).map(([id]) => id),
    cacheTo: itemsOf(child(build, 'cache_to')).flatMap(one => textOf(one) ?? []),
  }
}

type Say = (entry: Entry, what: string, reason: string, fatal: boolean, hint?: string) => void

const MEND = 'mend it: docker compose refuses it too'

function noteTags(name: string, service: Entry, build: Entry, say: Say): void {
  for (const entry of [service, build, ...childrenOf(build).map(([, field]) => field)])
    if (entry.tag !== null && entry.tag !== OVERRIDE)
      say(
        entry,
        `service ${name} was read without a tag`,
        `${entry.tag} is no tag of compose`,
        false,
        'what it stands for is read as it is written',
      )
}

function noteUnset(service: Entry, build: Entry, { unset }: Project): void {
  const used = [child(service, 'platform'), ...childrenOf(build).map(([, field]) => field)]
  const keyed = ['args', 'additional_contexts'].flatMap(field =>
    childrenOf(child(build, field)).map(([, entry]) => entry),
  )
  for (const entry of [...used, ...keyed])
    if (entry?.value.kind === 'scalar')
      for (const variable of entry.value.unset ?? []) if (!unset.has(variable)) unset.set(variable, entry)
}

function blankBecause({ value }: Entry): string {
  const unset = value.kind === 'scalar' ? (value.unset ?? []) : []
  return unset.length === 0 ? '' : `: ${unset.join(', ')} ${unset.length === 1 ? 'is' : 'are'} not set`
}

function inlineText(entry: Entry): NonNullable<DeclaredBuild['inline']> {
  const block = entry.value.kind === 'scalar' && entry.value.block
  return { text: textOf(entry)!, file: entry.file, line: entry.line + (block ? 1 : 0) }
}

/** Arguments without a value take that of the environment, if it has one (compose-go loader/normalize.go resolve). */
function argsOf(
  name: string,
  build: Entry,
  lookup: Lookup,
  project: Project,
  say: Say,
): Record<string, string> {
  const pairs = childrenOf(child(build, 'args'))
  spend(project.budget, pairs.length)
  const known: [string, string][] = []
  for (const [key, entry] of pairs) {
    const problem = problemOf(entry)
    const value = textOf(entry) ?? lookup(key)
    if (problem !== undefined)
      say(entry, `argument ${key} of service ${name} is not known`, problem, project.strict)
    else if (value !== undefined) known.push([key, value])
  }
  return Object.fromEntries(known)
}

function contextsOf(name: string, build: Entry, say: Say): Record<string, string> {
  const known: [string, string][] = []
  for (const [key, entry] of childrenOf(child(build, 'additional_contexts'))) {
    const problem = problemOf(entry)
    const value = textOf(entry) ?? ''
    if (problem !== undefined || value === '')
      say(
        entry,
        `the additional context ${key} of service ${name} was not audited`,
        problem ?? `it is blank${blankBecause(entry)}`,
        true,
      )
    else known.push([key, value])
  }
  return Object.fromEntries(known)
}

/** docker/compose cmd/compose/options.go applyPlatforms: for one platform, the environment's, the service's, the first. */
function firstPlatform(
  service: Entry,
  build: Entry,
  lookup: Lookup,
  odd: (entry: Entry) => void,
): string | undefined {
  const listed = itemsOf(child(build, 'platforms'))
  const entry = child(service, 'platform') ?? listed[0]
  const written = lookup('DOCKER_DEFAULT_PLATFORM') || (entry && textOf(entry))
  if (!written) return undefined
  const platform = platformOf(written)
  if (platform === undefined && entry !== undefined) odd(entry)
  return platform
}
