import { relative } from 'node:path'
import { filesOf } from './context/this-machine.ts'
import type { BuildRequest } from './model/request.ts'
import type { Incomplete } from './model/snapshot.ts'
import { type Planned, planFor } from './plan.ts'

/** One context of one build. */
export interface AuditedContext {
  request: BuildRequest
  planned: Planned
  /** what is worth saying of the build besides */
  notes: Incomplete[]
}

/** The main context of a build, and the named ones that its stages use; of the others that they are not sent. */
export async function contextsOf(request: BuildRequest): Promise<AuditedContext[]> {
  const planned = await planFor(request)
  const main: AuditedContext = { request, planned, notes: [] }
  const contexts = [main]
  for (const [name, need] of Object.entries(planned.plan?.named ?? {})) {
    const given = request.namedContexts![name]!
    if (!need.used) {
      main.notes.push(unused(name, given))
      continue
    }
    try {
      const shown = relative(process.cwd(), given) || '.'
      const dir = filesOf(request).realpath(given)
      const context = { ...request.context, dir, given: shown }
      const { ignoreFile: _, ...others } = request
      contexts.push({ request: { ...others, context, named: name }, planned, notes: [] })
    } catch (error) {
      main.notes.push(unreachable(name, given, error))
    }
  }
  return contexts
}

function unused(name: string, dir: string): Incomplete {
  return {
    what: `the named context ${name} is not sent`,
    path: dir,
    reason: 'no stage that is built uses it',
    hint: null,
    fatal: false,
    note: true,
  }
}

function unreachable(name: string, dir: string, error: unknown): Incomplete {
  return {
    what: `the named context ${name} could not be audited`,
    path: dir,
    reason: (error as Error).message,
    hint: 'name a directory that exists',
    fatal: true,
  }
}
