import type { Transfer } from '../model/build-plan.ts'
import { spell } from '../model/path.ts'
import type { SourceFailure } from '../model/reach.ts'
import type { CopyGround, Take } from './ground.ts'
import { ROOT } from './tree.ts'

/** What fails only where the sources of a transfer, or all matches of one, are seen together. */
export function judgedTogether(
  ground: CopyGround,
  stage: number,
  transfer: Transfer,
  takes: readonly Take[],
): readonly Take[] {
  const { builder } = ground.snapshot.request
  if (builder === 'classic') return judgedByClassic(transfer, takes)
  if (builder === 'podman') return judgedByPodman(ground, stage, transfer, takes)
  return takes
}

/**
 * A wildcard may match nothing as long as there is something to copy (D11). More than one thing needs a destination
 * with a slash at its end, which `.` does not have. Mirrors moby daemon/builder/dockerfile/copy.go.
 */
function judgedByClassic(transfer: Transfer, takes: readonly Take[]): readonly Take[] {
  const remote = transfer.sources.length - takes.length
  const count = takes.reduce((sum, { taken }) => sum + taken.length, remote)
  if (count === 0) return takes.map(failing)
  const endsInSlash = transfer.destIsDirectory && !/\.["'\]\s]*$/.test(transfer.text)
  if (count === 1 || endsInSlash) return takes
  const reason = `When using ${transfer.instruction} with more than one source file, the destination must be a directory and end with a /`
  return takes.map((take, i) => (take.taken.length === 0 ? take : refused(transfer, i, take, reason)))
}

/** Mirrors buildah add.go: no source at all (D11), or several things that are all to have the destination's name. */
function judgedByPodman(
  { tree, landings }: CopyGround,
  stage: number,
  transfer: Transfer,
  takes: readonly Take[],
): readonly Take[] {
  const { dest, destIsDirectory, sources } = transfer
  if (sources.length === takes.length && takes.every(({ failure }) => failure?.kind === 'no-match'))
    return takes.map(failing)
  const [{ taken, first } = { taken: [], first: undefined }] = takes
  if (sources.length > 1 || destIsDirectory || dest === null || first !== 'file') return takes
  if (taken[0]?.unpacked) return takes
  if (landings.isDirectory(stage, transfer, dest) === true) return takes
  const count = taken.reduce((most, { index, below }) => {
    const size =
      index === ROOT || tree.entries[index]!.kind === 'directory' ? tree.endOf(index) - index - 1 : 1
    return Math.max(most, size, below?.split('/').length ?? 0)
  }, 0)
  if (count <= 1) return takes
  return [refused(transfer, 0, takes[0]!, `renamed ${count} items when we expected to only rename 1`)]
}

function failing(take: Take): Take {
  return take.failure ? { ...take, failure: { ...take.failure, fails: true } } : take
}

function refused({ sources }: Transfer, index: number, take: Take, reason: string): Take {
  if (take.failure?.fails) return take
  const { path } = sources.filter(({ remote }) => !remote)[index]!
  const failure: SourceFailure = { kind: 'forbidden', path: spell(path), fails: true, reason }
  return { ...take, failure }
}
