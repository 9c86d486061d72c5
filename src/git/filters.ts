import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { baseName, type RawPath, rawToBytes } from '../model/path.ts'

/**
 * Whether a `.gitattributes` that speaks of files below `dir` names a filter, such as Git LFS. Attributes from
 * outside the worktree are not looked at.
 */
export function usesFilters(worktree: string, dir: string, tracked: readonly RawPath[]): boolean {
  const above: string[] = []
  for (let at = dir; at !== worktree; at = dirname(at)) above.push(dirname(at))
  const below = tracked.filter(path => baseName(path) === '.gitattributes').map(path => `${dir}/${path}`)
  const files = [...above.map(at => `${at}/.gitattributes`), `${dir}/.gitattributes`, ...below]
  return files.some(file => /\bfilter=/.test(textOf(file)))
}

/** Follows no link and waits for nothing, like git's attr.c read_attr_from_file; empty where there is no file. */
function textOf(file: string): string {
  let fd: number | undefined
  try {
    fd = openSync(rawToBytes(file), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    return fstatSync(fd).isFile() ? readFileSync(fd, 'utf8') : ''
  } catch {
    return ''
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}
