import type { Finding, Rule } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineFor, ignoreLineOf } from '../model/ignore-line.ts'
import { type ContextPath, joinPath, parentPath } from '../model/path.ts'
import { bytesOnce, type Collapsed, collapse } from './collapse.ts'
import { groupBy } from './group-by.ts'
import type { StrayKind } from './stray-kinds.ts'
import { type Stray, strayAt } from './strays.ts'
import { ordinaryEntries } from './whole-directories.ts'

export const strayArtifact: Rule = {
  id: 'stray-artifact',
  title: 'Logs, dumps, archives and databases are sent',
  severity: 'warning',
  needs: ['git', 'content'],
  exposure: { falls: true },
  *check(ctx) {
    const entries = ordinaryEntries(ctx)
    const strays = new Map<ContextPath, Stray>()
    for (const entry of entries) {
      const stray = strayAt(ctx, entry)
      if (stray) strays.set(entry.path, stray)
    }
    for (const kind of new Set([...strays.values()].map(stray => stray.kind))) {
      const found = collapse(entries, entry => strays.get(entry.path)?.kind === kind)
      for (const one of found.filter(({ entry }) => entry.kind === 'directory'))
        yield directoryFinding(one, kind)
      const files = found.flatMap(({ entry }) => strays.get(entry.path) ?? [])
      for (const alike of groupBy(files, alikeKey).values()) {
        yield alike.length === 1 ? fileFinding(alike[0]!) : groupFinding(alike)
      }
    }
  },
}

/** Files of one directory that one ignore line excludes. */
function alikeKey({ entry, ending }: Stray): string {
  return ending ? joinPath(parentPath(entry.path), `*${ending}`) : entry.path
}

function directoryFinding({ entry, files, bytes }: Collapsed, kind: StrayKind): Finding {
  const size = `${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
  return finding(kind, ignoreLineOf(entry), {
    path: entry.path,
    message: `${entry.path} (${size}) holds nothing but ${kind.plural}, and they are in the build context`,
    bytes,
    files,
  })
}

function fileFinding({ entry, kind }: Stray): Finding {
  const article = kind.kind.startsWith('a') ? 'an' : 'a'
  return finding(kind, ignoreLineOf(entry), {
    path: entry.path,
    message: `${entry.path} (${formatBytes(entry.bytes)}) looks like ${article} ${kind.kind} that was left behind, and is in the build context`,
    bytes: bytesOnce(entry),
  })
}

function groupFinding(alike: Stray[]): Finding {
  const { entry, kind, ending } = alike[0]!
  const dir = parentPath(entry.path)
  const bytes = alike.reduce((sum, stray) => sum + bytesOnce(stray.entry), 0)
  const size = `${formatNumberOf(alike.length, 'file')}, ${formatBytes(bytes)}`
  const rawDir = parentPath(entry.rawPath ?? entry.path)
  const pattern = rawDir === '' ? `*${ending}` : `${ignoreLineFor(rawDir)}/*${ending}`
  return finding(kind, pattern, {
    ...(dir !== '' && { path: dir }),
    message: `${alikeKey(alike[0]!)} (${size}): ${kind.plural} that were left behind are in the build context`,
    bytes,
    files: alike.length,
  })
}

function finding(
  { kind }: StrayKind,
  pattern: string,
  found: Pick<Finding, 'path' | 'message' | 'bytes' | 'files'>,
): Finding {
  return {
    rule: strayArtifact.id,
    severity: 'warning',
    ...found,
    exposure: 'sent',
    data: { kind, pattern },
    fix: { pattern, why: 'where the image needs it, commit it or make it in a stage' },
  }
}
