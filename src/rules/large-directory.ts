import type { ContextEntry } from '../model/entry.ts'
import type { Rule, RuleContext } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineOf } from '../model/ignore-line.ts'
import { isBelow } from '../model/path.ts'
import { bytesOnce } from './collapse.ts'
import { ordinaryEntries } from './whole-directories.ts'

/** Below this the share of a directory is of no interest. */
const WORTH_SAYING_BYTES = 20 * 2 ** 20
/** Part of the context that a directory must hold to be named. */
const LARGE_SHARE = 0.1
const MOST_DIRECTORIES = 5

export const largeDirectory: Rule = {
  id: 'large-directory',
  title: 'Directories that hold most of the context',
  severity: 'info',
  needs: [],
  *check(ctx) {
    const total = ctx.snapshot.totals.bytes
    if (total < WORTH_SAYING_BYTES) return
    const found = heaviest(measure(ctx), total * LARGE_SHARE, ctx.limits.fileBytes).sort(
      (a, b) => b.bytes - a.bytes,
    )
    for (const { entry, files, bytes } of found.slice(0, MOST_DIRECTORIES)) {
      const share = bytes / total
      const size = `${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
      yield {
        rule: largeDirectory.id,
        severity: 'info',
        path: entry.path,
        message: `${entry.path} (${size}) holds ${Math.round(share * 100)} % of the bytes of the context`,
        exposure: 'sent',
        data: { share: Number(share.toFixed(3)) },
        bytes,
        files,
        fix: { pattern: ignoreLineOf(entry), why: 'where the image does not need it' },
      }
    }
  },
}

/** A directory with what lies below it. */
interface Measured {
  entry: ContextEntry
  files: number
  bytes: number
  directories: Measured[]
  /** of the files that lie directly in it */
  largestFileBytes: number
  /** another rule reports it, and says how large it is */
  elsewhere: boolean
}

/** The directories at the top level of the context. */
function measure(ctx: RuleContext): Measured[] {
  const ordinary = new Set(ordinaryEntries(ctx))
  const top: Measured[] = []
  const open: Measured[] = []
  for (const entry of ctx.snapshot.entries) {
    while (open.length > 0 && !isBelow(entry.path, open.at(-1)!.entry.path)) open.pop()
    if (entry.kind !== 'directory') {
      addFile(open, bytesOnce(entry))
      continue
    }
    const elsewhere = !ordinary.has(entry)
    const directory = { entry, files: 0, bytes: 0, directories: [], largestFileBytes: 0, elsewhere }
    const siblings = open.at(-1)?.directories ?? top
    siblings.push(directory)
    open.push(directory)
  }
  return top
}

/** @param above the directories that hold the file, the nearest last */
function addFile(above: readonly Measured[], bytes: number): void {
  for (const directory of above) {
    directory.files++
    directory.bytes += bytes
  }
  const parent = above.at(-1)
  if (parent) parent.largestFileBytes = Math.max(parent.largestFileBytes, bytes)
}

/**
 * Of the large ones the directories that hold the bytes themselves. One whose bytes lie for the most part in large
 * directories merely contains those, and gives way to them; so does one to a file that large-file reports.
 */
function heaviest(siblings: readonly Measured[], largeBytes: number, fileBytes: number): Measured[] {
  return siblings.flatMap(one => {
    const half = one.bytes / 2
    if (one.bytes < largeBytes || one.elsewhere) return []
    if (one.largestFileBytes > Math.max(half, fileBytes)) return []
    const large = one.directories.filter(directory => directory.bytes >= largeBytes)
    const inLarge = large.reduce((sum, directory) => sum + directory.bytes, 0)
    return inLarge >= half ? heaviest(large, largeBytes, fileBytes) : [one]
  })
}
