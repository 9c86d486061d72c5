import type { BuildPlan, PlannedStage, Transfer, TransferSource } from '../model/build-plan.ts'
import type { Command, Position } from '../model/dockerfile.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { groupBy } from './group-by.ts'
import { repositoryName, shortImage } from './image-names.ts'
import { oncePerAudit } from './once.ts'
import { locationAt } from './source-words.ts'
import { baseImageOf, declaredNames } from './unset-variables.ts'
import { assigns, shellText, usesUnguarded, variablesIn, wholeText } from './variable-uses.ts'

/** A use of a global ARG in a stage that knows nothing of it. */
interface Use extends Position {
  name: string
  globalLine: number
  instruction: string
  /** what it makes of a source */
  source?: { written: string; path: string }
}

export const argNotRedeclared: Rule = {
  id: 'arg-not-redeclared',
  title: 'An ARG from before FROM is used without being declared again',
  severity: 'error',
  needs: ['dockerfile'],
  *check(ctx) {
    // said once for a build, not again for each named context of it
    if (ctx.reach === undefined || ctx.snapshot.request.named !== undefined) return
    const { plan } = ctx.reach
    for (const stage of plan.stages) {
      const uses = [...expandedUses(ctx, stage), ...shellUses(plan, stage)]
      for (const [name, same] of groupBy(uses, use => use.name)) {
        if (!isImagesOwn(plan, stage.index, name)) yield finding(ctx, stage, same)
      }
    }
  },
}

/** In the words that the builder itself replaces. */
function expandedUses(ctx: RuleContext, { index, undeclared, transfers }: PlannedStage): Use[] {
  if (undeclared.length === 0) return []
  const declared = new Set(declaredNames(ctx.reach!.plan, index))
  const sources = new Map(transfers.flatMap(writtenSources).map(one => [`${one.line} ${one.column}`, one]))
  return undeclared.flatMap(({ name, globalLine, instruction, line, column }): Use[] => {
    const command = commandsByLine(ctx)[line]
    if (command === undefined || !usesUnguarded(wholeText(command), name)) return []
    const at = sources.get(`${line} ${column}`)
    const source = at && usesUnguarded(at.written, name) ? at : undefined
    // that it is declared too late is said by copy-unset-variable
    if (source !== undefined && declared.has(name)) return []
    return [{ name, globalLine, instruction, line, column, ...(source && { source }) }]
  })
}

const commandsByLine = oncePerAudit(({ reach }): readonly Command[] => {
  const commands: Command[] = []
  for (const command of reach!.plan.text.commands)
    for (let line = command.line; line <= command.endLine; line++) commands[line] = command
  return commands
})

/** Sources as they are written; of a mount, its source alone. */
function writtenSources({ mount, sources }: Transfer): TransferSource[] {
  return sources.map(source => {
    const [, ofMount = ''] = /(?:^|,)(?:source|src)=([^,]*)/i.exec(source.written) ?? []
    return mount === null ? source : { ...source, written: ofMount }
  })
}

/** In the script of a RUN, which the builder hands to a shell as it is; the shell knows what the stage declares. */
function shellUses(plan: BuildPlan, stage: PlannedStage): Use[] {
  const { text } = plan
  if (!stage.reachable || stage.replaced || text.globalArgs.length === 0) return []
  const declared = new Set(declaredNames(plan, stage.index))
  const unknown = new Map(
    text.globalArgs
      .flatMap(arg => arg.declared)
      .filter(({ key }) => !declared.has(key))
      .map(({ key, line }) => [key, line]),
  )
  return text.stages[stage.index]!.commands.flatMap(command => {
    if (command.kind !== 'run') return []
    const { line, column } = command
    const script = shellText(command)
    return variablesIn(script)
      .filter(name => unknown.has(name) && usesUnguarded(script, name) && !assigns(script, name))
      .map((name): Use => ({ name, globalLine: unknown.get(name)!, instruction: 'RUN', line, column }))
  })
}

/** Images define their own version and paths, and those are meant: `$NODE_VERSION` on node:22. */
function isImagesOwn(plan: BuildPlan, stage: number, name: string): boolean {
  const image = baseImageOf(plan, stage)
  if (image === undefined) return false
  const stem = repositoryName(image)
    .replace(/[^a-z0-9]/gi, '_')
    .toUpperCase()
  return /^(PATH|HOME|LANG|JAVA_(HOME|VERSION))$/.test(name) || name === `${stem}_VERSION`
}

function finding(ctx: RuleContext, stage: PlannedStage, uses: readonly Use[]): Finding {
  const first = uses.find(({ source }) => source !== undefined) ?? uses[0]!
  const { name, globalLine, source } = first
  const image = baseImageOf(ctx.reach!.plan, stage.index)
  const unless = image === undefined ? '' : `, unless ${shortImage(image)} defines it`
  const lines = [...new Set(uses.map(({ line }) => line))]
  return {
    rule: argNotRedeclared.id,
    severity: source === undefined ? 'warning' : 'error',
    location: locationAt(ctx, first),
    message: `$${name} stands for nothing here${unless}: the ARG on line ${globalLine} counts for FROM only${consequence(source)}`,
    data: { variable: name, lines, stage: stage.name ?? String(stage.index), key: name },
    fix: { why: `\`ARG ${name}\` in the stage, without a value and before its first use, brings it in` },
  }
}

function consequence(source: Use['source']): string {
  if (source === undefined) return ''
  const { written, path } = source
  return path === ''
    ? `, and a source that is empty takes the whole context`
    : `, and the source ${written} becomes /${path}`
}
