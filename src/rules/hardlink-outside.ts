import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatNumberOf } from '../model/format.ts'
import { type ContextPath, parentPath } from '../model/path.ts'
import { groupBy } from './group-by.ts'
import { ordinaryEntries } from './whole-directories.ts'

/** A file of which not every name is sent. */
interface Shared {
  entry: ContextEntry
  /** names that are not sent */
  others: number
}

export const hardlinkOutside: Rule = {
  id: 'hardlink-outside',
  title: 'A file has further names that are not sent',
  severity: 'warning',
  needs: ['git'],
  exposure: { falls: true },
  *check(ctx) {
    const groups = groupBy(sharedFiles(ctx), ({ entry }) => topDirectory(entry.path))
    for (const group of groups.values()) {
      const single = group.length === 1 || !group[0]!.entry.path.includes('/')
      yield single ? fileFinding(group[0]!) : directoryFinding(group)
    }
  },
}

function sharedFiles(ctx: RuleContext): Shared[] {
  const several = ctx.snapshot.entries.filter(entry => entry.nlink !== undefined)
  if (several.length === 0) return []
  const ordinary = new Set(ordinaryEntries(ctx))
  const names = groupBy(several, entry => entry.hardlinkOf ?? entry.path)
  return [...names.values()].flatMap(sent => {
    const entry = sent.find(name => ordinary.has(name))
    const others = sent[0]!.nlink! - sent.length
    return entry !== undefined && others > 0 ? [{ entry, others }] : []
  })
}

/** A file at the root is a group of its own. */
function topDirectory(path: ContextPath): string {
  return path.split('/')[0]!
}

function fileFinding({ entry, others }: Shared): Finding {
  return {
    rule: hardlinkOutside.id,
    severity: 'warning',
    path: entry.path,
    message: `${entry.path} is a hard link to a file with ${formatNumberOf(others, 'other name')} outside the build context: that content counts as the context's own`,
    exposure: 'sent',
    data: { nlink: entry.nlink, others },
    bytes: entry.bytes,
    fix: { why: 'put a copy in its place if the content is meant to be sent; else exclude it' },
  }
}

function directoryFinding(group: readonly Shared[]): Finding {
  const dir = commonDirectory(group.map(({ entry }) => entry.path))
  return {
    rule: hardlinkOutside.id,
    severity: 'warning',
    path: dir,
    message: `${dir} holds ${formatNumberOf(group.length, 'hard link')} to files with other names outside the build context: that content counts as the context's own`,
    exposure: 'sent',
    data: { paths: group.slice(0, 10).map(({ entry }) => entry.path) },
    bytes: group.reduce((sum, { entry }) => sum + entry.bytes, 0),
    files: group.length,
    fix: {
      why: 'package stores and local clones make such links on purpose; else put copies in their place',
    },
  }
}

/** The deepest directory above all of these paths, which share at least the topmost. */
function commonDirectory(paths: readonly ContextPath[]): ContextPath {
  let dir = parentPath(paths[0]!)
  while (paths.some(path => !path.startsWith(`${dir}/`))) dir = parentPath(dir as ContextPath)
  return dir as ContextPath
}
