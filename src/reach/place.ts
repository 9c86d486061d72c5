import { posix } from 'node:path'
import type { Transfer } from '../model/build-plan.ts'
import { baseName, type ContextPath, parentPath } from '../model/path.ts'
import type { Placement, Range } from '../model/reach.ts'
import type { CopyGround, Take, Taken } from './ground.ts'
import { ROOT, rawPathOf } from './tree.ts'

/**
 * Where what the sources of one transfer stand for comes to lie, source by source. A file takes the place of its
 * destination, or lies in it where that is a directory; where nobody can tell, it is placed both ways.
 */
export function placementsOf(
  ground: CopyGround,
  stage: number,
  transfer: Transfer,
  takes: readonly Take[],
): Placement[][] {
  const { dest } = transfer
  const { builder } = ground.snapshot.request
  let isDirectory = isDirectoryAtFirst(ground, stage, transfer, takes)
  const placed: Placement[][] = []
  for (const { taken } of takes) {
    const own: Placement[] = []
    for (const item of taken) {
      const directory = isContents(ground, item)
      const isRenamed = builder === 'podman' && isDirectory === false
      if (dest === null) own.push(...placements(ground, item, null))
      else if (isRenamed && directory) own.push(...onlyOneBelow(ground, item, dest))
      else if (isRenamed && item.below !== undefined) own.push(...placements(ground, item, dest))
      else if (item.below !== undefined) own.push(...placements(ground, item, posix.join(dest, item.below)))
      else if (directory || item.unpacked) own.push(...placements(ground, item, dest))
      else {
        // a file that an earlier source left there is replaced
        if (isDirectory === false) for (const list of [...placed, own]) removeFileAt(ground, list, dest)
        if (isDirectory !== true) own.push(...placements(ground, item, dest))
        if (isDirectory === true) addFile(ground, own, item, dest)
        else if (isDirectory === undefined) own.push(...perhapsInside(ground, item, dest))
      }
      // buildah has made up its mind before it copies anything
      if ((directory || item.unpacked) && builder !== 'podman') isDirectory = true
    }
    placed.push(own)
  }
  return placed
}

/** Whether the destination is a directory before the first source is copied. */
function isDirectoryAtFirst(
  { landings, snapshot }: CopyGround,
  stage: number,
  transfer: Transfer,
  takes: readonly Take[],
): boolean | undefined {
  const { dest, destIsDirectory, sources, link } = transfer
  if (destIsDirectory || dest === null) return true
  if (snapshot.request.builder === 'podman') {
    // buildah add.go: only a single regular file can take the destination's name
    const [take] = takes
    if (sources.length > 1 || take?.first !== 'file' || take.taken[0]?.unpacked) return true
  }
  // a layer of its own, laid over the stage only afterwards
  if (link && snapshot.request.builder === 'buildkit') return dest === '/'
  return landings.isDirectory(stage, transfer, dest)
}

function isContents({ tree }: CopyGround, { index }: Taken): boolean {
  return index === ROOT || tree.entries[index]!.kind === 'directory'
}

function placements({ tree, requested }: CopyGround, item: Taken, at: string | null): Placement[] {
  const { index, runs, unpacked } = item
  const root: ContextPath | '' = tree.entries[index]?.path ?? ''
  if (unpacked) return [{ from: index, to: index + 1, root, at, unpacked }]
  const all: readonly Range[] = runs ?? requested.within(Math.max(index, 0), tree.endOf(index))
  return all.map(({ from, to }) => ({ from, to, root, at }))
}

function perhapsInside(ground: CopyGround, item: Taken, dest: string): Placement[] {
  return placements(ground, item, posix.join(dest, item.name)).map(one => ({ ...one, perhaps: true }))
}

/** Buildah gives all that it copies to a file the name of that; more than one thing fails, a directory is none. */
function onlyOneBelow(ground: CopyGround, item: Taken, at: string): Placement[] {
  return placements(ground, item, at)
    .map(run => ({ ...run, from: Math.max(run.from, item.index + 1) }))
    .filter(({ from, to }) => to - from === 1)
    .map(run => ({ ...run, root: ground.tree.entries[run.from]!.path }))
}

/** Files of a directory that come to lie side by side are one run, as if the directory had been copied. */
function addFile({ tree }: CopyGround, list: Placement[], { index, name }: Taken, dest: string): void {
  const entry = tree.entries[index]!
  const keepsName = name === baseName(rawPathOf(entry))
  const root = keepsName ? parentPath<ContextPath>(entry.path) : entry.path
  const at = keepsName ? dest : posix.join(dest, name)
  const last = list.at(-1)
  if (keepsName && last?.to === index && last.root === root && last.at === at && !last.unpacked) last.to++
  else list.push({ from: index, to: index + 1, root, at })
}

function removeFileAt({ tree }: CopyGround, list: Placement[], at: string): void {
  const kept = list.filter(one => one.at !== at || one.unpacked || tree.entries[one.from]!.path !== one.root)
  list.splice(0, list.length, ...kept)
}
