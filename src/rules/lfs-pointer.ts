import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatBytes } from '../model/format.ts'
import { LFS_POINTER_LIMIT, sizeInLfsPointer } from '../model/lfs-pointer.ts'
import { isTracked } from './git-state.ts'
import { lfsAttributes } from './lfs-attributes.ts'
import { ordinaryEntries } from './whole-directories.ts'

export const lfsPointer: Rule = {
  id: 'lfs-pointer',
  title: 'A Git LFS pointer is sent in place of the file',
  severity: 'warning',
  needs: ['git', 'content'],
  exposure: { falls: true },
  *check(ctx) {
    if (ctx.seen?.pointers.size === 0) return
    const lfs = lfsAttributes(ctx)
    for (const entry of ordinaryEntries(ctx)) {
      if (entry.kind !== 'file' || entry.unreadable || entry.bytes >= LFS_POINTER_LIMIT) continue
      const candidate = lfs.complete
        ? lfs.marks(entry.path)
        : lfs.marks(entry.path) || (hasUsualSize(entry) && isTracked(ctx, entry))
      const size = candidate ? sizeInPointer(ctx, entry) : undefined
      if (size !== undefined) yield finding(entry, size)
    }
  },
}

/** Of a pointer without extensions: 126 bytes and what the number of the size takes beyond one digit. */
function hasUsualSize({ bytes }: ContextEntry): boolean {
  return bytes >= 120 && bytes <= 200
}

/** The size of the file that a pointer stands for, or undefined where it is no pointer. */
function sizeInPointer(ctx: RuleContext, entry: ContextEntry): number | undefined {
  if (ctx.seen) return ctx.seen.pointers.get(entry)
  const bytes = ctx.read(entry, LFS_POINTER_LIMIT)
  return bytes && sizeInLfsPointer(bytes)
}

function finding({ path, bytes }: ContextEntry, size: number): Finding {
  return {
    rule: lfsPointer.id,
    severity: 'warning',
    path,
    message: `${path} is a Git LFS pointer: the build context holds its ${formatBytes(bytes)} in place of the ${formatBytes(size)} of the file`,
    exposure: 'sent',
    data: { size },
    bytes,
    fix: { why: 'git lfs pull fetches the file' },
  }
}
