import type { ContextEntry } from '../model/entry.ts'
import { isBelow } from '../model/path.ts'
import { type JunkDirectory, junkFinder } from './junk.ts'
import { withoutJunkFiles } from './junk-files.ts'
import { oncePerWalk } from './once.ts'
import { type VcsDirectory, vcsDirectoryAt } from './vcs.ts'
import { type Worktrees, worktreesAt } from './worktrees.ts'

/** A directory that one rule reports as a whole, so that the others have nothing to say of what is in it. */
type WholeDirectory = JunkDirectory | VcsDirectory | Worktrees

/** The topmost such directories, in the snapshot's order. */
export const wholeDirectories = oncePerWalk((ctx): readonly WholeDirectory[] => {
  const junkAt = junkFinder(ctx)
  const found: WholeDirectory[] = []
  for (const entry of ctx.snapshot.entries) {
    const last = found.at(-1)
    if (entry.kind !== 'directory' || (last && isBelow(entry.path, last.entry.path))) continue
    const whole = vcsDirectoryAt(ctx, entry) ?? worktreesAt(ctx, entry) ?? junkAt(entry)
    if (whole) found.push(whole)
  }
  return found
})

/** What is sent and not reported as part of a whole directory, nor left behind by an operating system. */
export const ordinaryEntries = oncePerWalk((ctx): readonly ContextEntry[] => {
  const reported = wholeDirectories(ctx).filter(whole => whole.as !== 'junk' || !whole.letIn)
  return withoutJunkFiles(ctx, entriesOutside(ctx.snapshot.entries, reported))
})

/** The entries, in their order, that neither are one of these directories nor lie below one. */
export function entriesOutside(
  entries: readonly ContextEntry[],
  directories: readonly WholeDirectory[],
): readonly ContextEntry[] {
  if (directories.length === 0) return entries
  const roots = new Set(directories.map(whole => whole.entry))
  let inside: ContextEntry | undefined
  return entries.filter(entry => {
    if (inside && isBelow(entry.path, inside.path)) return false
    inside = roots.has(entry) ? entry : undefined
    return inside === undefined
  })
}
