import type { Transfer, TransferSource } from '../model/build-plan.ts'
import { baseName, spell } from '../model/path.ts'
import type { SourceFailure, SourceOutcome } from '../model/reach.ts'
import { absence } from './failure.ts'
import type { CopyGround } from './ground.ts'
import { placementsOf } from './place.ts'
import { takeForBuildkit } from './take-buildkit.ts'
import { takeForClassic } from './take-classic.ts'
import { takeForPodman } from './take-podman.ts'
import { judgedTogether } from './together.ts'

export { type CopyGround, copyGround } from './ground.ts'

const TAKERS = { buildkit: takeForBuildkit, classic: takeForClassic, podman: takeForPodman }

/**
 * What the builder of the snapshot takes for each local source of a transfer from its context, where that comes to
 * lie, and what fails. To be asked in the order of stages and instructions: what came to lie in a stage before counts.
 */
export function outcomesOf(ground: CopyGround, stage: number, transfer: Transfer): SourceOutcome[] {
  const sources = transfer.sources.filter(({ remote }) => !remote)
  if (transfer.kind === 'mount')
    return sources.flatMap(source => mountOutcome(ground, stage, transfer, source))
  const { builder } = ground.snapshot.request
  const takes = sources.map(source => TAKERS[builder](ground, transfer, source))
  const judged = judgedTogether(ground, stage, transfer, takes)
  const placed = placementsOf(ground, stage, transfer, judged)
  for (const own of placed) ground.landings.add(stage, own)
  return sources.map((source, i) => ({
    stage,
    transfer,
    source,
    placements: placed[i]!,
    ...(judged[i]!.failure && { failure: judged[i]!.failure }),
  }))
}

/** The source of a mount is a path, whatever it looks like. Only a bind mount shows something of the context. */
function mountOutcome(
  ground: CopyGround,
  stage: number,
  transfer: Transfer,
  source: TransferSource,
): SourceOutcome[] {
  const type = transfer.mount?.type
  if (type !== 'bind' && (type !== 'tmpfs' || source.path === '')) return []
  const outcome = { stage, transfer, source }
  if (type === 'tmpfs') {
    const reason = `/${source.path}: no such file or directory`
    const failure: SourceFailure = { kind: 'forbidden', path: spell(source.path), fails: true, reason }
    return [{ ...outcome, placements: [], failure }]
  }
  const { outcome: found, index } = ground.tree.resolve(source.path, 'lexical', ground.requested.has)
  if (found !== 'found') {
    const failure = absence(ground, source.path, 'lexical', `"/${source.path}": not found`)
    // podman mounts the directory itself, without its ignore file
    const fails = failure.kind !== 'excluded' || ground.snapshot.request.builder !== 'podman'
    return [{ ...outcome, placements: [], failure: { ...failure, fails } }]
  }
  const take = { taken: [{ index, name: baseName(source.path), below: '.' }] }
  const [placements] = placementsOf(ground, stage, transfer, [take])
  return [{ ...outcome, placements: placements! }]
}
