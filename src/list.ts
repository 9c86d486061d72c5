import { relative, resolve } from 'node:path'
import { decidingLine, lateProblems, type PreparedContext, prepareContext } from './context/prepare.ts'
import { entryDescriber, takeSnapshot } from './context/snapshot.ts'
import type { Step } from './context/walk.ts'
import { ContextRefusedError, IgnoreFileError } from './errors.ts'
import type { ContextEntry } from './model/entry.ts'
import type { IgnorePattern, IgnoreProblem } from './model/ignore.ts'
import type { RawPath } from './model/path.ts'
import type { BuildRequest } from './model/request.ts'
import type { Incomplete, Refusal, Snapshot, Totals } from './model/snapshot.ts'
import { type RequestOptions, resolveRequest } from './request/resolve.ts'

export type ListOptions = Pick<RequestOptions, 'contextDir' | 'dockerfile' | 'ignoreFile' | 'builder'>

/**
 * Lists exactly what the builder would take of a directory: depth first, byte order within a directory, parents
 * included. What could not be learnt is in `incomplete`.
 *
 * Rejects with an {@link IgnoreFileError} (file, line, the builder's reason) where the builder would refuse the
 * ignore file, with a {@link ContextRefusedError} where it would not find or accept the Dockerfile or fails on an
 * entry, and with a UsageError where the context is not a directory.
 */
export async function listContext(options: ListOptions): Promise<Snapshot> {
  const request = resolveRequest(options)
  throwIfDockerfileRefused(request)
  const snapshot = await takeSnapshot(request)
  throwIfRefused(snapshot.ignoreProblems, snapshot.refusals)
  return snapshot
}

/** What of a listing a build takes. */
export interface Taken {
  /** null where no Dockerfile tells */
  totals: Totals | null
  has(path: RawPath): boolean | null
  incomplete: Incomplete[]
}

/**
 * What the Dockerfile of a request makes of its context. Walks it, unless the Dockerfile takes all or there is none.
 * Rejects with a DockerfileError where the builder would refuse the Dockerfile.
 */
export async function takenOf(request: BuildRequest): Promise<Taken> {
  // a plain listing does without
  const [{ planFor }, { reachOf }] = await Promise.all([import('./plan.ts'), import('./reach/index.ts')])
  const { plan, label, incomplete, refused } = await planFor(request)
  if (refused !== undefined) throw refused
  if (plan === undefined) return { totals: null, has: () => null, incomplete }
  const snapshot = await takeSnapshot(request)
  const { requested } = reachOf(snapshot, plan, label!)
  const paths = new Set(
    snapshot.entries.flatMap(({ path, rawPath }, i) => (requested.has(i) ? [rawPath ?? path] : [])),
  ) as ReadonlySet<string>
  return { totals: requested.totals, has: path => paths.has(path), incomplete }
}

export type SentStep = Step & { type: 'sent' }
export type ExcludedStep = Step & { type: 'excluded' }

/** The same as a stream, for contexts that are too large to hold. */
export interface Listing {
  request: BuildRequest
  /** what the walk comes by; throws, at its end at the latest, where {@link listContext} would reject */
  steps(): Generator<SentStep | ExcludedStep>
  /** an entry with its size, mode and link; undefined where it vanished meanwhile */
  describe(step: SentStep): ContextEntry | undefined
  /** the ignore line that decided */
  lineOf(step: SentStep | ExcludedStep): { file: string; pattern: IgnorePattern } | undefined
  /** what could not be learnt, so far */
  incomplete: Incomplete[]
  /** leaves a file out: one that the caller itself has there for a moment; absolute */
  without(file: string | undefined): void
}

/** Begins a listing. Throws as {@link listContext} rejects, where the walk is not needed to know. */
export function openListing(options: RequestOptions): Listing {
  const request = resolveRequest(options)
  throwIfDockerfileRefused(request)
  const prepared = prepareContext(request)
  throwIfRefused(prepared.problems, [])
  const describe = entryDescriber(prepared)
  const incomplete: Incomplete[] = [...prepared.notes]
  const own = new Set<string>()
  return {
    request,
    incomplete,
    steps: () => stepsOf(prepared, incomplete, own),
    without: file => {
      if (file !== undefined) own.add(relative(request.context.dir, resolve(file)))
    },
    describe: step => describe(step, incomplete),
    lineOf: ({ by }) => {
      const pattern = decidingLine(prepared, by)
      return pattern && { file: prepared.ignoreFile?.label ?? '', pattern }
    },
  }
}

function* stepsOf(
  prepared: PreparedContext,
  incomplete: Incomplete[],
  own: ReadonlySet<string>,
): Generator<SentStep | ExcludedStep> {
  for (const step of prepared.walk()) {
    if (step.type === 'sent' || step.type === 'excluded') {
      if (own.size === 0 || !own.has(step.path)) yield step
    } else if (step.type === 'incomplete') incomplete.push(step.incomplete)
    else throwIfRefused([], [step.refusal])
  }
  throwIfRefused(lateProblems(prepared), [])
}

/** Throws a {@link ContextRefusedError} where the builder would not find or accept the Dockerfile. */
export function throwIfDockerfileRefused({ dockerfile }: BuildRequest): void {
  if (dockerfile.kind !== 'refused') return
  throw new ContextRefusedError(`${dockerfile.file}: ${dockerfile.reason}`, { hint: dockerfile.hint })
}

/** Throws for the first line of an ignore file, or the first entry, that stops the builder. */
export function throwIfRefused([problem]: readonly IgnoreProblem[], [refusal]: readonly Refusal[]): void {
  if (problem !== undefined)
    throw new IgnoreFileError(problem, { hint: 'mend the ignore file: the build fails on it too' })
  if (refusal !== undefined)
    throw new ContextRefusedError(`${refusal.path}: ${refusal.reason}`, { hint: refusal.hint })
}
