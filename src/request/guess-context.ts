import { basename, dirname, join } from 'node:path'
import type { Files } from '../model/files.ts'
import type { DockerfileFacts } from './dockerfile-facts.ts'
import { buildFileOf } from './names.ts'
import { namesIn } from './names-in.ts'

/**
 * Which context a Dockerfile that nothing but its name tells of is meant for: its own directory, or the nearest one
 * above it, up to `root`, that holds what it copies. One that copies all there is, and lies among Dockerfiles
 * only, is meant for the directory above.
 */
export function guessContext(
  file: string,
  root: string,
  facts: DockerfileFacts | undefined,
  files: Files,
): string {
  const own = dirname(file)
  const candidates = [own]
  for (let dir = own; dir !== root && dirname(dir) !== dir; dir = dirname(dir)) candidates.push(dirname(dir))
  const named = facts?.copied.filter(path => path !== '') ?? []
  const held = candidates.map(dir => named.filter(path => holds(files, dir, path)).length)
  const most = Math.max(...held)
  if (most > 0) return candidates[held.indexOf(most)]!
  if (facts?.copied.includes('') !== true) return own
  return candidates.find(candidate => !onlyBuildFiles(files, candidate)) ?? own
}

/** `path` may be the beginning of a name, where a wildcard cut it off. */
function holds(files: Files, dir: string, path: string): boolean {
  if (files.exists(join(dir, path))) return true
  const start = basename(path)
  return namesIn(join(dir, dirname(path)), files).some(name => name.startsWith(start))
}

function onlyBuildFiles(files: Files, dir: string): boolean {
  return namesIn(dir, files).every(name => buildFileOf(name) !== undefined || name.endsWith('ignore'))
}
