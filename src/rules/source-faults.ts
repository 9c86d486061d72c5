import type { RuleContext } from '../model/finding.ts'
import { isBelow, type RawPath } from '../model/path.ts'
import type { SourceFailure, SourceOutcome } from '../model/reach.ts'
import { isOptional, leavesContext } from './copy-sources.ts'
import { groupBy } from './group-by.ts'
import { isLink, type Link, type LinkFault, misleads, ruleForLink } from './link-faults.ts'
import { oncePerAudit } from './once.ts'
import { shellFaults, sourcesForShell } from './shell-faults.ts'
import { linksOnTheWay } from './source-way.ts'
import { withCause } from './unmatched.ts'
import { unsetVariables } from './unset-variables.ts'

/** One source, in every stage that carries its instruction out: at least one. */
interface Faulty {
  outcomes: readonly [SourceOutcome, ...SourceOutcome[]]
  /** whether it is worth a search for what would help: not where there are very many */
  advised: boolean
}

const MOST_ADVISED = 50

type Blame =
  | { rule: 'copy-source-missing' | 'copy-source-ignored' | 'copy-unset-variable' | 'symlink-shared-source' }
  /** that rule speaks of the variable, and no other of the source */
  | { rule: 'arg-not-redeclared' }
  | BlameOfLink

interface BlameOfLink {
  rule: LinkFault['rule']
  link: Link
}

/** What is the matter with a source, by the rule that says so. */
export type SourceFault = Faulty & Blame

export type FaultOfLink = Faulty & BlameOfLink

/** Every source that fails, or takes something else than it seems to; each is for one rule alone. */
export const sourceFaults = oncePerAudit((ctx): readonly SourceFault[] => {
  const forShell = sourcesForShell(shellFaults(ctx))
  const faulty = (ctx.reach?.outcomes ?? []).flatMap(found => {
    const outcome = withCause(ctx, found)
    const blame = forShell.has(outcome.source) ? undefined : blameFor(ctx, outcome)
    return blame === undefined ? [] : [{ blame, outcome }]
  })
  // an ONBUILD brings the same source into several stages
  const groups = groupBy(faulty, ({ blame: { rule }, outcome: { source } }) =>
    JSON.stringify([source.line, source.column, source.path, rule]),
  )
  return [...groups.values()].map(([first, ...others], index) => ({
    ...first!.blame,
    advised: index < MOST_ADVISED,
    outcomes: [first!.outcome, ...others.map(({ outcome }) => outcome)] as const,
  }))
})

function blameFor(ctx: RuleContext, outcome: SourceOutcome): Blame | undefined {
  return blameVariable(ctx, outcome) ?? blameLink(ctx, outcome) ?? blamePath(ctx, outcome)
}

/** An undefined variable, unless it is one that may be left out and is. */
function blameVariable(ctx: RuleContext, outcome: SourceOutcome): Blame | undefined {
  const { source, failure } = outcome
  if (source.unset.length + source.fromBase.length === 0) return undefined
  const unset = unsetVariables(ctx, outcome)
  const harmless = failure === undefined && source.path !== ''
  if (unset.some(({ why }) => why !== 'no-value' || !harmless)) return { rule: 'copy-unset-variable' }
  return harmless || unset.length > 0 ? undefined : { rule: 'arg-not-redeclared' }
}

/** A link on the way that leads nowhere, to something else than on the host, or to what is excluded. */
function blameLink(ctx: RuleContext, { source, failure }: SourceOutcome): Blame | undefined {
  if (failure?.kind === 'shared-link') return { rule: 'symlink-shared-source' }
  const links = linksOnTheWay(ctx, source.path)
  const failing = failure?.kind === 'link' ? ctx.entryAt(failure.path) : undefined
  const link = failing !== undefined && isLink(failing) ? failing : links.find(misleads)
  if (link !== undefined) return { rule: ruleForLink(link), link }
  const last = links.at(-1)
  if (last === undefined) return undefined
  if (failure?.kind === 'link') return { rule: ruleForLink(last), link: last }
  const isTarget = failure?.kind === 'excluded' && failure.fails && !isOnPath(failure, source.path)
  return isTarget ? { rule: 'symlink-target-ignored', link: last } : undefined
}

function isOnPath({ path }: SourceFailure, source: string): boolean {
  return path === source || isBelow(source, path)
}

function blamePath(ctx: RuleContext, outcome: SourceOutcome): Blame | undefined {
  const { source, failure, transfer } = outcome
  switch (failure?.kind) {
    case undefined:
      if (leavesContext(source)) return { rule: 'copy-source-missing' }
      return isEmptied(ctx, outcome) ? { rule: 'copy-source-ignored' } : undefined
    case 'excluded':
      // podman mounts what it leaves out of a COPY
      return transfer.kind === 'mount' && !failure.fails ? undefined : { rule: 'copy-source-ignored' }
    case 'no-match': {
      // `COPY package.json yarn.lock* ./`: whoever writes that knows that it may not be there
      const meant = !failure.fails && isOptional(source) && transfer.sources.length > 1
      return meant ? undefined : { rule: 'copy-source-missing' }
    }
    default:
      return { rule: 'copy-source-missing' }
  }
}

/** A directory that has something in it, and arrives with nothing. */
function isEmptied(ctx: RuleContext, { source, transfer }: SourceOutcome): boolean {
  if (transfer.kind === 'mount') return false
  const index = ctx.indexOf(source.path)
  const { entries } = ctx.snapshot
  if (index === undefined || entries[index]!.kind !== 'directory') return false
  const next = entries[index + 1]
  if (next !== undefined && isBelow(next.path, source.path)) return false
  try {
    return ctx.snapshot.source.children(source.path as RawPath).length > 0
  } catch {
    return false // the walk says what can't be listed
  }
}
