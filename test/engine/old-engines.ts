import { posix } from 'node:path'
import { hasWildcards } from '../../src/ignore/index.ts'
import { engineVersion } from './docker.ts'
import { matchesIn, type StageFiles, splitWildcards } from './stage-files.ts'

/*
 * We predict what BuildKit does since 0.25. What older engines refuse beyond that, when they make the cache key of a
 * COPY (cache/contenthash/checksum.go), is known here, so that the tests can run on them.
 */

/** Up to Docker 28.4, which has BuildKit 0.24. */
export function isOldEngine(): boolean {
  const [major, minor] = engineVersion()
  return major < 28 || (major === 28 && minor < 5)
}

/** Whether an older engine may not find a source that is there. */
export function isDoubtful(files: StageFiles, source: string): boolean {
  if (!hasWildcards(source)) return !isHashed(files, source)
  // 74d177910: links below a directory that a wildcard matches were followed, and had to lead somewhere
  const { base, pattern } = splitWildcards(files, source)
  return matchesIn(files, base, pattern).some(path =>
    [...files].some(([one, { kind }]) => kind === 'l' && (one === path || one.startsWith(`${path}/`))),
  )
}

/** Mirrors checksumFollow of BuildKit 0.13. */
function isHashed(files: StageFiles, source: string): boolean {
  let path = posix.join('/', source)
  for (let links = 0; links <= 255; links++) {
    const end = lookUp(files, path)
    if (end === null) return false
    const file = files.get(end.slice(1))
    if (file?.kind !== 'l') return true
    path = posix.resolve(posix.dirname(path), file.target!)
  }
  return false
}

/**
 * Mirrors getFollowLinksWalk of BuildKit 0.13 (until 265994573): a relative link counts from the path as it is written,
 * links on it included, and behind a link to the root nothing is found.
 */
function lookUp(files: StageFiles, path: string, links = 0): string | null {
  if (path === '/' || files.has(path.slice(1))) return path
  if (links > 255) return null
  const dir = posix.dirname(path)
  const above = lookUp(files, dir, links)
  if (above === null) return null
  const file = files.get(above.slice(1))
  const name = posix.basename(path)
  if (file?.kind === 'l') {
    const link = posix.resolve(posix.dirname(dir), file.target!)
    return link === '/' ? null : lookUp(files, `${link}/${name}`, links + 1)
  }
  const at = posix.join(above, name)
  return files.has(at.slice(1)) ? at : null
}
