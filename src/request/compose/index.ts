import { dirname } from 'node:path'
import { thisMachine } from '../../context/this-machine.ts'
import type { Files } from '../../model/files.ts'
import type { DeclaredBuild, Trouble } from '../declared.ts'
import { declaredBuilds } from './declare.ts'
import { lookupIn } from './interpolate.ts'
import { loadServices } from './load.ts'
import { newProject, type Project, projectEnvironment, withinBudget } from './project.ts'

/** What a compose project builds. */
export interface ComposeBuilds {
  builds: DeclaredBuild[]
  /** all its services, those that build nothing too */
  services: ReadonlySet<string>
  troubles: Trouble[]
  /** files that it includes, and files whose services it extends */
  included: ReadonlySet<string>
  extended: ReadonlySet<string>
}

/**
 * Reads a compose project as docker compose does with `-f` for each of `files` (absolute, in order), without docker:
 * every service that builds, whatever its profiles. Never throws: what could not be resolved is in `troubles`.
 */
export function readCompose(
  files: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  disk: Files = thisMachine,
): ComposeBuilds {
  const dir = dirname(files[0]!)
  const project = newProject(files[0]!, disk)
  const { included, extended, troubles } = project
  const read = withinBudget(project, () => {
    const lookup = projectEnvironment(dir, lookupIn(environment), project)
    const services = loadServices(files, dir, lookup, project)
    return { services, builds: declaredBuilds(services, lookup, project) }
  })
  noteUnset(project)
  return {
    builds: read?.builds ?? [],
    services: new Set(read?.services.keys()),
    troubles,
    included,
    extended,
  }
}

/** Says which variables builds use that are not set. */
export function noteUnset({ unset, troubles }: Project): void {
  const [first] = unset.values()
  if (first === undefined) return
  const names = [...unset.keys()]
  const listed = names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '')
  troubles.push({
    what: 'variables of the compose file are not set',
    file: first.file,
    line: first.line,
    reason: `${listed} ${names.length === 1 ? 'is' : 'are'} blank, as for docker compose`,
    hint: 'set them as for the build, or in the .env beside the compose file',
    fatal: false,
  })
}
