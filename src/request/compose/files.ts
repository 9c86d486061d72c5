import { join, resolve } from 'node:path'
import { thisMachine } from '../../context/this-machine.ts'
import type { Files } from '../../model/files.ts'
import { readText } from '../read-text.ts'
import { readDotenv } from './dotenv.ts'
import { lookupIn } from './interpolate.ts'

/** In the order in which compose looks for them: compose-go cli/options.go DefaultFileNames. */
export const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
const OVERRIDE_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/** A compose file by any name that people give it; what it holds decides. */
export const COMPOSE_LIKE = /^(docker-)?compose([._-].+)?\.ya?ml$/

/**
 * Which of the files of a directory, given by name, docker compose takes when it is started there without `-f`: those
 * of COMPOSE_FILE in `.env`, or the first of the default names with its override. Absolute, the main one first.
 */
export function composeFilesOf(
  dir: string,
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  disk: Files = thisMachine,
): string[] {
  return filesOfDotenv(dir, environment, disk) ?? defaultFilesIn(dir, name => names.includes(name))
}

/** The first of the default names that is there, with its override; absolute. */
export function defaultFilesIn(dir: string, isThere: (name: string) => boolean): string[] {
  const first = (of: readonly string[]) => of.find(isThere)
  const main = first(COMPOSE_NAMES)
  const override = main === undefined ? undefined : first(OVERRIDE_NAMES)
  return [main, override].filter(name => name !== undefined).map(name => join(dir, name))
}

function filesOfDotenv(
  dir: string,
  environment: Readonly<Record<string, string | undefined>>,
  disk: Files,
): string[] | undefined {
  const read = readText(join(dir, '.env'), 2 ** 20, disk)
  if ('reason' in read) return undefined
  const { values } = readDotenv(read.text, lookupIn(environment))
  const listed = values.get('COMPOSE_FILE')
  if (!listed) return undefined
  const separator = environment.COMPOSE_PATH_SEPARATOR || values.get('COMPOSE_PATH_SEPARATOR') || ':'
  return listed.split(separator).map(file => resolve(dir, file))
}
