import { createHash } from 'node:crypto'
import type { ContextEntry } from '../model/entry.ts'
import { DIGESTED_BYTES, type Finding, type Rule, type RuleContext } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { groupBy } from './group-by.ts'
import { ordinaryEntries } from './whole-directories.ts'

/** Most files that differ do so early: these bytes spare the reading of the rest. */
const HEAD_BYTES = 2 ** 15
/** Read in one audit at most, the largest files first. */
const MOST_BYTES_READ = 256 * 2 ** 20

export const duplicateContent: Rule = {
  id: 'duplicate-content',
  title: 'The same content is sent several times',
  severity: 'info',
  needs: ['content'],
  *check(ctx) {
    const large = ordinaryEntries(ctx).filter(isCandidate)
    const sizes = [...groupBy(large, entry => entry.bytes).values()].sort((a, b) => b[0]!.bytes - a[0]!.bytes)
    let unread = MOST_BYTES_READ
    for (const sameSize of sizes.filter(isSeveral)) {
      for (const { entries: sameHead, isWhole } of perhapsSame(ctx, sameSize)) {
        if (isWhole) {
          yield finding(sameHead)
          continue
        }
        const bytes = sameHead[0]!.bytes * sameHead.length
        if (bytes > unread) continue
        unread -= bytes
        for (const same of sameContent(ctx, sameHead)) yield finding(same)
      }
    }
  },
}

/** A further name of a file is no copy of it: builders send it as a hard link. */
function isCandidate(entry: ContextEntry): boolean {
  return (
    entry.kind === 'file' &&
    entry.bytes >= DIGESTED_BYTES &&
    entry.hardlinkOf === undefined &&
    !entry.unreadable &&
    !entry.arrivesEmpty
  )
}

/** Groups that may be the same, by what is known of them or by their beginnings; `isWhole` where they are. */
function perhapsSame(
  ctx: RuleContext,
  sameSize: readonly ContextEntry[],
): { entries: ContextEntry[]; isWhole: boolean }[] {
  const known = sameSize.map(entry => ctx.seen?.digests.get(entry))
  if (known.some(digest => digest === undefined))
    return sameContent(ctx, sameSize, HEAD_BYTES).map(entries => ({ entries, isWhole: false }))
  const groups = groupBy(
    sameSize.map((entry, i) => ({ entry, digest: known[i]! })),
    one => one.digest.sha256,
  )
  return [...groups.values()].filter(isSeveral).map(group => ({
    entries: group.map(one => one.entry),
    isWhole: group.every(one => one.digest.isWhole),
  }))
}

function sameContent(ctx: RuleContext, entries: readonly ContextEntry[], limit?: number): ContextEntry[][] {
  const read = entries.flatMap(entry => {
    const bytes = ctx.read(entry, limit)
    return bytes ? [{ entry, digest: createHash('sha256').update(bytes).digest('hex') }] : []
  })
  const groups = [...groupBy(read, one => one.digest).values()]
  return groups.filter(isSeveral).map(group => group.map(one => one.entry))
}

function isSeveral(group: readonly unknown[]): boolean {
  return group.length > 1
}

function finding(same: ContextEntry[]): Finding {
  const [first, ...copies] = same
  const { path, bytes } = first!
  const others =
    copies.length === 1 ? `as ${copies[0]!.path}` : `in ${formatNumberOf(copies.length, 'other file')}`
  const wasted = bytes * copies.length
  return {
    rule: duplicateContent.id,
    severity: 'info',
    path,
    message: `${path} (${formatBytes(bytes)}) is in the build context again ${others}: ${formatBytes(wasted)} more than needed`,
    exposure: 'sent',
    data: { paths: same.map(entry => entry.path) },
    bytes: wasted,
    files: same.length,
    fix: { why: 'keep one copy, or exclude the ones that the image does not need' },
  }
}
