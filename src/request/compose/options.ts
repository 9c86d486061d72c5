/** What a `docker compose build`, `up` or `run` says of what it builds. Paths are relative to `cwd`. */
export interface ComposeOptions {
  /** absolute; where the command is started */
  cwd: string
  /** who reads compose files; default: own */
  composeVia?: 'own' | 'docker'
  /** values of `-f`, in order; none: those of COMPOSE_FILE, or the ones that compose finds from `cwd` upward */
  files?: readonly string[]
  projectDirectory?: string
  projectName?: string
  /** values of `--env-file`, in order; none: those of COMPOSE_ENV_FILES, or `.env` */
  envFiles?: readonly string[]
  /** values of `--profile`; none: those of COMPOSE_PROFILES */
  profiles?: readonly string[]
  /** names, or patterns of names; none: all that the profiles enable */
  services?: readonly string[]
  /** what the services depend on is built too: `build --with-dependencies`; `up` and `run` unless `--no-deps` */
  withDependencies?: boolean
  /** values of `--build-arg`: KEY=value, or KEY for its value in the project's environment */
  buildArgs?: readonly string[]
  /** ids of `--ssh` */
  ssh?: readonly string[]
}
