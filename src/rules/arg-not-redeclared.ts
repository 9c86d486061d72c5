import type { BuildPlan, PlannedStage, Transfer, TransferSource } from '../model/build-plan.ts'
import type { Position } from '../model/dockerfile.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { groupBy } from './group-by.ts'
import { repositoryName, shortImage } from './image-names.ts'
import { locationAt } from './source-words.ts'
import { baseImageOf, declaredNames } from './unset-variables.ts'
import { assigns, shellText, usesUnguarded, wholeText } from './variable-uses.ts'

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
      const uses = [...expandedUses(plan, stage), ...shellUses(plan, stage)]
      for (const [name, same] of groupBy(uses, use => use.name)) {
        const certain = same.filter(use => use.instruction !== 'RUN' || !isImagesOwn(plan, stage.index, name))
        if (certain.length > 0) yield finding(ctx, stage, certain)
      }
    }
  },
}

/** In the words that the builder itself replaces. */
function expandedUses(plan: BuildPlan, { index, undeclared, transfers }: PlannedStage): Use[] {
  const declared = new Set(declaredNames(plan, index))
  const sources = transfers.flatMap(writtenSources)
  return undeclared.flatMap(({ name, globalLine, instruction, line, column }): Use[] => {
    const command = plan.text.commands.find(one => one.line <= line && line <= one.endLine)
    if (command === undefined || !usesUnguarded(wholeText(command), name)) return []
    const source = sources.find(
      one => one.line === line && one.column === column && usesUnguarded(one.written, name),
    )
    // that it is declared too late is said by copy-unset-variable
    if (source !== undefined && declared.has(name)) return []
    return [{ name, globalLine, instruction, line, column, ...(source && { source }) }]
  })
}

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
  const unknown = text.globalArgs
    .flatMap(arg => arg.declared)
    .filter(({ key }) => !declared.has(key) && /^\w+$/.test(key))
  if (unknown.length === 0) return []
  return text.stages[stage.index]!.commands.flatMap(command => {
    if (command.kind !== 'run') return []
    const script = shellText(command)
    return unknown
      .filter(({ key }) => usesUnguarded(script, key) && !assigns(script, key))
      .map(({ key, line: globalLine }): Use => {
        const { line, column } = command
        return { name: key, globalLine, instruction: 'RUN', line, column }
      })
  })
}

/** Images define their own version and paths, and a shell sees those: `$NODE_VERSION` on node:22. */
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
