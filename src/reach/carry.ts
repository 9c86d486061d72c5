import { posix } from 'node:path'
import { globMatch } from '../ignore/index.ts'
import type { Transfer } from '../model/build-plan.ts'
import { baseName, type ContextPath } from '../model/path.ts'
import type { Placement } from '../model/reach.ts'
import { type EntryTree, ROOT, rawPathOf } from './tree.ts'

/** What a COPY --from finds of something that the context brought into the stage it copies from. */
export interface Carried {
  placements: Placement[]
  /** paths do not tell whether more of it is carried: a link is on the way, or nobody knows where it lies */
  unsure: boolean
}

const NOTHING: Carried = { placements: [], unsure: false }
const UNSURE: Carried = { placements: [], unsure: true }

/** Follows one source of a COPY --from over what lies in the other stage. */
export function carry(tree: EntryTree, placed: Placement, path: string, transfer: Transfer): Carried {
  const wanted = segmentsOf(path)
  if (placed.at === null) {
    // wherever it lies, it is below the root
    const all = wanted.length === 0 && transfer.exclude.length === 0
    return all ? { placements: [placed], unsure: false } : UNSURE
  }
  const there = segmentsOf(placed.at)
  const common = Math.min(wanted.length, there.length)
  for (let i = 0; i < common; i++) if (!matches(wanted[i]!, there[i]!)) return NOTHING
  const landing = landingOf(transfer)
  if (transfer.exclude.length > 0) return UNSURE
  if (wanted.length <= there.length) {
    const rest = there.slice(wanted.length)
    const isFile = rest.length === 0 && !isDirectory(tree, placed)
    const at = landing(there.slice(0, wanted.length), rest, isFile)
    return { placements: [{ ...placed, at }], unsure: false }
  }
  // what an archive holds is not known here
  if (placed.unpacked || placed.from >= placed.to) return UNSURE
  const found = descend(tree, placed, wanted.slice(there.length))
  if (found === undefined) return UNSURE
  const placements = found.map(index => {
    const path = rawPathOf(tree.entries[index]!)
    const below = segmentsOf(path).slice(segmentsOf(placed.root).length)
    const isFile = tree.entries[index]!.kind !== 'directory'
    return {
      from: index,
      to: Math.min(tree.endOf(index), placed.to),
      root: tree.entries[index]!.path,
      at: landing([...there, ...below], [], isFile),
    }
  })
  return { placements, unsure: false }
}

/** Where something comes to lie: `matched` is the source, `rest` the way from it to what is placed. */
function landingOf({ dest, destIsDirectory, sources, inline, parents }: Transfer) {
  const several = sources.length + inline > 1 || sources.some(({ path }) => /[*?[]/.test(path))
  return (matched: readonly string[], rest: readonly string[], isFile: boolean): string | null => {
    if (dest === null) return null
    if (parents) return posix.join(dest, ...matched, ...rest)
    if (!isFile) return posix.join(dest, ...rest)
    return destIsDirectory || several ? posix.join(dest, matched.at(-1) ?? '') : dest
  }
}

/** Entries that the rest of a source names below what is placed; undefined where a link is on the way. */
function descend(tree: EntryTree, placed: Placement, names: readonly string[]): number[] | undefined {
  // the root's own entry is not always among those that are placed
  const depthOfRoot = segmentsOf(placed.root).length
  const first = rawPathOf(tree.entries[placed.from]!)
  const root = tree.find(segmentsOf(first).slice(0, depthOfRoot).join('/'))
  let here = root === undefined ? [] : [root]
  for (const [depth, name] of names.entries()) {
    const next: number[] = []
    for (const index of here) {
      if (index !== ROOT && tree.entries[index]!.kind !== 'directory') continue
      for (const child of namedChildren(tree, index, name)) {
        if (child < placed.from || child >= placed.to) continue
        // the last one is followed too, wherever it leads
        if (tree.entries[child]!.kind === 'symlink') return undefined
        if (depth < names.length - 1 && tree.entries[child]!.kind !== 'directory') continue
        next.push(child)
      }
    }
    here = next
  }
  return here
}

function* namedChildren(tree: EntryTree, dir: number, name: string): Generator<number> {
  if (isWild(name)) {
    for (const child of tree.childrenOf(dir))
      if (matches(name, baseName(rawPathOf(tree.entries[child]!)))) yield child
    return
  }
  const path = dir === ROOT ? name : `${rawPathOf(tree.entries[dir]!)}/${name}`
  const child = tree.find(path)
  if (child !== undefined) yield child
}

function isDirectory(tree: EntryTree, { root, from, to }: Placement): boolean {
  if ((root as ContextPath | '') === '') return true
  const entry = from < to ? tree.entries[from] : undefined
  // the contents of a directory are placed without the directory
  return entry === undefined || entry.path !== root || entry.kind === 'directory'
}

function isWild(name: string): boolean {
  return /[*?[\\]/.test(name)
}

function matches(pattern: string, name: string): boolean {
  return isWild(pattern) ? globMatch(pattern, name) : pattern === name
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(Boolean)
}
