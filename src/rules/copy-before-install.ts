import type { PlannedStage, TransferSource } from '../model/build-plan.ts'
import type { RunCommand } from '../model/dockerfile.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatNumberOf } from '../model/format.ts'
import { type ContextPath, joinPath } from '../model/path.ts'
import type { SourceOutcome } from '../model/reach.ts'
import { groupBy } from './group-by.ts'
import { type Install, installsOf } from './installs.ts'
import { contextName, locationAt, spoken, takerOf } from './source-words.ts'

/** An install that runs again when something changes that it does not go by. */
interface Spoiled extends Install {
  line: number
  /** a cache mount spares it a part of the work */
  cached: boolean
}

/** A source that takes a directory with what lies in it. */
interface Taking {
  outcome: SourceOutcome
  dir: ContextPath | ''
  /** how many lie in it */
  entries: number
}

/** What has been done in a stage, and in those that it is built on. */
interface Done {
  /** only the first of each directory, and nothing after the whole context */
  taken: ReadonlyMap<ContextPath | '', Taking>
  /** tools that installed what the project needs before anything else was taken: a second time costs little */
  restored: ReadonlySet<string>
}

const NOTHING: Done = { taken: new Map(), restored: new Set() }

export const copyBeforeInstall: Rule = {
  id: 'copy-before-install',
  title: 'Everything is copied before dependencies are installed',
  severity: 'warning',
  needs: ['dockerfile'],
  *check(ctx) {
    if (ctx.reach === undefined) return
    const takings = groupBy(takingsOf(ctx), ({ outcome }) => outcome.stage)
    const spoiled = new Map<TransferSource, { taking: Taking; installs: Spoiled[] }>()
    const done: Done[] = []
    for (const stage of ctx.reach.plan.stages) {
      const { index, base } = stage
      const before = base.kind === 'stage' ? (done[base.index] ?? NOTHING) : NOTHING
      done[index] = carryOut(ctx, stage, takings.get(index) ?? [], before, (taking, install) => {
        const { source } = taking.outcome
        const known = spoiled.get(source) ?? { taking, installs: [] }
        known.installs.push(install)
        spoiled.set(source, known)
      })
    }
    for (const { taking, installs } of spoiled.values()) yield finding(ctx, taking, installs)
  },
}

function takingsOf({ reach, snapshot: { entries } }: RuleContext): Taking[] {
  return reach!.outcomes.flatMap((outcome): Taking[] => {
    const { source, placements } = outcome
    const [first, ...others] = placements
    if (first === undefined) return []
    if (source.path === '') return [{ outcome, dir: '', entries: entries.length }]
    const { kind, path } = entries[first.from]!
    // of a file the root is the directory that it lies in
    if (kind !== 'directory' || path !== first.root || others.length > 0) return []
    return [{ outcome, dir: path, entries: first.to - first.from - 1 }]
  })
}

/** Goes through a stage; `onSpoiled` is told of every install of it that comes too late. */
function carryOut(
  ctx: RuleContext,
  { index, reachable, replaced }: PlannedStage,
  takings: readonly Taking[],
  before: Done,
  onSpoiled: (taking: Taking, install: Spoiled) => void,
): Done {
  if (!reachable || replaced) return NOTHING
  const taken = new Map(before.taken)
  const restored = new Set(before.restored)
  const take = (taking: Taking) => {
    if (!taken.has('') && !taken.has(taking.dir)) taken.set(taking.dir, taking)
  }
  // what an ONBUILD of the base stage carries out comes before all else
  const byLine = groupBy(takings, ({ outcome: { transfer } }) =>
    transfer.onbuildLine === null ? transfer.line : 0,
  )
  for (const one of byLine.get(0) ?? []) take(one)
  for (const command of ctx.reach!.plan.text.stages[index]!.commands) {
    for (const one of byLine.get(command.line) ?? []) take(one)
    if (command.kind !== 'run') continue
    for (const install of installsOf(command)) {
      const isRestore = install.reads.length > 0
      const spoiler = [...taken.values()].find(one => spoils(ctx, one, install))
      if (spoiler === undefined) {
        if (isRestore) restored.add(install.tool)
      } else if (!isRestore || !restored.has(install.tool))
        onSpoiled(spoiler, { ...install, line: command.line, cached: hasCache(command) })
    }
  }
  return { taken, restored }
}

/** The whole context; or a directory that holds what the install goes by, and more. */
function spoils(ctx: RuleContext, { dir, entries }: Taking, { reads }: Install): boolean {
  if (dir === '') return true
  const held = manifestsIn(ctx, dir, reads).length
  return held > 0 && entries > held
}

function manifestsIn(ctx: RuleContext, dir: ContextPath | '', reads: readonly string[]): string[] {
  return reads.filter(name => ctx.entryAt(joinPath(dir, name)) !== undefined)
}

function hasCache({ mounts }: RunCommand): boolean {
  return mounts.some(({ text }) => /(^|,)type=cache(,|$)/i.test(text))
}

function finding(ctx: RuleContext, { outcome, dir }: Taking, installs: readonly Spoiled[]): Finding {
  const { transfer, source } = outcome
  const cached = installs.every(install => install.cached)
  const [first, ...others] = installs
  const what = dir === '' ? `the whole of ${contextName(ctx)}` : `all of ${spoken(outcome)}`
  const same = transfer.line === first!.line
  const more = others.length > 0 ? ` (and ${formatNumberOf(others.length, 'more install')})` : ''
  const when = same
    ? `shows ${what} to \`${first!.command}\`${more}`
    : `takes ${what} before \`${first!.command}\` on line ${first!.line}${more}`
  const spared = cached ? '; the cache mount spares it the downloads only' : ''
  return {
    rule: copyBeforeInstall.id,
    severity: cached ? 'info' : 'warning',
    location: locationAt(ctx, source),
    message: `${takerOf(transfer)} ${when}: any change there, of content or mode, makes the install run again${spared}`,
    data: {
      source: source.written,
      installs: installs.map(({ command, line }) => ({ command, line })),
      key: `${source.written} ${first!.command}`,
    },
    fix: {
      why: installs
        .map(install => remedy(ctx, dir, install, same))
        .filter(isFirst)
        .join('; '),
    },
  }
}

function remedy(ctx: RuleContext, dir: Taking['dir'], { reads, command }: Install, same: boolean): string {
  if (reads.length === 0)
    return same ? `put \`${command}\` in a RUN of its own, before` : `put \`${command}\` before it`
  const held = manifestsIn(ctx, dir, reads)
  const files = (held.length > 0 ? held : reads).join(' and ')
  return same ? `mount ${files} alone` : `copy ${files} first, then \`${command}\`, then the rest`
}

function isFirst(text: string, at: number, all: readonly string[]): boolean {
  return all.indexOf(text) === at
}
