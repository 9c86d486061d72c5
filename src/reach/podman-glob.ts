import { globMatcher } from '../ignore/index.ts'
import { joinPath, type RawPath } from '../model/path.ts'
import type { ContextSource } from '../model/source.ts'
import { onDisk } from './disk.ts'
import { resolveLinks } from './resolve.ts'

/** Something that a pattern matches. */
export interface Globbed {
  /** its path as the pattern came by it, through links */
  written: string
  /** where it lies; itself it may be a link */
  real: RawPath | ''
}

/**
 * What a cleaned pattern without a leading slash matches on disk, sorted by path: what is ignored is judged only
 * afterwards. Mirrors buildah copier.go extendedGlob over Go's filepath.Glob: links to directories are entered, and a
 * `**` that is a whole name stands for all directories.
 */
export function podmanGlob(source: ContextSource, pattern: string): Globbed[] {
  let found: Globbed[] = [{ written: '', real: '' }]
  let hasWildcards = false
  for (const name of pattern.split('/').filter(Boolean)) {
    if (name === '**') {
      // the directories are listed before anything is matched, so that none has a wildcard for its name
      found = hasWildcards
        ? []
        : found.filter(one => isDirectory(source, one)).flatMap(one => directoriesFrom(source, one))
      continue
    }
    hasWildcards ||= /[*?[]/.test(name)
    found = found.flatMap(one => childrenLike(source, one, name))
  }
  return found.sort((a, b) => (a.written < b.written ? -1 : 1))
}

/** Of itself: a link to one is not entered for a `**`. */
function isDirectory(source: ContextSource, { real }: Globbed): boolean {
  return real === '' || onDisk(source).kindOf(real) === 'directory'
}

function directoriesFrom(source: ContextSource, dir: Globbed): Globbed[] {
  const below = list(source, dir.real)
    .filter(({ kind }) => kind === 'directory')
    .map(({ name }) => child(dir, dir.real, name))
  return [dir, ...below.flatMap(one => directoriesFrom(source, one))]
}

function childrenLike(source: ContextSource, dir: Globbed, name: string): Globbed[] {
  const disk = onDisk(source)
  const { outcome, path } = resolveLinks(disk, dir.real, 'kernel')
  if (outcome !== 'found') return []
  if (!/[*?[\\]/.test(name)) {
    const only = child(dir, path, name)
    return disk.kindOf(only.real as RawPath) === undefined ? [] : [only]
  }
  const matches = globMatcher(name)
  return list(source, path)
    .filter(one => matches(one.name))
    .map(one => child(dir, path, one.name))
}

function child({ written }: Globbed, real: RawPath | '', name: string): Globbed {
  return { written: joinPath<RawPath>(written as RawPath, name), real: joinPath<RawPath>(real, name) }
}

function list(source: ContextSource, dir: RawPath | '') {
  try {
    return source.children(dir)
  } catch {
    return [] // no directory, or not to be listed
  }
}
