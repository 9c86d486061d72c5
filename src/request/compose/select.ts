import { UsageError } from '../../errors.ts'
import { globMatch, hasWildcards } from '../../ignore/go-match.ts'
import { child, childrenOf, type Entry, itemsOf, textOf } from './values.ts'

/** What of a service decides whether a command builds it. */
export interface ServiceFacts {
  builds: boolean
  profiles: readonly string[]
  /** services that it depends on, and whether it can't do without them */
  needs: ReadonlyMap<string, boolean>
  /** services whose images it is built from */
  contexts: readonly string[]
}

/** Which services a command is about. */
export interface Wanted {
  /** none: all that the profiles enable */
  services: readonly string[]
  profiles: readonly string[]
  withDependencies: boolean
}

/** Of a service in long form. Dependencies may be said in other ways, too: compose-go loader/normalize.go Normalize. */
export function factsOfService(service: Entry): ServiceFacts {
  const texts = (field: string) => itemsOf(child(service, field)).flatMap(item => textOf(item) ?? [])
  const links = texts('links').map(link => link.split(':', 1)[0]!)
  const volumes = texts('volumes_from').filter(from => !from.startsWith('container:'))
  const namespaces = NAMESPACES.flatMap(field => serviceIn(textOf(child(service, field))) ?? [])
  const implied = [...links, ...volumes.map(from => from.split(':', 1)[0]!), ...namespaces]
  const declared = childrenOf(child(service, 'depends_on')).map(([name, dependency]): [string, boolean] => [
    name,
    textOf(child(dependency, 'required')) !== 'false',
  ])
  const build = child(service, 'build')
  const contexts = childrenOf(child(build, 'additional_contexts'))
  return {
    builds: build?.value.kind === 'map',
    profiles: texts('profiles'),
    needs: new Map([...implied.map((name): [string, boolean] => [name, true]), ...declared]),
    contexts: contexts.flatMap(([, value]) => serviceIn(textOf(value)) ?? []),
  }
}

const NAMESPACES = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']

function serviceIn(reference: string | undefined): string | undefined {
  return reference?.startsWith('service:') ? reference.slice('service:'.length) : undefined
}

/**
 * The services that are built, in the order of the project: those wanted, what their images are built from, and,
 * where that is wanted, what they depend on (docker/compose pkg/compose/build.go build, compose-go types/project.go).
 * A service that is named has its profiles enabled. Throws a UsageError where compose finds no service of a name.
 */
export function selectServices(
  services: ReadonlyMap<string, ServiceFacts>,
  { services: named, profiles, withDependencies }: Wanted,
): string[] {
  const active = new Set([...profiles, ...named.flatMap(name => services.get(name)?.profiles ?? [])])
  const enabled = (name: string): boolean => {
    const { profiles: own } = services.get(name)!
    return own.length === 0 || active.has('*') || own.some(profile => active.has(profile))
  }
  const names = [...services.keys()]
  const matching = (pattern: string) =>
    hasWildcards(pattern)
      ? names.filter(name => enabled(name) && globMatch(pattern, name))
      : names.filter(name => name === pattern)
  const open = named.length === 0 ? names.filter(enabled) : named.flatMap(name => found(matching(name), name))
  const selected = new Set<string>()
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (selected.has(name)) continue
    selected.add(name)
    const { contexts, needs } = services.get(name)!
    for (const context of contexts) {
      const reason = `service "${name}" declares unknown service "${context}" as additional contexts`
      open.push(...found(matching(context), context, reason))
    }
    if (!withDependencies) continue
    for (const [needed, required] of needs) {
      const reason = `service "${name}" depends on undefined service "${needed}": invalid compose project`
      if (services.has(needed) && enabled(needed)) open.push(needed)
      else if (required) found([], needed, reason)
    }
  }
  return names.filter(name => selected.has(name) && services.get(name)!.builds)
}

function found(names: readonly string[], name: string, reason = `no such service: ${name}`) {
  if (names.length === 0)
    throw new UsageError(reason, {
      hint: 'docker compose refuses it too: see docker compose config --services',
    })
  return names
}
