import type { ContextEntry } from '../model/entry.ts'
import type { Limits, Rule } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineOf } from '../model/ignore-line.ts'
import type { ReachFacts } from '../model/reach.ts'
import type { Totals } from '../model/snapshot.ts'
import { bytesOnce } from './collapse.ts'
import { lfsAttributes } from './lfs-attributes.ts'
import { ordinaryEntries } from './whole-directories.ts'

export const contextTooLarge: Rule = {
  id: 'context-too-large',
  title: 'The context is over its limit',
  severity: 'error',
  needs: ['dockerfile'],
  *check({ snapshot: { totals }, reach, limits }) {
    const broken = brokenLimits(totals, limits)
    if (broken.length === 0) return
    // a limit that nobody has set is there for the sake of what is transferred
    const isTaken = reach === undefined || brokenLimits(reach.requested.totals, limits).length > 0
    const over = `over the ${limits.budget ? 'budget' : 'limit'} of ${broken.join(' and ')}`
    yield {
      rule: contextTooLarge.id,
      severity: limits.budget ? 'error' : isTaken ? 'warning' : 'info',
      message: `the context holds ${sized(totals)}, ${over}${taken(reach?.requested)}`,
      exposure: reach !== undefined && isTaken ? 'requested' : 'sent',
      data: {
        limitBytes: limits.contextBytes,
        limitFiles: limits.contextFiles,
        overBytes: totals.bytes > limits.contextBytes,
        overFiles: totals.files > limits.contextFiles,
        ...(reach && { requested: reach.requested.totals }),
      },
      ...totals,
      fix: {
        why: 'exclude what the image does not need; junk-directory and large-directory say where it lies',
      },
    }
  },
}

function brokenLimits({ files, bytes }: Totals, { contextBytes, contextFiles }: Limits): string[] {
  return [
    ...(bytes > contextBytes ? [formatBytes(contextBytes)] : []),
    ...(files > contextFiles ? [formatNumberOf(contextFiles, 'file')] : []),
  ]
}

function sized({ files, bytes }: Totals): string {
  return `${formatBytes(bytes)} in ${formatNumberOf(files, 'file')}`
}

function taken(requested: ReachFacts['requested'] | undefined): string {
  if (requested === undefined) return ''
  if (requested.whole) return '; this build takes all of it'
  return `; this build takes ${requested.totals.files === 0 ? 'none' : sized(requested.totals)} of it`
}

export const largeFile: Rule = {
  id: 'large-file',
  title: 'A large file is sent',
  severity: 'warning',
  needs: ['content'],
  exposure: { falls: true },
  *check(ctx) {
    const { fileBytes } = ctx.limits
    const isLarge = (entry: ContextEntry) => entry.kind === 'file' && bytesOnce(entry) > fileBytes
    const large = ordinaryEntries(ctx).filter(isLarge)
    if (large.length === 0) return
    const lfs = lfsAttributes(ctx)
    for (const entry of large.filter(({ path }) => !lfs.marks(path))) {
      yield {
        rule: largeFile.id,
        severity: 'warning',
        path: entry.path,
        message: `${entry.path} (${formatBytes(entry.bytes)}) is in the build context; the limit for one file is ${formatBytes(fileBytes)}`,
        exposure: 'sent',
        data: { limitBytes: fileBytes },
        bytes: entry.bytes,
        fix: {
          pattern: ignoreLineOf(entry),
          why: 'where the image needs it, fetch it in a stage, or raise limits.file',
        },
      }
    }
  },
}
