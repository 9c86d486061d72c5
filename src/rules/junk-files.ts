import type { ContextEntry } from '../model/entry.ts'
import type { RuleContext } from '../model/finding.ts'
import { baseName } from '../model/path.ts'
import { isTracked } from './git-state.ts'
import { JUNK_FILES } from './junk-names.ts'
import { oncePerWalk } from './once.ts'

/** Whether an operating system left the file behind. One that git tracks is somebody's own. */
export function isJunkFile(ctx: RuleContext, entry: ContextEntry): boolean {
  return junkFiles(ctx).has(entry)
}

const junkFiles = oncePerWalk((ctx): ReadonlySet<ContextEntry> => {
  const files = ctx.snapshot.entries.filter(
    entry => entry.kind === 'file' && JUNK_FILES.has(baseName(entry.path)),
  )
  return new Set(files.filter(entry => !isTracked(ctx, entry)))
})
