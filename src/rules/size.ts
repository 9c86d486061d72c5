import type { ContextEntry } from '../model/entry.ts'
import type { Rule } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineOf } from '../model/ignore-line.ts'
import { bytesOnce } from './collapse.ts'
import { lfsAttributes } from './lfs-attributes.ts'
import { ordinaryEntries } from './whole-directories.ts'

export const contextTooLarge: Rule = {
  id: 'context-too-large',
  title: 'The context is over its limit',
  severity: 'warning',
  needs: [],
  *check({ snapshot, limits }) {
    const { files, bytes } = snapshot.totals
    const broken = [
      ...(bytes > limits.contextBytes ? [formatBytes(limits.contextBytes)] : []),
      ...(files > limits.contextFiles ? [formatNumberOf(limits.contextFiles, 'file')] : []),
    ]
    if (broken.length === 0) return
    const over = `over the ${limits.budget ? 'budget' : 'limit'} of ${broken.join(' and ')}`
    yield {
      rule: contextTooLarge.id,
      severity: limits.budget ? 'error' : 'warning',
      message: `the context holds ${formatBytes(bytes)} in ${formatNumberOf(files, 'file')}, ${over}`,
      exposure: 'sent',
      data: {
        limitBytes: limits.contextBytes,
        limitFiles: limits.contextFiles,
        overBytes: bytes > limits.contextBytes,
        overFiles: files > limits.contextFiles,
      },
      bytes,
      files,
      fix: {
        why: 'exclude what the image does not need; junk-directory and large-directory say where it lies',
      },
    }
  },
}

export const largeFile: Rule = {
  id: 'large-file',
  title: 'A large file is sent',
  severity: 'warning',
  needs: ['content'],
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
        message: `${entry.path} (${formatBytes(entry.bytes)}) is sent with the build; the limit for one file is ${formatBytes(fileBytes)}`,
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
