import { globMatch, hasWildcards } from '../ignore/index.ts'
import { cleanPath } from '../model/clean-path.ts'
import { baseName, compareBytes, parentPath, type RawPath } from '../model/path.ts'
import type { ContextSource } from '../model/source.ts'

/**
 * The include patterns that BuildKit makes of the paths a build names: each as it is written, and what the links on it
 * lead to. `source` is the context without any ignore file; `paths` are clean and relative. Null where there is no
 * filter. Mirrors tonistiigi/fsutil followlinks.go FollowLinks, with its flaw: of several paths through the same link
 * only the first is followed.
 */
export function followPaths(source: ContextSource, paths: readonly string[]): string[] | null {
  const resolved = new Set<string>()
  const linksAt = cachedLinks(source)
  for (const path of paths) follow(path, resolved, linksAt)
  return withoutNested([...resolved].sort(compareBytes))
}

/** Walks one path; whatever the links on it lead to is put first, as the recursion would have it. */
function follow(path: string, resolved: Set<string>, linksAt: (path: string) => readonly string[]): void {
  const pending = [path]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const names = cleanPath(`/${next}`).slice(1).split('/')
    for (let depth = 1; depth <= names.length; depth++) {
      const current = names.slice(0, depth).join('/')
      const targets = linksAt(current)
      if (targets.length === 0 && depth < names.length) continue
      if (!resolved.has(current)) {
        resolved.add(current)
        const rest = names.slice(depth).join('/')
        pending.push(...targets.map(target => `${target}/${rest}`).reverse())
      }
      break
    }
  }
}

/** The targets of the links that a path, or the wildcard in its last name, stands for; absolute. */
function cachedLinks(source: ContextSource): (path: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return path => {
    let targets = known.get(path)
    if (targets === undefined) {
      targets = path === '' ? [] : linksAt(source, path)
      known.set(path, targets)
    }
    return targets
  }
}

function linksAt(source: ContextSource, path: string): readonly string[] {
  const name = baseName(path)
  const dir = parentPath(path as RawPath)
  if (!hasWildcards(name)) return linkTarget(source, dir, path)
  // a link is no directory here: only what a directory itself holds is listed
  if (dir !== '' && kindOf(source, dir) !== 'directory') return []
  return ifThere(() => source.children(dir as RawPath), [])
    .filter(child => child.kind === 'symlink' && globMatch(name, child.name))
    .flatMap(child => linkTarget(source, dir, dir === '' ? child.name : `${dir}/${child.name}`))
}

function linkTarget(source: ContextSource, dir: string, path: string): string[] {
  if (kindOf(source, path) !== 'symlink') return []
  const target = ifThere(() => source.readLink(path as RawPath), undefined)
  if (target === undefined) return []
  return [cleanPath(target.startsWith('/') ? target : `/${dir}/${cleanPath(target)}`)]
}

function kindOf(source: ContextSource, path: string) {
  return ifThere(() => source.stat(path as RawPath).kind, undefined)
}

function ifThere<T, U>(look: () => T, otherwise: U): T | U {
  try {
    return look()
  } catch {
    // not there, or not to be seen: the walk itself says what can't be read
    return otherwise
  }
}

/** Mirrors dedupePaths, which looks at the path before only. The root among them stands for everything. */
function withoutNested(sorted: readonly string[]): string[] | null {
  const kept: string[] = []
  for (const path of sorted) {
    if (path === '') return null
    if (!path.startsWith(`${kept.at(-1) ?? ''}/`)) kept.push(path)
  }
  return kept.length === 0 ? null : kept
}
