import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineForName, ignoreLineOf } from '../model/ignore-line.ts'
import { baseName } from '../model/path.ts'
import { bytesOnce } from './collapse.ts'
import { groupBy } from './group-by.ts'
import { isOwn, type JunkDirectory } from './junk.ts'
import { junkFiles } from './junk-files.ts'
import { JUNK_FILES, JUNK_KINDS } from './junk-names.ts'
import { entriesOutside, wholeDirectories } from './whole-directories.ts'

export const junkDirectory: Rule = {
  id: 'junk-directory',
  title: 'Dependencies, build output and caches are sent',
  severity: 'warning',
  needs: ['git'],
  exposure: { falls: true },
  *check(ctx) {
    const whole = wholeDirectories(ctx)
    for (const directory of whole) {
      if (directory.as === 'junk' && !directory.letIn) yield directoryFinding(ctx, directory)
    }
    const junk = junkFiles(ctx)
    if (junk.size === 0) return
    const files = entriesOutside(ctx.snapshot.entries, whole).filter(entry => junk.has(entry))
    for (const sameName of groupBy(files, file => baseName(file.path)).values()) yield filesFinding(sameName)
  },
}

function directoryFinding(ctx: RuleContext, { entry, junk }: JunkDirectory): Finding {
  const { files, bytes } = ctx.totalsOf(entry.path)
  const size = `${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
  return {
    rule: junkDirectory.id,
    severity: 'warning',
    path: entry.path,
    message: `${entry.path} (${size}), ${junk.what}, is in the build context; ${JUNK_KINDS[junk.kind]}`,
    exposure: 'sent',
    data: { kind: junk.kind, name: junk.name },
    bytes,
    files,
    fix: isOwn(junk)
      ? { pattern: ignoreLineOf(entry), why: 'the name alone may mean something else elsewhere' }
      : { pattern: `**/${junk.name}`, why: 'it excludes every directory of that name, at any depth' },
  }
}

function filesFinding(files: ContextEntry[]): Finding {
  const [first, ...others] = files
  const path = first!.path
  const what = `left behind by ${JUNK_FILES.get(baseName(path))}`
  return {
    rule: junkDirectory.id,
    severity: 'warning',
    path,
    message:
      others.length === 0
        ? `${path}, ${what}, is in the build context; ${JUNK_KINDS.system}`
        : `${path} and ${formatNumberOf(others.length, 'other')} of that name, ${what}, are in the build context; ${JUNK_KINDS.system}`,
    exposure: 'sent',
    data: { kind: 'system', name: baseName(path), paths: files.map(file => file.path) },
    bytes: files.reduce((sum, file) => sum + bytesOnce(file), 0),
    files: files.length,
    fix: { pattern: ignoreLineForName(path), why: 'it excludes every file of that name, at any depth' },
  }
}
