import { posix } from 'node:path'
import type { BuildPlan, PlannedStage, Transfer, TransferOrigin } from '../model/build-plan.ts'
import { isBelow } from '../model/path.ts'
import type { Placement } from '../model/reach.ts'
import { type EntryTree, rawPathOf } from './tree.ts'

/** Where things came to lie in the stages of a build, so far as it can be told. */
export interface Landings {
  /** whether a directory lies at an absolute path when the transfer is carried out; undefined where nobody can tell */
  isDirectory(stage: number, transfer: Transfer, path: string): boolean | undefined
  add(stage: number, placements: readonly Placement[]): void
}

/** What something tells of a path; `unknown`: it may have put anything there. */
type Evidence = 'directory' | 'file' | 'unknown'

/** What an instruction that is no transfer from this context does to a stage. */
interface Deed {
  line: number
  /** may put anything there or below; `made`: leaves a directory there */
  path: string
  made: boolean
}

/** `isOwn` tells the origin whose entries the tree has: transfers from elsewhere bring nobody knows what. */
export function landings(
  plan: BuildPlan,
  tree: EntryTree,
  isOwn: (origin: TransferOrigin) => boolean,
): Landings {
  const landed: Placement[][] = plan.stages.map(() => [])
  const deeds = plan.stages.map(stage => [
    ...foreignTransfers(stage, isOwn),
    ...otherInstructions(plan, stage),
  ])
  return {
    add: (stage, placements) => landed[stage]!.push(...hulls(placements)),
    isDirectory: (stage, { line }, path) => {
      let isUnknown = false
      for (let at: PlannedStage | undefined = plan.stages[stage]; at !== undefined; at = baseOf(plan, at)) {
        for (const one of landed[at.index]!) {
          const evidence = seenIn(tree, one, path)
          if (evidence === 'directory') return true
          if (evidence === 'unknown') isUnknown = true
        }
        for (const deed of deeds[at.index]!) {
          if (at.index === stage && deed.line >= line) continue
          if (isAt(deed.path, path) && (deed.made || deed.path !== path)) return true
          if (!deed.made && isAt(path, deed.path)) isUnknown = true
        }
        if (at.replaced || at.base.kind === 'image' || at.base.kind === 'named') isUnknown = true
      }
      return path === '/' ? true : isUnknown ? undefined : false
    },
  }
}

function baseOf({ stages }: BuildPlan, { base, replaced }: PlannedStage): PlannedStage | undefined {
  return base.kind === 'stage' && !replaced ? stages[base.index] : undefined
}

/** One placement for all runs that have the same root and place: they say the same. */
function hulls(placements: readonly Placement[]): Placement[] {
  const found: Placement[] = []
  for (const one of placements) {
    const last = found.at(-1)
    if (last !== undefined && last.root === one.root && last.at === one.at) last.to = one.to
    else found.push({ ...one })
  }
  return found
}

/** What a placement of this context tells of a path. */
function seenIn(tree: EntryTree, placement: Placement, path: string): Evidence | undefined {
  const { from, to, root, at, unpacked, perhaps } = placement
  if (at === null) return 'unknown'
  if (perhaps && path === posix.dirname(at)) return 'unknown'
  if (at !== path && isAt(at, path)) return 'directory'
  if (!isAt(path, at)) return undefined
  const isContents = tree.entries[from]?.path !== root || tree.entries[from]?.kind === 'directory'
  if (at === path) return isContents || unpacked ? 'directory' : 'file'
  if (unpacked) return 'unknown'
  if (!isContents) return undefined
  const above = rawPathOf(tree.entries[from]!).split('/').slice(0, depthOf(root)).join('/')
  const index = tree.find(posix.join(above, posix.relative(at, path)))
  if (index === undefined || index < from || index >= to) return undefined
  const { kind } = tree.entries[index]!
  return kind === 'directory' ? 'directory' : kind === 'symlink' ? 'unknown' : 'file'
}

function depthOf(path: string): number {
  return path === '' ? 0 : path.split('/').length
}

function foreignTransfers({ transfers }: PlannedStage, isOwn: (origin: TransferOrigin) => boolean): Deed[] {
  return transfers
    .filter(({ kind }) => kind !== 'mount')
    .filter(one => !isOwn(one.origin) || one.inline > 0 || one.sources.some(({ remote }) => remote))
    .map(({ line, dest }) => ({ line, path: dest ?? '/', made: false }))
}

/** RUN may do anything. WORKDIR makes a directory; where its path takes more than reading, nobody knows which. */
function otherInstructions(plan: BuildPlan, { index, base }: PlannedStage): Deed[] {
  const deeds: Deed[] = []
  let workdir: string | undefined = base.kind === 'scratch' ? '/' : undefined
  for (const command of plan.text.stages[index]?.commands ?? []) {
    const { line } = command
    if (command.kind === 'run' || command.kind === 'onbuild') deeds.push({ line, path: '/', made: false })
    if (command.kind !== 'workdir') continue
    const { text } = command.path
    const isLiteral = /^[\w./+-]+$/.test(text) && (workdir !== undefined || text.startsWith('/'))
    workdir = isLiteral ? posix.resolve(workdir ?? '/', text) : undefined
    deeds.push({ line, path: workdir ?? '/', made: workdir !== undefined })
  }
  return deeds
}

/** Whether a path is another or lies below it. */
function isAt(path: string, dir: string): boolean {
  return path === dir || dir === '/' || isBelow(path, dir)
}
