import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { DockerfileFacts } from './dockerfile-facts.ts'
import { buildFileOf } from './names.ts'
import { namesIn } from './names-in.ts'

/** The directory that a Dockerfile is probably built with, and why where it is not its own. */
export interface GuessedContext {
  dir: string
  why?: string
}

/**
 * Which context a Dockerfile that nothing but its name tells of is meant for: its own directory, or the nearest one
 * above it, up to `root`, that holds what it copies. One that copies all there is, and lies among Dockerfiles
 * only, is meant for the directory above.
 */
export function guessContext(file: string, root: string, facts: DockerfileFacts | undefined): GuessedContext {
  const own = dirname(file)
  const candidates = [own]
  for (let dir = own; dir !== root && dirname(dir) !== dir; dir = dirname(dir)) candidates.push(dirname(dir))
  const named = facts?.copied.filter(path => path !== '') ?? []
  const held = candidates.map(dir => named.filter(path => holds(dir, path)).length)
  const most = Math.max(...held)
  if (most > 0) {
    const dir = candidates[held.indexOf(most)]!
    return dir === own ? { dir } : { dir, why: 'what it copies lies there' }
  }
  if (facts?.copied.includes('') !== true) return { dir: own }
  const dir = candidates.find(candidate => !onlyBuildFiles(candidate)) ?? own
  return dir === own ? { dir } : { dir, why: 'it copies all, and nothing else lies beside it' }
}

/** `path` may be the beginning of a name, where a wildcard cut it off. */
function holds(dir: string, path: string): boolean {
  if (existsSync(join(dir, path))) return true
  const start = basename(path)
  return namesIn(join(dir, dirname(path))).some(name => name.startsWith(start))
}

function onlyBuildFiles(dir: string): boolean {
  return namesIn(dir).every(name => buildFileOf(name) !== undefined || name.endsWith('ignore'))
}
