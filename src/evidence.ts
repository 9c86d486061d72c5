import { repositoriesAmong } from './model/git.ts'
import type { ContextPath } from './model/path.ts'
import type { BuildRequest } from './model/request.ts'
import type { Incomplete, Snapshot } from './model/snapshot.ts'

/** What git says of a context that is being walked; see gitFacts. */
export async function learnFromGit({ context }: BuildRequest, walking: Promise<Snapshot>) {
  const { gitFacts } = await import('./git/facts.ts')
  return gitFacts(context.dir, { nestedRepositories: async () => repositoriesIn(await walking) })
}

/** Directories below the root that hold a `.git`, sent or not. */
function repositoriesIn({ entries, excluded }: Snapshot): ContextPath[] {
  return repositoriesAmong([...entries, ...excluded.prunedDirectories].map(one => one.path))
}

/** What makes the builder itself stop: then nothing that was listed would be sent, and nothing is proved. */
export function refusalsOf({ request, ignoreProblems, refusals: refused }: Snapshot): Incomplete[] {
  const { dockerfile, builder } = request
  const stops: Incomplete[] = []
  const add = (what: string, path: string, reason: string, hint: string) =>
    stops.push({ what, path, reason, hint, fatal: true })
  if (dockerfile.kind === 'refused')
    add(`${builder} would not take the Dockerfile`, dockerfile.file, dockerfile.reason, dockerfile.hint)
  for (const { file, line, reason } of ignoreProblems)
    add(
      `${builder} would refuse the ignore file`,
      line === null ? file : `${file}:${line}`,
      reason,
      'mend the line',
    )
  for (const { path, reason, hint } of refused) add(`${builder} would fail on ${path}`, path, reason, hint)
  return stops
}
