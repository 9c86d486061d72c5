import { join, posix } from 'node:path'
import type { BuildPlan, PlannedStage, Transfer, TransferSource } from '../../src/model/build-plan.ts'
import type { Command } from '../../src/model/dockerfile.ts'
import type { ContextEntry } from '../../src/model/entry.ts'
import type { Placement, SourceOutcome } from '../../src/model/reach.ts'
import { tarLines } from './docker.ts'
import { isDoubtful } from './old-engines.ts'
import {
  type Clash,
  type CopyItem,
  classicItemsAt,
  copyInto,
  DIRECTORY,
  isDirectory,
  itemAt,
  itemsAt,
  listedFiles,
  makeDirectories,
  nameOf,
  parentOf,
  putAt,
  resolveIn,
  StageError,
  type StageFile,
  type StageFiles,
} from './stage-files.ts'

/** What the predictions of a build rest on. */
export interface Prediction {
  builder: 'buildkit' | 'classic'
  contextDir: string
  entries: readonly ContextEntry[]
  plan: BuildPlan
  outcomes: readonly SourceOutcome[]
  /** what is transferred of the context */
  requested: StageFiles
}

/** What is at work while a stage is filled. */
interface Filling {
  prediction: Prediction
  /** of the stages before */
  done: readonly StageFiles[]
  files: StageFiles
  /** the working directory */
  cwd: string
  /** takes note of a source that is looked for */
  sought(files: StageFiles, path: string): void
}

export interface PredictedImage {
  files: StageFiles
  /** an older engine may refuse it all the same */
  isDoubtful: boolean
}

/**
 * What the image of the target holds: what our placements say of the context, and the rest of what the generated
 * instructions do (COPY --from, WORKDIR, heredocs, a RUN that copies its mount). Throws a {@link StageError} where
 * the engine fails on what a stage holds, or lacks.
 */
export function predictedImage(prediction: Prediction): PredictedImage {
  let doubtful = false
  const sought = (files: StageFiles, path: string) => {
    doubtful ||= isDoubtful(files, path)
  }
  const done: StageFiles[] = []
  const cwds: string[] = []
  for (const stage of prediction.plan.stages) {
    const base = stage.base.kind === 'stage' ? stage.base.index : -1
    const filling = { prediction, done, files: new Map(done[base]), cwd: cwds[base] ?? '/', sought }
    if (stage.reachable) fillStage(filling, stage)
    done.push(filling.files)
    cwds.push(filling.cwd)
  }
  return { files: done[prediction.plan.target]!, isDoubtful: doubtful }
}

function fillStage(filling: Filling, { index, transfers }: PlannedStage): void {
  for (const transfer of transfers) if (transfer.onbuildLine !== null) carryOut(filling, transfer, [])
  for (const command of filling.prediction.plan.text.stages[index]!.commands) {
    const own = transfers.filter(({ onbuildLine, line }) => onbuildLine === null && line === command.line)
    if (command.kind === 'workdir') changeDirectory(filling, command.path.text)
    else if (command.kind === 'run') run(filling, own, command)
    else if (command.kind === 'copy' || command.kind === 'add')
      carryOut(filling, own[0]!, command.heredocs.map(inlineItem))
  }
}

function changeDirectory(filling: Filling, path: string): void {
  filling.cwd = posix.resolve(filling.cwd, path)
  makeDirectories(filling.files, resolveIn(filling.files, filling.cwd))
}

function inlineItem({ name, content }: { name: string; content: string }): CopyItem {
  return { name, files: new Map([['', { kind: 'f', size: Buffer.byteLength(content) }]]) }
}

function carryOut(filling: Filling, transfer: Transfer, inline: CopyItem[]): void {
  const { prediction, done, files, sought } = filling
  const { builder } = prediction
  const clash = clashOf(prediction)
  const { origin, sources, destIsDirectory } = transfer
  const dest = `${transfer.dest}${destIsDirectory ? '/' : ''}`
  const other = origin.kind === 'stage' ? done[origin.index]! : undefined
  let found = 0
  for (const source of sources) {
    sought(other ?? prediction.requested, source.path)
    const items = other === undefined ? [] : itemsOf(other, source, builder)
    found += items.length
    for (const item of items) copyInto(files, item, dest, clash)
    for (const outcome of prediction.outcomes)
      if (outcome.transfer === transfer && outcome.source === source)
        for (const placement of outcome.placements) place(prediction, files, outcome, placement)
  }
  if (other !== undefined && builder === 'classic') refuseNumber(transfer, found)
  for (const item of inline) copyInto(files, item, dest, clash)
}

/** Of the classic builder: moby daemon/builder/dockerfile/copy.go createCopyInstruction. */
function refuseNumber({ text }: Transfer, items: number): void {
  if (items === 0) throw new StageError('no source files were specified')
  if (items > 1 && !/\/["\]\s]*$/.test(text)) throw new StageError('the destination must end with a slash')
}

function itemsOf(files: StageFiles, source: TransferSource, builder: Prediction['builder']): CopyItem[] {
  return builder === 'classic' ? classicItemsAt(files, source.expanded) : itemsAt(files, source.path)
}

function clashOf({ builder }: Prediction): Clash {
  return builder === 'classic' ? 'replaced' : 'refused'
}

function place(
  prediction: Prediction,
  files: StageFiles,
  { transfer, source, placements }: SourceOutcome,
  placement: Placement,
): void {
  const { contextDir, entries } = prediction
  const clash = clashOf(prediction)
  const at = placement.at!
  if (placement.unpacked) {
    const archived = listedFiles(tarLines(join(contextDir, entries[placement.from]!.path)))
    putAt(files, { name: '', files: new Map([['', DIRECTORY], ...archived]) }, resolveIn(files, at), clash)
    return
  }
  const { dest } = transfer
  // where paths can't tell whether the destination is a directory, both places are named
  const isSame = (one: Placement) => one.from === placement.from && one.root === placement.root
  const isEither = placements.some(one => isSame(one) && one.at !== at && [one.at, at].includes(dest))
  if (isEither && isDirectory(files, resolveIn(files, dest!)) === (at === dest)) return
  const file = placedItem(entries, placement)
  if (transfer.link && at === dest && prediction.builder === 'buildkit') {
    // an engine that keeps its images by a storage driver can't lay one layer over another, so this is a plain COPY
    // (buildkit convert_copy.go dispatchCopy, moby builder-next/controller.go); we predict a layer of its own
    copyInto(files, { ...file, name: nameOf(source.path) }, dest, clash)
    return
  }
  // only a destination that stands for the file itself is looked up through a link at its end
  const above = resolveIn(files, parentOf(at))
  putAt(files, file, at === dest ? resolveIn(files, at) : join(above, nameOf(at)), clash)
}

function placedItem(entries: readonly ContextEntry[], { from, to, root }: Placement): CopyItem {
  const files: StageFiles = new Map()
  for (const entry of entries.slice(from, to))
    files.set(root === '' ? entry.path : entry.path.slice(root.length + 1), stageFile(entry))
  if (!files.has('')) files.set('', DIRECTORY)
  return { name: nameOf(root), files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

export function stageFile({ kind, bytes, link, arrivesEmpty }: ContextEntry): StageFile {
  if (kind === 'directory') return DIRECTORY
  if (kind === 'symlink') return { kind: 'l', size: 0, target: link!.target }
  return kind === 'fifo' ? { kind: 'p', size: 0 } : { kind: 'f', size: arrivesEmpty ? 0 : bytes }
}

/** `RUN --mount=from=tools,… --mount=target=/.m,… ["/.t/busybox","cp","-a","/.m","TO"]`, or something that fails. */
function run(
  { prediction, done, files, sought }: Filling,
  mounts: readonly Transfer[],
  { text }: Command,
): void {
  for (const dir of ['dev', 'proc', 'sys']) makeDirectories(files, resolveIn(files, dir))
  const to = /"cp","-a","\/\.m","(.*)"\]$/.exec(text)?.[1]
  if (to === undefined) throw new StageError(`fails: ${text}`)
  const mounted: StageFiles = new Map()
  for (const transfer of mounts) {
    const [source] = transfer.sources
    if (transfer.mount!.target !== '/.m') continue
    if (transfer.mount!.type !== 'bind') continue
    const other = transfer.origin.kind === 'stage' ? done[transfer.origin.index]! : undefined
    sought(other ?? prediction.requested, source!.path)
    if (other !== undefined) copyInto(mounted, itemAt(other, source!.path), '/.m', 'refused')
    for (const outcome of prediction.outcomes)
      if (outcome.transfer === transfer)
        for (const placement of outcome.placements) place(prediction, mounted, outcome, placement)
  }
  makeDirectories(files, resolveIn(files, parentOf(to)))
  copyInto(
    files,
    mounted.has('.m') ? itemAt(mounted, '.m') : { name: '', files: new Map([['', DIRECTORY]]) },
    to,
    'refused',
  )
}
