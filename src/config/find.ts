import { basename, dirname, join, resolve } from 'node:path'
import { thisMachine } from '../context/this-machine.ts'
import { ConfigError } from '../errors.ts'
import type { Files } from '../model/files.ts'
import { readConfigFile } from './file.ts'

const CONFIG_NAMES = ['ctxguard.yaml', 'ctxguard.yml', 'ctxguard.json']

/**
 * Absolute path of the configuration that applies to a context: the nearest, from the context's directory up to
 * the root of the repository that it lies in; without a repository, the context's directory alone is searched.
 * Cheap: it opens no file but a `package.json`.
 *
 * @throws ConfigError where one directory holds several, or one is a link
 */
export function findConfig(contextDir: string, files: Files = thisMachine): string | undefined {
  for (const dir of directoriesToSearch(files, resolve(contextDir))) {
    const [found, other] = configsIn(files, dir)
    if (other !== undefined) {
      throw new ConfigError(`two configurations in ${dir}: ${basename(found!)} and ${basename(other)}`, {
        hint: 'keep one of them, or name the one that is meant with --config',
      })
    }
    if (found !== undefined) return found
  }
  return undefined
}

function directoriesToSearch(files: Files, contextDir: string): string[] {
  const dirs: string[] = []
  for (let dir = contextDir; ; dir = dirname(dir)) {
    dirs.push(dir)
    if (isThere(files, join(dir, '.git'))) return dirs
    if (dir === dirname(dir)) return [contextDir]
  }
}

function configsIn(files: Files, dir: string): string[] {
  const found = CONFIG_NAMES.map(name => join(dir, name)).filter(file => isThere(files, file))
  const link = found.find(file => files.kindOf(file) === 'symlink')
  // what it leads to may lie anywhere, and messages about it would show what it holds
  if (link !== undefined)
    throw new ConfigError(`${link} is a link, and none is followed`, {
      hint: 'name the file it leads to with --config',
    })
  const packageFile = join(dir, 'package.json')
  return files.exists(packageFile) && holdsConfig(files, packageFile) ? [...found, packageFile] : found
}

/** Anything of that name counts, a dangling link too: to pass over it would be to drop the policy in silence. */
function isThere(files: Files, path: string): boolean {
  return files.kindOf(path) !== undefined
}

/** One that names the key and can't be parsed counts as well, so that it is complained of. */
function holdsConfig(files: Files, packageFile: string): boolean {
  let text: string
  try {
    text = readConfigFile(packageFile, packageFile, files)
  } catch {
    return false // it is the project's manifest before it is anything of ours
  }
  if (!text.includes('"ctxguard"')) return false
  try {
    return Object.hasOwn(Object(JSON.parse(text)), 'ctxguard')
  } catch {
    return true
  }
}
