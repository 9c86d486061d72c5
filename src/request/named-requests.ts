import type { BuildRequest } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'
import type { NamedRequest } from './combine.ts'
import type { DeclaredBuild, Trouble } from './declared.ts'
import { requestOf, type Surroundings, shown } from './requests.ts'

/**
 * The requests of declared builds, and what could not be audited of them. Where a command builds them, such as
 * `docker compose build`, each says what it is given, even if that is nothing.
 */
export function namedRequests(
  builds: readonly DeclaredBuild[],
  around: Surroundings,
  command?: string,
): { named: NamedRequest[]; troubles: Trouble[] } {
  const made = builds.map(build => ({ build, ...requestOf(build, around) }))
  return {
    named: made.flatMap(({ build, request, lone = [] }) =>
      (request === undefined ? lone : [request]).map(one => ({
        request: command === undefined ? one : { ...one, ...givenBy(build, command) },
        file: shown(build.file, around.root),
        name: build.name,
      })),
    ),
    troubles: made.flatMap(({ troubles }) => troubles),
  }
}

function givenBy(
  { secrets, ssh, cacheTo }: DeclaredBuild,
  name: string,
): Pick<BuildRequest, 'secrets' | 'ssh' | 'command'> {
  return { secrets, ssh, command: { name, cacheTo, foreign: [] } }
}

/** Several builds and projects may share what is wrong: an `.env`, a file that each extends. */
export function withoutRepeats(incomplete: readonly Incomplete[]): Incomplete[] {
  return [...new Map(incomplete.map(one => [JSON.stringify(one), one])).values()]
}
