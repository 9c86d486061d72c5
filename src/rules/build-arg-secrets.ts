import type { RuleContext } from '../model/finding.ts'
import type { SettingSecret } from '../model/secret.ts'
import { type Fate, fateOfGlobal, fateOfStage } from './instruction-fate.ts'
import { variablesIn } from './variable-uses.ts'

/** A secret that a build is given as an argument, and the lines that take it. */
export interface GivenSecret {
  key: string
  secret: SettingSecret
  /** every ARG that declares it, and every ENV that it is part of */
  places: readonly { line: number; column: number; instruction: string; fate: Fate }[]
}

export function* secretsOfBuildArgs(ctx: RuleContext): Generator<GivenSecret> {
  const { buildArgs = {}, otherArgs = [] } = ctx.snapshot.request
  const passed = new Set(
    [buildArgs, ...otherArgs].flatMap(Object.entries<string>).map(pair => JSON.stringify(pair)),
  )
  for (const [key, value] of [...passed].map(pair => JSON.parse(pair) as [string, string]))
    for (const secret of ctx.written!.inSetting(key, value)) yield { key, secret, places: placesOf(ctx, key) }
}

function placesOf(ctx: RuleContext, name: string): GivenSecret['places'] {
  const { globalArgs, stages } = ctx.reach!.plan.text
  const before = globalArgs.map(command => ({ command, fate: () => fateOfGlobal(ctx, [name]) }))
  const within = stages.flatMap(({ index, commands }) =>
    commands.map(command => ({ command, fate: () => fateOfStage(ctx, index) })),
  )
  return [...before, ...within].flatMap(({ command, fate }) => {
    if (command.kind !== 'arg' && command.kind !== 'env') return []
    const taken = command.declared.find(({ key, value }) =>
      command.kind === 'arg' ? key === name : variablesIn(value ?? '').includes(name),
    )
    return taken ? [{ line: taken.line, column: taken.column, instruction: command.name, fate: fate() }] : []
  })
}
