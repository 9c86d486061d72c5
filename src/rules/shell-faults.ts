import type { Transfer, TransferSource } from '../model/build-plan.ts'
import type { Command, Word } from '../model/dockerfile.ts'
import type { SourceOutcome } from '../model/reach.ts'
import { groupBy } from './group-by.ts'
import { oncePerAudit } from './once.ts'
import { type ShellWords, shellWords } from './shell-words.ts'

/** What an instruction says to a shell that never reads it. */
export interface ShellFault extends ShellWords {
  transfer: Transfer
  /** those of its sources that have it, in every stage that carries it out; none where it is the destination */
  outcomes: readonly SourceOutcome[]
}

/** Where no name of the context is spelled that way. */
export const shellFaults = oncePerAudit((ctx): readonly ShellFault[] => {
  const { reach } = ctx
  if (reach === undefined) return []
  const { directives, commands } = reach.plan.text
  // where a backtick is the escape character, a destination as it is written says nothing
  const byLine: Commands = new Map(directives.escape === '`' ? [] : commands.map(one => [one.line, one]))
  const byTransfer = groupBy(reach.outcomes, ({ transfer }) => transfer)
  return [...byTransfer].flatMap(([transfer, outcomes]) => {
    const outcomeOf = new Map(outcomes.map(outcome => [outcome.source, outcome]))
    return shellWords(transfer, destinationOf(byLine, transfer)).flatMap(words => {
      const failure = words.first && outcomeOf.get(words.first)?.failure
      if (words.first !== undefined && !(failure && NOT_THERE.has(failure.kind))) return []
      return [{ ...words, transfer, outcomes: words.sources.flatMap(source => outcomeOf.get(source) ?? []) }]
    })
  })
})

/** Sources of which only the shell's part is to be spoken. */
export function sourcesForShell(faults: readonly ShellFault[]): ReadonlySet<TransferSource> {
  return new Set(faults.flatMap(fault => fault.outcomes.map(({ source }) => source)))
}

const NOT_THERE: ReadonlySet<string> = new Set(['missing', 'no-match', 'forbidden'])

type Commands = ReadonlyMap<number, Command>

/** As it is written. */
function destinationOf(commands: Commands, { kind, line, onbuildLine }: Transfer): Word | undefined {
  if (kind === 'mount') return undefined
  const command = commands.get(onbuildLine ?? line)
  const carriedOut = command?.kind === 'onbuild' ? command.trigger : command
  return carriedOut !== undefined && 'dest' in carriedOut ? carriedOut.dest : undefined
}
