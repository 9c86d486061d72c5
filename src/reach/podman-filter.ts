import { toPodmanPattern } from '../ignore/index.ts'
import type { Transfer } from '../model/build-plan.ts'
import { cleanPath } from '../model/clean-path.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import type { CopyGround } from './ground.ts'
import { type CompiledPatterns, compilePatterns } from './patterns.ts'

/** What podman judges by when it copies: the lines of the ignore file, and --exclude after them. */
export function podmanFilter({ snapshot, filters }: CopyGround, transfer: Transfer): CompiledPatterns {
  const excludes = excludesOf(transfer)
  const key = excludes.join('\n')
  let filter = filters.get(key)
  if (filter === undefined) {
    const patterns: IgnorePattern[] = [...(snapshot.ignoreFile?.patterns ?? [])]
    for (const text of excludes) {
      const read = toPodmanPattern(text)
      if (read !== undefined && !('reason' in read)) patterns.push({ line: 0, text, ...read })
    }
    filter = compilePatterns(patterns, 'podman')
    filters.set(key, filter)
  }
  return filter
}

/** Each as it is, and below each source. Mirrors buildah imagebuildah/stage_executor.go Copy. */
function excludesOf({ exclude, sources }: Transfer): string[] {
  const below = sources.flatMap(({ expanded }) => exclude.map(text => joinedTo(cleanPath(expanded), text)))
  return [...exclude, ...below]
}

function joinedTo(source: string, pattern: string): string {
  if (source === '.' || pattern === '!') return pattern
  const negation = pattern.startsWith('!') ? '!' : ''
  return negation + cleanPath(`${source}/${pattern.slice(negation.length)}`)
}

/** By the last pattern that matches, the tail of each taken into account (storage fileutils Matches). */
export function isExcluded({ matcher, patterns }: CompiledPatterns, path: string): boolean {
  const last = matcher.matches(path).at(-1)
  return last !== undefined && !patterns[last]!.negated
}

/** An excluded directory is looked into all the same where an exception begins with it (add.go includeDirectoryAnyway). */
export function opensFor({ patterns }: CompiledPatterns, dir: string): boolean {
  return patterns.some(one => one.negated && one.pattern.startsWith(`${dir}/`))
}
