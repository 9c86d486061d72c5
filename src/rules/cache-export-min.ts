import type { PlannedStage } from '../model/build-plan.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import type { CommandFacts, RequestOrigin } from '../model/request.ts'
import { finalStages } from './final-stages.ts'

/** A value of `--cache-to`. What else stands in it may be a credential, and is kept by nobody. */
interface CacheExport {
  type: string
  /** as it is given; undefined where it is not */
  mode: string | undefined
}

export const cacheExportMin: Rule = {
  id: 'cache-export-min',
  title: 'An exported cache holds the last stage only',
  severity: 'error',
  needs: ['dockerfile'],
  *check(ctx) {
    const { command, named } = ctx.snapshot.request
    // said once for a build, not again for each named context of it
    if (command === undefined || named !== undefined) return
    for (const option of new Set(command.foreign)) yield foreignFinding(command, option)
    const left = stagesLeftOut(ctx)
    const exports = command.cacheTo.flatMap(exportsOf)
    if (left.length === 0 || exports.some(holdsAll)) return
    for (const one of exports) yield minFinding(ctx, one, left)
  },
}

/** Stages that do something, and of which nothing is in the result but what is copied from them. */
function stagesLeftOut(ctx: RuleContext): string[] {
  const { reach, snapshot } = ctx
  // buildah's option of that name takes repositories, and puts every stage there
  if (reach === undefined || snapshot.request.builder !== 'buildkit') return []
  const final = finalStages(ctx)
  const { stages, text } = reach.plan
  const works = ({ index }: PlannedStage) =>
    text.stages[index]!.commands.some(({ kind }) => kind === 'run' || kind === 'copy' || kind === 'add')
  return stages
    .filter(stage => stage.reachable && !stage.replaced && !final.has(stage.index) && works(stage))
    .map(({ name, index }) => name ?? String(index))
}

/** Mirrors buildx util/buildflags/cache.go ParseCacheEntry: without a `=`, each field is an image in a registry. */
function exportsOf(value: string): CacheExport[] {
  const fields = value.split(',').map(field => field.replace(/^"(.*)"$/, '$1'))
  if (!value.includes('='))
    return value === '' ? [] : fields.map(() => ({ type: 'registry', mode: undefined }))
  const pairs = new Map(
    fields.map(field => {
      const equals = field.indexOf('=')
      return [field.slice(0, Math.max(equals, 0)).toLowerCase(), field.slice(equals + 1)]
    }),
  )
  const type = pairs.get('type') ?? ''
  return /^[\w-]+$/.test(type) ? [{ type, mode: pairs.get('mode') }] : []
}

/** All types but inline know modes, and one that is none counts as min (buildkit control/control.go). */
function holdsAll({ type, mode }: CacheExport): boolean {
  return mode === 'max' && type !== 'inline'
}

/** What files that a command builds call the option. */
const OPTIONS: Partial<Record<RequestOrigin['kind'], string>> = { compose: 'cache_to', bake: 'cache-to' }

function minFinding(ctx: RuleContext, { type, mode }: CacheExport, stages: readonly string[]): Finding {
  const option = OPTIONS[ctx.snapshot.request.origin.kind] ?? '--cache-to'
  const isInline = type === 'inline'
  const names = `${stages.length === 1 ? 'stage' : 'stages'} ${listed(stages)}`
  const wrong = mode !== undefined && mode !== 'min' && !isInline ? ' (its mode is none)' : ''
  return {
    rule: cacheExportMin.id,
    severity: 'info',
    message: `${option} type=${type} keeps the layers of the result only${wrong}: the steps of ${names} are not in it, and all of them run again once one has changed`,
    data: { type, mode: mode === 'min' || mode === 'max' ? mode : null, stages, key: type },
    fix: {
      why: isInline
        ? 'an inline cache can hold no more: `type=registry,ref=…,mode=max` can'
        : '`mode=max` keeps the steps of all stages, and takes longer to export',
    },
  }
}

const MOST_NAMES = 4

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  const shown = more > 1 ? [...names.slice(0, MOST_NAMES), `${more} more`] : names
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** buildctl's names, and what docker calls the same. */
const CALLED: ReadonlyMap<string, string> = new Map([
  ['--export-cache', '--cache-to'],
  ['--import-cache', '--cache-from'],
])

function foreignFinding({ name }: CommandFacts, option: string): Finding {
  const flag = option.split('=', 1)[0]!
  const called = CALLED.get(flag)
  return {
    rule: cacheExportMin.id,
    severity: 'error',
    message:
      called === undefined
        ? `${name} has no option ${flag} and refuses it, so that nothing is built: it is another tool's`
        : `${name} has no option ${flag} and refuses it, so that nothing is built: it is buildctl's`,
    data: { option: flag, key: flag },
    fix: { why: called === undefined ? 'leave it out' : `${name} calls it ${called}` },
  }
}
