import type { PathNeed } from '../../model/build-plan.ts'
import { compareBytes } from '../../model/path.ts'
import type { Build, State } from './state.ts'

const UNUSED: PathNeed = { used: false, whole: false, paths: [] }

/**
 * What crosses the wire: the context and the named local contexts, so far as files of theirs can come into the
 * target. Mirrors moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go finalizeResultImage.
 */
export function neededFiles(
  build: Build,
  target: State,
): { context: PathNeed; named: Record<string, PathNeed> } {
  target.needs.add('/')
  const used = new Set([target])
  for (const state of used) for (const source of state.uses) used.add(source)
  const states = [...used]
  const named = new Map<string, State[]>()
  for (const state of states)
    if (state.origin.kind === 'named')
      named.set(state.origin.name, [...(named.get(state.origin.name) ?? []), state])
  return {
    context: states.some(({ usesContext }) => usesContext) ? needOf([build.contextPaths]) : UNUSED,
    named: Object.fromEntries(
      build.contexts.all
        .filter(({ local }) => local)
        .map(({ name }) => [
          name,
          named.has(name) ? needOf(named.get(name)!.map(({ needs }) => needs)) : UNUSED,
        ]),
    ),
  }
}

/** Several transfers of one directory count as one. Mirrors convert.go filterPaths; no path at all is every path. */
function needOf(transfers: readonly ReadonlySet<string>[]): PathNeed {
  if (transfers.some(paths => paths.size === 0 || paths.has('/')))
    return { used: true, whole: true, paths: [] }
  const all = new Set(transfers.flatMap(paths => [...paths].map(path => path.slice(1))))
  return { used: true, whole: false, paths: [...all].sort(compareBytes) }
}
