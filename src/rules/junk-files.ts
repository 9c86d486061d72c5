import type { ContextEntry } from '../model/entry.ts'
import type { RuleContext } from '../model/finding.ts'
import { baseName } from '../model/path.ts'
import { isTracked } from './git-state.ts'
import { JUNK_FILES } from './junk-names.ts'
import { oncePerWalk } from './once.ts'

/** What operating systems left behind. A file that git tracks is somebody's own. */
export const junkFiles = oncePerWalk((ctx): ReadonlySet<ContextEntry> => {
  const files = ctx.snapshot.entries.filter(
    entry => entry.kind === 'file' && JUNK_FILES.has(baseName(entry.path)),
  )
  return new Set(files.filter(entry => !isTracked(ctx, entry)))
})

export function withoutJunkFiles(
  ctx: RuleContext,
  entries: readonly ContextEntry[],
): readonly ContextEntry[] {
  const junk = junkFiles(ctx)
  return junk.size === 0 ? entries : entries.filter(entry => !junk.has(entry))
}
