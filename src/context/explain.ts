import { isAbsolute, posix, relative } from 'node:path'
import { UsageError } from '../errors.ts'
import { Matcher, type Trace, tracePath } from '../ignore/index.ts'
import type { Explanation, LineReference } from '../model/explanation.ts'
import type { GitFacts } from '../model/git.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { isBelow, type RawPath, spell } from '../model/path.ts'
import type { ReachFacts } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'

/**
 * Says whether a path is sent and which lines of the ignore file decided. `path` is relative to the context, or
 * absolute and inside it; it need not exist. Throws a UsageError for a path outside the context.
 */
export function explainPath(
  snapshot: Snapshot,
  path: string,
  git?: GitFacts,
  reach?: ReachFacts,
): Explanation {
  const inside = pathInContext(snapshot, path)
  if (inside === '') return wholeContext(snapshot, reach)
  const index = snapshot.entries.findIndex(one => one.path === inside || one.rawPath === inside)
  const entry = snapshot.entries[index]
  const raw = entry?.rawPath ?? (inside as RawPath)
  const trace = tracePath(new Matcher(snapshot.ignoreFile?.patterns ?? [], snapshot.request.builder), raw)
  const exists = entry !== undefined || existsInSource(snapshot, raw)
  return {
    path: spell(raw),
    exists,
    // what is there is in the snapshot or it is not taken; of the rest only the lines can tell
    sent: exists ? entry !== undefined : !trace.judgement.excluded && trace.pruned === null,
    decidedBy: decidedBy(snapshot, trace),
    trace: trace.steps.map(({ pattern, at, sent }) => ({
      ...lineReference(snapshot, pattern),
      path: spell(at),
      sent,
    })),
    ...takenBy(snapshot, index, reach),
    git: git?.stateOf(spell(raw)) ?? null,
    belowExcluded: trace.belowExcluded === null ? null : spell(trace.belowExcluded),
  }
}

function decidedBy(snapshot: Snapshot, { steps, judgement, pruned }: Trace): LineReference | null {
  // a line may let the path in again where the builder never comes to look
  if (pruned !== null && !judgement.excluded) {
    const outer = steps.findLast(step => !step.sent)
    return outer === undefined ? null : lineReference(snapshot, outer.pattern)
  }
  const last = steps.at(-1)
  return last === undefined ? null : lineReference(snapshot, last.pattern)
}

function lineReference({ ignoreFile }: Snapshot, { line, text, negated }: IgnorePattern): LineReference {
  return { file: ignoreFile?.label ?? '', line, text, negated }
}

function pathInContext({ request }: Snapshot, path: string): string {
  const inside = posix
    .normalize(isAbsolute(path) ? relative(request.context.dir, path) : path)
    .replace(/\/+$/, '')
  if (inside === '..' || inside.startsWith('../'))
    throw new UsageError(`${path} lies outside the context ${request.context.given}`, {
      hint: 'name a path relative to the context',
    })
  return inside === '.' ? '' : inside
}

function existsInSource({ source }: Snapshot, path: RawPath): boolean {
  try {
    source.stat(path)
    return true
  } catch {
    return false
  }
}

/** What the Dockerfile makes of an entry; -1 stands for one that is not sent. */
function takenBy(
  { entries }: Snapshot,
  index: number,
  reach: ReachFacts | undefined,
): Pick<Explanation, 'requested' | 'exposure' | 'carrier' | 'mayReachFinal' | 'requestedBy'> {
  const nothing = { exposure: null, carrier: null, mayReachFinal: false, requestedBy: [] }
  if (reach === undefined) return { requested: null, ...nothing }
  if (index < 0) return { requested: false, ...nothing }
  let end = index + 1
  while (end < entries.length && isBelow(entries[end]!.path, entries[index]!.path)) end++
  const { exposure, carrier, mayReachFinal } = reach.exposureOf(index, end)
  return {
    requested: reach.requested.has(index),
    exposure,
    carrier: carrier === undefined ? null : { file: reach.file, ...carrier },
    mayReachFinal,
    requestedBy: linesOf(reach, index, end),
  }
}

/** The instructions that take one of the entries `[from, to)`, each once. */
function linesOf({ outcomes, plan, file }: ReachFacts, from: number, to: number): Explanation['requestedBy'] {
  const taking = outcomes.filter(({ placements }) => placements.some(one => one.from < to && from < one.to))
  const lines = new Map(
    taking.map(({ stage, transfer: { onbuildLine, line, text } }) => {
      const at = { file, line: onbuildLine ?? line, instruction: text }
      return [`${stage} ${at.line}`, { ...at, stage: plan.stages[stage]!.name ?? String(stage) }]
    }),
  )
  return [...lines.values()]
}

/** The root itself is never matched: it is always there. */
function wholeContext({ entries }: Snapshot, reach: ReachFacts | undefined): Explanation {
  return {
    path: spell('.'),
    exists: true,
    sent: true,
    decidedBy: null,
    trace: [],
    requested: reach === undefined ? null : reach.requested.whole,
    exposure: null,
    carrier: null,
    mayReachFinal: false,
    requestedBy: reach === undefined ? [] : linesOf(reach, 0, entries.length),
    git: null,
    belowExcluded: null,
  }
}
