import type { DockerfileText } from '../model/dockerfile.ts'
import type { Exposure } from '../model/exposure.ts'
import type { RuleContext } from '../model/finding.ts'
import { finalStages } from './final-stages.ts'
import { oncePerAudit } from './once.ts'
import { variablesIn } from './variable-uses.ts'

/** How far what an instruction says gets. */
export type Fate =
  /** into the image: its layers, its configuration, its history */
  | { kind: 'final' }
  /** the Dockerfile itself is copied */
  | { kind: 'copied'; exposure: Exposure; carrier: { line: number; instruction: string } }
  /** into a stage that the image is not built on */
  | { kind: 'stage'; stage: string }
  /** nobody can tell: what the build does is not known */
  | { kind: 'unknown' }
  /** the build does not need its stage */
  | { kind: 'unneeded'; stage: string }
  /** no stage takes what an ARG before the first FROM says, or what a build argument does */
  | { kind: 'unused' }
  /** no builder reads it */
  | { kind: 'comment' }

const ORDER: readonly Fate['kind'][] = [
  'final',
  'copied',
  'stage',
  'unknown',
  'unneeded',
  'unused',
  'comment',
]

/** The one that gets furthest; of equals the first. */
export function furthest<T>(items: readonly T[], fateOf: (item: T) => Fate): T | undefined {
  let best: T | undefined
  for (const item of items) if (best === undefined || rank(fateOf(item)) < rank(fateOf(best))) best = item
  return best
}

/** Whether nothing of this build holds it. */
export function goesNowhere({ kind }: Fate): boolean {
  return kind === 'unneeded' || kind === 'unused' || kind === 'comment'
}

function rank(fate: Fate): number {
  const isBelowStage = fate.kind === 'copied' && fate.exposure !== 'final'
  return ORDER.indexOf(fate.kind) + (isBelowStage ? 1.5 : 0)
}

export function fateOfStage(ctx: RuleContext, index: number): Fate {
  const stage = ctx.reach!.plan.stages[index]
  if (stage === undefined) return { kind: 'unknown' }
  const name = stage.name ?? String(index)
  if (!stage.reachable || stage.replaced) return { kind: 'unneeded', stage: name }
  return finalStages(ctx).has(index) ? { kind: 'final' } : { kind: 'stage', stage: name }
}

/** Of an ARG before the first FROM: it counts in FROM, and in the stages that declare it again. */
export function fateOfGlobal(ctx: RuleContext, keys: readonly string[]): Fate {
  const { text, stages } = ctx.reach!.plan
  if (stages.length === 0) return { kind: 'unknown' }
  const names = namesMadeOf(text, keys)
  const fates = text.stages.filter(stage => takes(stage, names)).map(({ index }) => fateOfStage(ctx, index))
  return furthest(fates, fate => fate) ?? { kind: 'unused' }
}

/** The arguments themselves, and those before the first FROM that they are put into. */
function namesMadeOf({ globalArgs }: DockerfileText, keys: readonly string[]): ReadonlySet<string> {
  const names = new Set(keys)
  for (const { key, value } of globalArgs.flatMap(({ declared }) => declared))
    if (value !== null && variablesIn(value).some(name => names.has(name))) names.add(key)
  return names
}

function takes({ from, commands }: DockerfileText['stages'][number], names: ReadonlySet<string>): boolean {
  const used = variablesIn(`${from.base.text} ${from.platform?.text ?? ''}`)
  return (
    used.some(name => names.has(name)) ||
    commands.some(
      command =>
        command.kind === 'arg' && command.declared.some(({ key, value }) => value === null && names.has(key)),
    )
  )
}

/** How far the Dockerfile gets as a file of the context; undefined where it gets into no stage. */
export const fateOfFile = oncePerAudit(({ snapshot, reach, indexOf, entryAt }): Fate | undefined => {
  if (snapshot.request.dockerfile.kind !== 'file' || entryAt(reach!.file)?.arrivesEmpty) return undefined
  const index = indexOf(reach!.file)
  const { exposure = 'sent', carrier } = index === undefined ? {} : reach!.exposureOf(index)
  const isTaken = exposure === 'final' || exposure.startsWith('stage:')
  return isTaken && carrier ? { kind: 'copied', exposure, carrier } : undefined
})
