import type { IgnorePattern } from '../model/ignore.ts'
import type { Builder } from '../model/request.ts'
import type { Program } from './program.ts'

/** Says of an excluded directory whether its builder looks inside for something that comes back in. */
export type Descends = (dir: string) => boolean

/** How a builder decides to enter an excluded directory. Some leave out what their own patterns re-include. */
export function descendRule(patterns: readonly IgnorePattern[], builder: Builder): Descends {
  const exceptions = patterns.filter(p => p.negated).map(p => p.pattern)
  if (exceptions.length === 0) return () => false
  if (builder === 'buildkit') return buildkitDescends(exceptions)
  if (builder === 'classic') return dir => exceptions.some(text => `${text}/`.startsWith(`${dir}/`))
  // containers/buildah copier.go compares without the slash: `!foobar` makes it enter foo
  return dir => exceptions.some(text => `${text.replace(/^\/+|\/+$/g, '')}/`.startsWith(dir))
}

/** Mirrors tonistiigi/fsutil filter.go Walk: one exception with a wildcard makes it enter everything. */
function buildkitDescends(exceptions: readonly string[]): Descends {
  const texts = exceptions.map(text => text.replace(/\/\*\*$/, '').replace(/\/\*$/, ''))
  if (texts.some(text => /[*[\]?^\\]/.test(text))) return () => true
  return dir => texts.some(text => `${text}/`.startsWith(`${dir}/`))
}

/**
 * By node of the program: the highest index of an exception that can still match when more text follows, or -1.
 * Below a directory whose state holds no higher one than the line that excluded it, nothing comes back in.
 */
export function highestExceptions(program: Program, patterns: readonly { negated: boolean }[]): Int32Array {
  const sources: number[][] = program.nodes.map(() => [])
  for (const [from, node] of program.nodes.entries()) {
    for (const { to } of node.steps) sources[to]!.push(from)
    for (const { to } of node.conditions) sources[to]!.push(from)
    for (const to of node.free) sources[to]!.push(from)
  }
  const highest = new Int32Array(program.nodes.length).fill(-1)
  const ends = program.nodes
    .flatMap((node, id) => node.accepts.filter(i => patterns[i]!.negated).map(index => ({ id, index })))
    .sort((a, b) => b.index - a.index)
  for (const { id, index } of ends) {
    const open = [id]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (highest[node]! >= index) continue
      highest[node] = index
      open.push(...sources[node]!)
    }
  }
  return highest
}
