/**
 * What makes a command that only reads, safe in a repository that nobody trusts: its configuration names programs
 * that git would run. Filters are named by the user and are dealt with in status.ts; hooks run only when the index
 * is written, which `--no-optional-locks` leaves undone.
 */
export const HARMLESS = [
  '--no-optional-locks',
  ...setting('core.fsmonitor', 'false'),
  // a missing object of a partial clone is fetched, through core.sshCommand, remote.*.uploadpack or ext::
  ...['', '.ext', '.fd', '.file', '.ftp', '.ftps', '.git', '.http', '.https', '.ssh'].flatMap(name =>
    setting(`protocol${name}.allow`, 'never'),
  ),
  // names arrive as ASCII, whatever their bytes: simple-git decodes output as UTF-8
  ...setting('core.quotePath', 'true'),
]

/** The user's own configuration, unlike the other GIT_ variables. */
const USERS_OWN = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM']

/** The environment in which the repository that a directory lies in counts, whatever GIT_DIR and the like say. */
export function gitEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('GIT_') || USERS_OWN.includes(name),
  )
  // newer ones need not even try
  return { ...Object.fromEntries(kept), GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' }
}

export const PATIENCE_MS = 120_000
const ENDED_EARLY = 'git ended early, or was stopped because it said nothing for two minutes'

/** The arguments that set a configuration variable for one command. */
export function setting(name: string, value: string): string[] {
  return ['-c', `${name}=${value}`]
}

/**
 * What git prints when it is run in `dir`. Nothing of the repository is executed or written, and the repository
 * that `dir` lies in counts, whatever GIT_DIR and the like say: simple-git does not pass them on.
 *
 * @throws Error with git's own words, where it does not end well or says nothing for two minutes
 */
export async function runGit(dir: string, args: readonly string[]): Promise<string> {
  // an archive, or a context that lies in no repository, needs none of it
  const { simpleGit } = await import('simple-git')
  const git = simpleGit(dir, {
    allowEnvironment: USERS_OWN,
    // by default output is cut where more than 50 ms pass between the exit and its last byte
    completion: { onClose: true, onExit: false },
    // by default a git that was killed half-way is taken for one that ended well
    errors: (_, { exitCode, stdErr }) =>
      exitCode === 0 ? undefined : Buffer.concat([...stdErr, Buffer.from(`\n${ENDED_EARLY}`)]),
    // git waits for ever for a .gitignore that is a FIFO
    timeout: { block: PATIENCE_MS },
    unsafe: { allowUnsafeFilter: true, allowUnsafeFsMonitor: true, allowUnsafeProtocolOverride: true },
  })
  return git.raw([...HARMLESS, ...args])
}
