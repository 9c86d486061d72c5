import { isAbsolute, posix, relative } from 'node:path'
import { UsageError } from '../errors.ts'
import { Matcher, type Trace, tracePath } from '../ignore/index.ts'
import type { Explanation, LineReference } from '../model/explanation.ts'
import type { GitFacts } from '../model/git.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { type RawPath, spell } from '../model/path.ts'
import type { Snapshot } from '../model/snapshot.ts'

/**
 * Says whether a path is sent and which lines of the ignore file decided. `path` is relative to the context, or
 * absolute and inside it; it need not exist. Throws a UsageError for a path outside the context.
 */
export function explainPath(snapshot: Snapshot, path: string, git?: GitFacts): Explanation {
  const inside = pathInContext(snapshot, path)
  if (inside === '') return wholeContext()
  const entry = snapshot.entries.find(one => one.path === inside || one.rawPath === inside)
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
    requestedBy: [],
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

/** The root itself is never matched: it is always there. */
function wholeContext(): Explanation {
  return {
    path: spell('.'),
    exists: true,
    sent: true,
    decidedBy: null,
    trace: [],
    requestedBy: [],
    git: null,
    belowExcluded: null,
  }
}
