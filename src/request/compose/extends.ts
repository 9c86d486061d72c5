import { basename, dirname, resolve } from 'node:path'
import { isRemote, withoutCredentials } from '../references.ts'
import { merge } from './merge.ts'
import { documentsOf, type Project } from './project.ts'
import { newReading, type Reading, serviceForm } from './service.ts'
import { child, childrenOf, type Entry, mappingEntry, textOf } from './values.ts'

/** The services of one file, and how their texts are read. */
export interface Services {
  file: string
  reading: Reading
  raw: ReadonlyMap<string, Entry>
  resolved: Map<string, Entry>
  /** files that services here extend */
  others: Map<string, Services>
}

export function servicesOf(file: string, reading: Reading, raw: ReadonlyMap<string, Entry>): Services {
  return { file, reading, raw, resolved: new Map(), others: new Map() }
}

/** compose itself has no bound, but its files are read by people. */
const LONGEST_CHAIN = 50

/** A service with what it extends (compose-go loader/extends.go applyServiceExtends). */
export function resolved(
  name: string,
  services: Services,
  project: Project,
  chain: readonly string[] = [],
): Entry {
  const known = services.resolved.get(name)
  if (known !== undefined) return known
  const service = services.raw.get(name)!
  const extended = child(service, 'extends')
  const entry =
    extended === undefined
      ? service
      : extendedBy(name, withoutExtends(service), extended, services, project, chain)
  services.resolved.set(name, entry)
  return entry
}

/** Its tags stay: what is reset here is reset in what it extends, too. */
function withoutExtends(service: Entry): Entry {
  const entries = service.value.kind === 'map' ? [...service.value.entries] : []
  return mappingEntry(
    service,
    entries.filter(([key]) => key !== 'extends'),
  )
}

function extendedBy(
  name: string,
  own: Entry,
  extended: Entry,
  services: Services,
  project: Project,
  chain: readonly string[],
): Entry {
  const fail = (reason: string, here = true): Entry => {
    project.troubles.push({
      what: `service ${name} was read without what it extends`,
      file: extended.file,
      line: extended.line,
      reason,
      hint: here
        ? 'mend it: docker compose refuses it too'
        : 'docker compose resolves it: --compose-via docker',
      fatal: here || project.strict,
    })
    return own
  }
  const ref = textOf(child(extended, 'service'))
  if (ref === undefined) return fail('it names no service')
  const written = textOf(child(extended, 'file'))
  if (written !== undefined && (isRemote(written) || written.includes('://')))
    return fail(`${withoutCredentials(written)} is not of this machine`, false)
  const others = written === undefined ? services : fileServices(written, services, project)
  if (!others.raw.has(ref)) return fail(`there is no service ${ref} in ${basename(others.file)}`)
  const here = `${services.file}\0${name}`
  if (chain.includes(here)) return fail('services extend each other in a circle')
  if (chain.length >= LONGEST_CHAIN) return fail(`more than ${LONGEST_CHAIN} services extend one another`)
  return merge(resolved(ref, others, project, [...chain, here]), own, project.budget)
}

/** Of another file: paths in it are relative to its own directory, variables are those of the project. */
function fileServices(written: string, services: Services, project: Project): Services {
  const { base, lookup } = services.reading
  const file = resolve(base, written)
  const known = services.others.get(file)
  if (known !== undefined) return known
  project.extended.add(file)
  const reading = newReading(dirname(file), lookup)
  const raw = new Map(
    documentsOf(file, project).flatMap(document =>
      childrenOf(child(document, 'services')).map(
        ([name, service]) => [name, serviceForm(service, reading)] as const,
      ),
    ),
  )
  const others = { ...servicesOf(file, reading, raw), others: services.others }
  services.others.set(file, others)
  return others
}
