import type { RuleContext } from '../model/finding.ts'
import type { Range } from '../model/reach.ts'
import type { Totals } from '../model/snapshot.ts'
import { bytesOnce } from './collapse.ts'
import { oncePerWalk } from './once.ts'

/** Files and bytes of runs of entries that do not overlap, whatever their length at the same price. */
export function rangeTotals(ctx: RuleContext, ranges: readonly Range[]): Totals {
  const { files, bytes } = sums(ctx)
  return ranges.reduce(
    (total, { from, to }) => ({
      files: total.files + files[to]! - files[from]!,
      bytes: total.bytes + bytes[to]! - bytes[from]!,
    }),
    { files: 0, bytes: 0 },
  )
}

/** What lies before each entry. */
const sums = oncePerWalk(({ snapshot: { entries } }) => {
  const files = new Float64Array(entries.length + 1)
  const bytes = new Float64Array(entries.length + 1)
  for (const [index, entry] of entries.entries()) {
    const isFile = entry.kind !== 'directory'
    files[index + 1] = files[index]! + (isFile ? 1 : 0)
    bytes[index + 1] = bytes[index]! + (isFile ? bytesOnce(entry) : 0)
  }
  return { files, bytes }
})
