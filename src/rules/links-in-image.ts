import { posix } from 'node:path'
import type { PlannedStage, Transfer } from '../model/build-plan.ts'
import type { RuleContext } from '../model/finding.ts'
import { isBelow } from '../model/path.ts'
import type { Placement, SourceOutcome } from '../model/reach.ts'
import { type FaultyLink, faultOf, isLink, type Link, type LinkFault } from './link-faults.ts'
import { oncePerAudit, oncePerWalk } from './once.ts'
import { locationAt, takerOf } from './source-words.ts'
import { ordinaryEntries } from './whole-directories.ts'

/**
 * Links that come to lie in an image where no COPY or ADD puts anything at what they lead to (SEMANTICS.md 6.4). What
 * the base image has there, or a RUN makes, is not known, and not claimed.
 */
export const severedLinks = oncePerAudit((ctx): readonly FaultyLink[] => {
  if (ctx.reach === undefined) return []
  return relativeLinks(ctx).flatMap(entry => {
    const fault = severedLink(ctx, entry)
    return fault === undefined ? [] : [{ entry, fault }]
  })
})

/** More are not looked at: each costs a look at every COPY of every Dockerfile. */
const MOST_LINKS = 1000

/** Those that lead from one place of what is sent to another. */
const relativeLinks = oncePerWalk((ctx): readonly Link[] =>
  ordinaryEntries(ctx)
    .filter((entry): entry is Link => isLink(entry) && isSound(ctx, entry))
    .slice(0, MOST_LINKS),
)

function isSound(ctx: RuleContext, entry: Link): boolean {
  const { outcome, resolved } = entry.link
  return outcome === 'found' && ctx.indexOf(resolved) !== undefined && faultOf(ctx, entry) === undefined
}

/** What there is to say of a link that a COPY takes without what it leads to: the first that takes it. */
function severedLink(ctx: RuleContext, link: Link): LinkFault | undefined {
  const index = ctx.indexOf(link.path)!
  const target = ctx.indexOf(link.link.resolved)!
  const placed = placedFiles(ctx).find(({ placement }) => holds(placement, index))
  // together they keep their places to each other
  if (placed === undefined || holds(placed.placement, target)) return undefined
  const { outcome, placement } = placed
  // a link that is named itself is followed
  const below = belowRoot(link.path, placement)
  if (placement.at === null || below === '') return undefined
  const to = posix.join('/', placement.at, posix.dirname(below), link.link.target)
  return isPutThere(ctx, outcome.stage, to) ? undefined : faultIn(ctx, link, outcome, to)
}

/** What every COPY and ADD puts somewhere. */
const placedFiles = oncePerAudit(ctx =>
  ctx
    .reach!.outcomes.filter(({ transfer }) => transfer.kind !== 'mount')
    .flatMap(outcome => outcome.placements.map(placement => ({ outcome, placement }))),
)

function holds({ from, to }: Placement, index: number): boolean {
  return index >= from && index < to
}

function belowRoot(path: string, { root }: Placement): string {
  return root === '' ? path : path.slice(root.length + 1)
}

/** Whether an instruction of the stage, of those it is built on or those built on it, puts something at a path. */
function isPutThere(ctx: RuleContext, stage: number, path: string): boolean {
  const related = relatedStages(ctx.reach!.plan.stages, stage)
  const transfers = ctx
    .reach!.plan.stages.filter(({ index }) => related.has(index))
    .flatMap(one => one.transfers)
  if (transfers.some(transfer => mayPut(ctx, transfer, path))) return true
  return ctx
    .reach!.outcomes.filter(one => related.has(one.stage) && one.transfer.kind !== 'mount')
    .some(one => one.placements.some(placement => puts(ctx, placement, path)))
}

function relatedStages(stages: readonly PlannedStage[], stage: number): ReadonlySet<number> {
  const related = new Set([stage])
  for (
    let at = stages[stage]!;
    at.base.kind === 'stage' && !related.has(at.base.index);
    at = stages[at.base.index]!
  )
    related.add(at.base.index)
  for (const { index, base } of stages)
    if (base.kind === 'stage' && base.index >= stage && related.has(base.index)) related.add(index)
  return related
}

/** What comes from elsewhere than this context is not known by its names. */
function mayPut({ snapshot }: RuleContext, transfer: Transfer, path: string): boolean {
  const { kind, origin, dest, inline, sources } = transfer
  if (kind === 'mount') return false
  const { named } = snapshot.request
  const isOwn =
    named === undefined ? origin.kind === 'context' : origin.kind === 'named' && origin.name === named
  const unknown = !isOwn || inline > 0 || sources.some(({ remote }) => remote)
  return unknown && (dest === null || touches(dest, path))
}

function puts(ctx: RuleContext, placement: Placement, path: string): boolean {
  const { at, root, unpacked } = placement
  if (at === null || isBelow(at, path) || at === path || path === '/') return true
  const prefix = at === '/' ? '' : at
  if (!isBelow(path, prefix)) return false
  if (unpacked) return true
  const names = path.slice(prefix.length + 1).split('/')
  const indices = names.map((_, depth) => ctx.indexOf(posix.join(root, ...names.slice(0, depth + 1))))
  // what another link on the way leads to is not looked at
  const isUnclear = indices.some(
    index => index !== undefined && ctx.snapshot.entries[index]!.kind === 'symlink',
  )
  const index = indices.at(-1)
  return isUnclear || (index !== undefined && holds(placement, index))
}

function touches(dest: string, path: string): boolean {
  return dest === '/' || dest === path || isBelow(path, dest) || isBelow(dest, path)
}

function faultIn(ctx: RuleContext, { path, link }: Link, outcome: SourceOutcome, to: string): LinkFault {
  const { transfer, source } = outcome
  return {
    rule: 'symlink-broken',
    severity: 'warning',
    location: locationAt(ctx, source),
    message: `${path} leads to ${link.resolved}, which this ${takerOf(transfer)} does not take along: in the image the link leads to ${to}, where no COPY puts anything`,
    fix: { why: `copy ${link.resolved} to where the link looks for it, or copy a directory that holds both` },
  }
}
