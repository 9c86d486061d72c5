import { repositoriesAmong } from './model/git.ts'
import type { ContextPath } from './model/path.ts'
import type { BuildRequest } from './model/request.ts'
import type { Snapshot } from './model/snapshot.ts'

/** What git says of a context that is being walked; see gitFacts. */
export async function learnFromGit({ context }: BuildRequest, walking: Promise<Snapshot>) {
  const { gitFacts } = await import('./git/facts.ts')
  return gitFacts(context.dir, { nestedRepositories: async () => repositoriesIn(await walking) })
}

/** Directories below the root that hold a `.git`, sent or not. */
function repositoriesIn({ entries, excluded }: Snapshot): ContextPath[] {
  return repositoriesAmong([...entries, ...excluded.prunedDirectories].map(one => one.path))
}
