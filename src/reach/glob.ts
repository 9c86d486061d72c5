import { globMatch, globMatcher } from '../ignore/index.ts'
import { baseName } from '../model/path.ts'
import { type EntryTree, ROOT, rawPathOf } from './tree.ts'

/**
 * Indices of what a wildcard matches below a directory, in order; links are not entered. Mirrors tonistiigi/fsutil
 * copy.go resolveWildcards: the whole path is matched, and a directory that matched is not looked into.
 */
export function matchBelow(
  tree: EntryTree,
  dir: number,
  pattern: string,
  sees: (index: number) => boolean,
): number[] {
  if (mayMatchSlash(pattern)) return matchAnywhere(tree, dir, pattern, sees)
  const segments = pattern.split('/').map(segment => ({
    name: /[*?[\\]/.test(segment) ? undefined : segment,
    matches: globMatcher(segment),
  }))
  const found: number[] = []
  const visit = (parent: number, depth: number) => {
    const { name, matches } = segments[depth]!
    const candidates = name === undefined ? tree.childrenOf(parent) : childNamed(tree, parent, name)
    for (const child of candidates) {
      const entry = tree.entries[child]!
      if (name === undefined && !matches(baseName(rawPathOf(entry)))) continue
      if (depth === segments.length - 1) {
        if (sees(child)) found.push(child)
      } else if (entry.kind === 'directory' && sees(child)) visit(child, depth + 1)
    }
  }
  visit(dir, 0)
  return found
}

function childNamed(tree: EntryTree, dir: number, name: string): number[] {
  const child =
    name === '' ? undefined : tree.find(dir === ROOT ? name : `${rawPathOf(tree.entries[dir]!)}/${name}`)
  return child === undefined ? [] : [child]
}

/** Go lets a class match a slash, as `[^a]` does. */
function mayMatchSlash(pattern: string): boolean {
  const classes = pattern.match(/\[\^?(\\.|[^\\])(\\.|[^\\\]])*\]/g) ?? []
  return classes.some(one => globMatch(one, '/'))
}

function matchAnywhere(
  tree: EntryTree,
  dir: number,
  pattern: string,
  sees: (index: number) => boolean,
): number[] {
  const matches = globMatcher(pattern)
  const skipped = dir === ROOT ? 0 : rawPathOf(tree.entries[dir]!).length + 1
  const found: number[] = []
  for (let index = dir + 1; index < tree.endOf(dir); index++) {
    if (!sees(index) || !matches(rawPathOf(tree.entries[index]!).slice(skipped))) continue
    found.push(index)
    index = tree.endOf(index) - 1
  }
  return found
}
