import { CtxguardError } from '../errors.ts'
import type { ContextEntry } from '../model/entry.ts'
import { type ContextPath, isBelow } from '../model/path.ts'
import type { ReachFacts } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** What of a context is packed or staged. */
export interface Selection {
  /**
   * Depth first, byte order within a directory, every directory before what it holds. `hardlinkOf` names an entry that
   * stands above; the first of a file's names that is among them is the file itself.
   */
  entries: readonly ContextEntry[]
  /** they are all that is sent */
  whole: boolean
  /** why they are, though less was wanted; one sentence each */
  because: readonly string[]
}

export interface SelectOptions {
  /** all that is sent, not only what the Dockerfile makes the builder take */
  allSent?: boolean
}

/**
 * The entries that give the same build as the whole context: what the builder takes, the directories above it, and the
 * links on the way. All that is sent where nothing less is known to do: without a Dockerfile (`reach` is absent), or
 * where only the build itself could tell what it takes (SEMANTICS.md 7.10). Throws a {@link CtxguardError} where a file
 * among them can't be read: BuildKit would send it empty, and nobody would hear of it.
 */
export function selectEntries(
  snapshot: Snapshot,
  reach: ReachFacts | undefined,
  { allSent = false }: SelectOptions = {},
): Selection {
  const because = allSent ? [] : unknownNeeds(reach)
  const takesAll = allSent || because.length > 0 || reach!.requested.whole
  const entries = takesAll ? snapshot.entries : takenEntries(snapshot, reach!)
  const unread = entries.find(({ kind, unreadable }) => kind === 'file' && unreadable)
  if (unread !== undefined)
    throw new CtxguardError(`${unread.path} can't be read: permission denied`, {
      hint: 'give read permission or exclude it: a build would get it empty, or fail',
    })
  return { entries: withFirstNames(entries), whole: entries.length === snapshot.entries.length, because }
}

function unknownNeeds(reach: ReachFacts | undefined): string[] {
  if (reach === undefined) return ['no Dockerfile says what the build takes']
  const { unknown, context } = reach.plan
  // that any base image may have ONBUILD instructions (line 0) is true of nearly every build
  const needs = unknown.filter(
    ({ kind, line, everything }) =>
      everything || (!context.whole && (kind === 'base-variable' || (kind === 'base-onbuild' && line > 0))),
  )
  return needs.map(({ reason }) => reason)
}

function takenEntries({ entries, request }: Snapshot, { requested }: ReachFacts): ContextEntry[] {
  const taken = entries.map((_, index) => requested.has(index))
  addParents(entries, taken)
  // podman's own listing names what lies at the end of links, and not the links
  if (request.builder === 'podman') {
    addLinks(entries, taken)
    addParents(entries, taken)
  }
  return entries.filter((_, index) => taken[index])
}

/** Marks the directories above each marked entry. */
function addParents(entries: readonly ContextEntry[], taken: boolean[]): void {
  const above: number[] = []
  entries.forEach((entry, index) => {
    while (above.length > 0 && !isBelow(entry.path, entries[above.at(-1)!]!.path)) above.pop()
    if (taken[index]) for (let i = above.length - 1; i >= 0 && !taken[above[i]!]; i--) taken[above[i]!] = true
    if (entry.kind === 'directory') above.push(index)
  })
}

/** Marks links that lead to a marked entry: whatever lies on the way to one does. */
function addLinks(entries: readonly ContextEntry[], taken: boolean[]): void {
  const packed = new Set(entries.flatMap(({ path }, index) => (taken[index] ? [path] : [])))
  entries.forEach(({ link }, index) => {
    if (link?.outcome === 'found' && (link.resolved === '' || packed.has(link.resolved))) taken[index] = true
  })
}

/** A builder sends the first name that it sends as the file, and the others as links to that (fsutil stat_unix.go). */
function withFirstNames(entries: readonly ContextEntry[]): readonly ContextEntry[] {
  const first = new Map<ContextPath, ContextPath>()
  return entries.map(entry => {
    if (entry.nlink === undefined) return entry
    const name = entry.hardlinkOf ?? entry.path
    const known = first.get(name)
    if (known === undefined) first.set(name, entry.path)
    if (known === entry.hardlinkOf) return entry
    const { hardlinkOf: _, ...file } = entry
    return known === undefined ? file : { ...file, hardlinkOf: known }
  })
}
