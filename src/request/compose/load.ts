import { basename, dirname, join, resolve } from 'node:path'
import { isRemote, withoutCredentials } from '../references.ts'
import { resolved, servicesOf } from './extends.ts'
import type { Lookup } from './interpolate.ts'
import { merge } from './merge.ts'
import { documentsOf, type Project, unread, withEnvFiles } from './project.ts'
import { newReading, type Reading, serviceForm, textForm } from './service.ts'
import {
  child,
  childrenOf,
  type Entry,
  isNull,
  itemsOf,
  mappingEntry,
  NOTHING,
  RESET,
  spend,
  textOf,
} from './values.ts'

const DEEPEST_INCLUDE = 20
const INCLUDE_COSTS = 100

/**
 * The services of files that are merged in order, with what they extend and include: `build` and `platform` of each,
 * in long form. `dir` is what their relative paths are relative to.
 */
export function loadServices(
  files: readonly string[],
  dir: string,
  lookup: Lookup,
  project: Project,
  stack: readonly string[] = [],
): Map<string, Entry> {
  let services = new Map<string, Entry>()
  const reading = newReading(dir, lookup)
  for (const file of files)
    for (const document of documentsOf(file, project))
      services = over(services, documentServices(document, reading, project, [...stack, file]), project)
  return new Map([...services].map(([name, service]) => [name, withContext(service, dir)]))
}

function documentServices(
  document: Entry,
  reading: Reading,
  project: Project,
  stack: readonly string[],
): Map<string, Entry> {
  const included = new Map<string, Entry>()
  for (const item of itemsOf(child(document, 'include')))
    for (const [name, service] of includedServices(item, reading, project, stack))
      included.set(name, merge(included.get(name), service, project.budget))
  const listed = child(document, 'services')
  const written = listed?.value.kind === 'map' ? [...listed.value.entries] : []
  if (listed !== undefined && listed.value.kind !== 'map' && !isNull(listed))
    unread(listed.file, listed.line, 'services is no mapping', project)
  const own = new Map(written.map(([name, service]) => [name, serviceForm(service, reading)]))
  const services = servicesOf(document.file, reading, over(included, own, project, false))
  return new Map([...services.raw.keys()].map(name => [name, resolved(name, services, project)]))
}

/** A service is where it is first declared. */
function over(
  base: ReadonlyMap<string, Entry>,
  others: ReadonlyMap<string, Entry>,
  project: Project,
  drop = true,
): Map<string, Entry> {
  const services = new Map(base)
  for (const [name, service] of others) {
    const known = services.get(name)
    const merged = merge(known, service, project.budget)
    if (drop && service.tag === RESET) services.delete(name)
    else services.set(name, known === undefined ? merged : { ...merged, file: known.file, line: known.line })
  }
  return services
}

/** A build without one is of the project's directory (compose-go transform/build.go defaultBuildContext). */
function withContext(service: Entry, dir: string): Entry {
  const build = child(service, 'build')
  if (build?.value.kind !== 'map' || child(build, 'context') !== undefined) return service
  const context: Entry = { ...build, tag: null, value: { ...NOTHING, text: dir } }
  const complete = mappingEntry(build, [...childrenOf(build), ['context', context]])
  return mappingEntry(service, [...childrenOf(service), ['build', complete]])
}

/** compose-go loader/include.go ApplyInclude */
function includedServices(
  item: Entry,
  reading: Reading,
  project: Project,
  stack: readonly string[],
): Map<string, Entry> {
  const none = (reason: string, here = true): Map<string, Entry> => {
    project.troubles.push({
      what: 'what an include names was not read',
      file: item.file,
      line: item.line,
      reason,
      hint: here
        ? 'mend it: docker compose refuses it too'
        : 'docker compose resolves it: --compose-via docker',
      fatal: here || project.strict,
    })
    return new Map()
  }
  const text = (entry: Entry | undefined) => entry && textOf(textForm(entry, reading))
  const path = item.value.kind === 'map' ? child(item, 'path') : item
  const written = path?.value.kind === 'list' ? path.value.items.map(text) : [text(path)]
  if (!written.every(one => one !== undefined && one !== '')) return none('it names no file')
  const remote = written.find(one => isRemote(one!) || one!.includes('://'))
  if (remote !== undefined) return none(`${withoutCredentials(remote)} is not of this machine`, false)
  const absolute = (one: string) => resolve(reading.base, one)
  const files = written.map(one => absolute(one!))
  if (stack.includes(files[0]!)) return none(`${basename(files[0]!)} includes itself`)
  if (stack.length > DEEPEST_INCLUDE) return none('files include each other too deeply')
  // files that include each other in many ways
  spend(project.budget, INCLUDE_COSTS)
  for (const file of files) project.included.add(file)
  const given = text(child(item, 'project_directory'))
  const dir = given === undefined ? dirname(files[0]!) : absolute(given)
  const lookup = includedEnvironment(child(item, 'env_file'), dir, reading, project, absolute)
  return loadServices(files, dir, lookup, project, stack)
}

function includedEnvironment(
  named: Entry | undefined,
  dir: string,
  reading: Reading,
  project: Project,
  absolute: (path: string) => string,
): Lookup {
  if (named === undefined) return withEnvFiles([join(dir, '.env')], reading.lookup, project, true)
  const items = named.value.kind === 'list' ? named.value.items : [named]
  const files = items
    .map(file => textOf(textForm(file, reading)))
    .filter(file => file !== undefined && file !== '/dev/null')
    .map(file => absolute(file!))
  return withEnvFiles(files, reading.lookup, project, false)
}
