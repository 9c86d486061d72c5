import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../../errors.ts'
import { isRemote, withoutCredentials } from '../references.ts'
import { defaultFilesIn } from './files.ts'
import { type Lookup, lookupIn } from './interpolate.ts'
import type { ComposeOptions } from './options.ts'
import { type Project, withEnvFiles, withProjectName } from './project.ts'

/** The files of the project that a command is about. */
export interface LocatedProject {
  /** absolute, in the order in which they are merged */
  files: readonly string[]
  /** absolute; what relative paths in them are relative to */
  dir: string
  lookup: Lookup
  profiles: readonly string[]
}

/**
 * Finds what docker compose would read, in its order: the environment, the env file of the directory, COMPOSE_FILE, the
 * files of the default names from there upward, the env file beside them (compose-go cli/options.go, docker/compose
 * pkg/compose/loader.go buildProjectOptions). Throws a UsageError where there is none, or it would come on stdin.
 */
export function locateProject(
  options: ComposeOptions,
  environment: NodeJS.ProcessEnv,
  project: Project,
): LocatedProject {
  const { cwd, projectDirectory, projectName, files = [] } = options
  const own = lookupIn({ PWD: cwd, ...environment })
  const given = projectDirectory ? resolve(cwd, projectDirectory) : undefined
  const named = files.map(file => namedFile(file, cwd))
  const here = given ?? (named[0] === undefined ? cwd : dirname(named[0]))
  const read = (of: string, onto: Lookup) => withEnvFilesOf(of, onto, own, options, project)
  const before = read(here, own)
  const found = named.length > 0 ? named : (filesOfVariable(before, cwd) ?? defaultFiles(here, project))
  project.file = found[0]!
  const dir = given ?? dirname(found[0]!)
  const after = dir === here ? before : read(dir, before)
  const lookup = withProjectName(dir, after, project, projectName)
  return { files: found, dir, lookup, profiles: profilesOf(options, lookup) }
}

function namedFile(file: string, cwd: string): string {
  if (file === '-')
    throw new UsageError('a compose file on stdin is not read', { hint: 'write it to a file, and name that' })
  if (isRemote(file) || file.includes('://'))
    throw new UsageError(`the compose file ${withoutCredentials(file)} is not of this machine`, {
      hint: 'audit a clone of it',
    })
  return resolve(cwd, file)
}

function filesOfVariable(lookup: Lookup, cwd: string): string[] | undefined {
  const listed = lookup('COMPOSE_FILE')
  const separator = lookup('COMPOSE_PATH_SEPARATOR') || ':'
  return listed?.split(separator).map(file => namedFile(file, cwd))
}

function defaultFiles(from: string, { disk }: Project): string[] {
  for (let dir = from; ; dir = dirname(dir)) {
    const found = defaultFilesIn(dir, name => disk.exists(join(dir, name)))
    if (found.length > 0) return found
    if (dirname(dir) === dir)
      throw new UsageError('no configuration file provided: not found', {
        hint: 'docker compose finds none either: name it with -f',
      })
  }
}

/**
 * The env files that are named, or `.env` of the directory, which is not missed where there is none. What says so is
 * the environment alone, and no env file.
 */
function withEnvFilesOf(
  dir: string,
  environment: Lookup,
  own: Lookup,
  { cwd, envFiles = [] }: ComposeOptions,
  project: Project,
): Lookup {
  const listed = (own('COMPOSE_ENV_FILES') ?? '').split(',').filter(file => file !== '')
  const named = (envFiles.length > 0 ? envFiles : listed).map(file => resolve(cwd, file))
  if (named.length > 0) return withNamedFiles(named, environment, project)
  if (/^(1|t|true)$/i.test(own('COMPOSE_DISABLE_ENV_FILE') ?? '')) return environment
  const file = join(dir, '.env')
  return project.disk.kindOf(file) === 'directory'
    ? environment
    : withEnvFiles([file], environment, project, true)
}

function withNamedFiles(files: readonly string[], environment: Lookup, project: Project): Lookup {
  const missing = files.find(file => !project.disk.exists(file))
  if (missing !== undefined)
    throw new UsageError(`couldn't find env file: ${missing}`, { hint: 'docker compose refuses it too' })
  return withEnvFiles(files, environment, project, false)
}

function profilesOf({ profiles = [] }: ComposeOptions, lookup: Lookup): readonly string[] {
  if (profiles.length > 0) return profiles
  return (lookup('COMPOSE_PROFILES') ?? '').split(',').map(profile => profile.trim())
}
