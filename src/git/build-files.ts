import { unquoted } from './names.ts'
import { runGit } from './run.ts'
import { lookForRepository } from './worktree.ts'

/** As people call their Dockerfiles. */
const NAMES = ['Dockerfile', 'Dockerfile.*', '*.Dockerfile', 'Containerfile', 'Containerfile.*']

const OF_SUCH_NAME = /(^|\/)((Dockerfile|Containerfile)(\.[^/]*)?|[^/]*\.Dockerfile)$/

/** Those of them that are Dockerfiles by the same names. */
export function dockerfilesAmong(paths: Iterable<string>): string[] {
  return [...paths].filter(path => OF_SUCH_NAME.test(path) && !path.endsWith('.dockerignore'))
}

/** Tracked Dockerfiles, by name, of a worktree whose top is `dir`; none anywhere else, or where git does not tell. */
export async function trackedDockerfiles(dir: string): Promise<string[]> {
  if (lookForRepository(dir) !== 'found') return []
  try {
    const names = NAMES.flatMap(name => [`:(glob)${name}`, `:(glob)**/${name}`])
    const printed = await runGit(dir, ['ls-files', '--', ...names])
    return printed
      .split('\n')
      .filter(Boolean)
      .map(unquoted)
      .filter(path => !path.endsWith('.dockerignore'))
  } catch {
    return [] // a git that fails is said by the audit itself
  }
}
