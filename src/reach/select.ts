import type { DirectoryState, Judgement } from '../ignore/index.ts'
import { baseName } from '../model/path.ts'
import type { Range } from '../model/reach.ts'
import type { CompiledPatterns } from './patterns.ts'
import { type EntryTree, rawPathOf } from './tree.ts'

export interface Selection {
  /** only what these match, and what lies below it */
  include?: CompiledPatterns | undefined
  /** nothing of what these match */
  exclude?: CompiledPatterns | undefined
  /** the directory as the patterns see it, where they see more than what is below it; default: '' */
  seenAs?: string | undefined
  /** an included entry counts by itself; default: each does. One that doesn't comes along with what is below it only. */
  counts?: (index: number) => boolean
  /** leaves out a directory that is not included, whatever is below it */
  skips?: (index: number) => boolean
  /** what of `[from, to)` there is; default: all of it */
  within: (from: number, to: number) => readonly Range[]
}

interface States {
  include: DirectoryState | undefined
  exclude: DirectoryState | undefined
}

/**
 * The entries below a directory that patterns select by moby/patternmatcher's walk rule, as ascending runs; the
 * directories between are selected with what is in them. Patterns see paths relative to the directory.
 */
export function selectBelow(tree: EntryTree, dir: number, selection: Selection): Range[] {
  const { include, exclude, seenAs = '', counts, skips, within } = selection
  const runs: Range[] = []
  /** the directories that are being visited, and how many of them are selected */
  const open: number[] = []
  let selected = 0
  const push = (from: number, to: number) => {
    const last = runs.at(-1)
    if (last?.to === from) last.to = to
    else runs.push({ from, to })
  }
  const select = (from: number, to: number) => {
    for (; selected < open.length; selected++) push(open[selected]!, open[selected]! + 1)
    push(from, to)
  }
  const visit = (child: number, { include: in_, exclude: ex }: States) => {
    const { kind } = tree.entries[child]!
    const name = baseName(rawPathOf(tree.entries[child]!))
    const included = in_ && include?.matcher.judge(in_, name, false)
    const excluded = ex && exclude?.matcher.judge(ex, name, false)
    const taken = (included?.excluded ?? true) && !(excluded?.excluded ?? false)
    if (kind !== 'directory') {
      if (taken) select(child, child + 1)
      return
    }
    if (taken && isSettled(include, included) && isSettled(exclude, excluded)) {
      for (const { from, to } of within(child, tree.endOf(child))) select(from, to)
      return
    }
    if (included?.excluded === false && (isSettled(include, included) || skips?.(child))) return
    if (excluded?.excluded === true && isSettled(exclude, excluded)) return
    if (taken && (counts?.(child) ?? true)) {
      select(child, child + 1)
      selected++
    }
    open.push(child)
    visitAll(child, { include: entered(include, included), exclude: entered(exclude, excluded) })
    open.pop()
    selected = Math.min(selected, open.length)
  }
  const visitAll = (parent: number, states: States) => {
    for (const child of tree.childrenOf(parent)) if (within(child, child + 1).length > 0) visit(child, states)
  }
  visitAll(dir, { include: stateAt(include, seenAs), exclude: stateAt(exclude, seenAs) })
  return runs
}

function stateAt(read: CompiledPatterns | undefined, path: string): DirectoryState | undefined {
  if (read === undefined) return undefined
  const names = path.split('/').filter(Boolean)
  return names.reduce(
    (state, name) => read.matcher.enter(read.matcher.judge(state, name, false)),
    read.matcher.root,
  )
}

function entered(
  read: CompiledPatterns | undefined,
  judged: Judgement | undefined,
): DirectoryState | undefined {
  return judged && read?.matcher.enter(judged)
}

/** The verdict holds for all that lies below. */
function isSettled(read: CompiledPatterns | undefined, judged: Judgement | undefined): boolean {
  if (read === undefined || judged === undefined) return true
  if (judged.excluded && !read.patterns.some(({ negated }) => negated)) return true
  return read.matcher.enter(judged).state.nodes.length === 0
}
