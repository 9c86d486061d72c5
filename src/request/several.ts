import { join } from 'node:path'
import { thisMachine } from '../context/this-machine.ts'
import type { Files } from '../model/files.ts'
import { COMPOSE_NAMES } from './compose/files.ts'
import { buildFileOf } from './names.ts'
import { namesIn } from './names-in.ts'
import { readText } from './read-text.ts'

/** Where people keep the parts of a repository that are built each on its own. */
const PARTS = /^(apps?|cmd|containers?|docker(files)?|images?|packages|projects|services)$/i

/**
 * Whether a directory says of itself what is built there, or that several things are: it holds a bake file, or a
 * compose file that builds something. A repository's root also where it holds more than one Dockerfile; or
 * none, and at least two one level below it, or two below a directory such as `services`. It looks no deeper: about
 * a millisecond. What can't be read counts as nothing.
 */
export function severalBuilds(dir: string, files: Files = thisMachine): boolean {
  const names = namesIn(dir, files)
  const dockerfiles = names.filter(name => buildFileOf(name) === 'dockerfile').length
  if (names.some(name => buildFileOf(name) === 'bake')) return true
  if (composesBuilds(files, dir, names)) return true
  if (!names.includes('.git')) return false
  return dockerfiles > 1 || (dockerfiles === 0 && partsWithDockerfile(files, dir, names) > 1)
}

/** Whether some line looks like a `build:`; the file is not understood for that. */
function composesBuilds(files: Files, dir: string, names: readonly string[]): boolean {
  const main = COMPOSE_NAMES.find(name => names.includes(name))
  if (main === undefined) return false
  const read = readText(join(dir, main), 2 ** 18, files)
  return 'text' in read && /^[ \t]+(?:\S.*[{,] *)?["']?build["']?:/m.test(read.text)
}

function partsWithDockerfile(files: Files, dir: string, names: readonly string[]): number {
  const hidden = names.filter(name => !name.startsWith('.'))
  const parts = hidden.flatMap(name =>
    PARTS.test(name) ? [name, ...namesIn(join(dir, name), files).map(part => join(name, part))] : [name],
  )
  return parts.filter(part => files.exists(join(dir, part, 'Dockerfile'))).length
}
