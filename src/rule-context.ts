import type { ContextEntry } from './model/entry.ts'
import type { Limits, RuleContext, SeenContent } from './model/finding.ts'
import type { GitFacts } from './model/git.ts'
import { isBelow, type RawPath } from './model/path.ts'
import type { FileSecrets } from './model/secret.ts'
import type { Incomplete, Snapshot, Totals } from './model/snapshot.ts'

/** What was gathered of a context. */
export interface Evidence {
  snapshot: Snapshot
  git?: GitFacts | undefined
  /** what the search for secrets saw */
  contents?: (SeenContent & { secrets: ReadonlyMap<ContextEntry, FileSecrets> }) | undefined
}

/** The one door through which rules see a snapshot. What could not be read is added to `incomplete`, once. */
export function ruleContext(
  { snapshot, git, contents }: Evidence,
  limits: Limits,
  incomplete: Incomplete[],
): RuleContext {
  const { entries, source } = snapshot
  const positions = new Map(entries.map((entry, index) => [entry.path as string, index]))
  const noted = new Set<string>()
  const note = (about: Incomplete) => {
    if (!noted.has(about.what)) incomplete.push(about)
    noted.add(about.what)
  }

  return {
    snapshot,
    ...(git && { git }),
    ...(contents && { secrets: contents.secrets, seen: contents }),
    limits,
    indexOf: path => positions.get(path),
    entryAt: path => {
      const position = positions.get(path)
      return position === undefined ? undefined : entries[position]
    },
    below: dir => (dir === '' ? entries : slice(entries, positions.get(dir), dir)),
    totalsOf: dir => totals(dir === '' ? entries : slice(entries, positions.get(dir), dir)),
    read: (entry, limit) => {
      if (entry.kind !== 'file') return undefined
      try {
        return source.read((entry.rawPath ?? entry.path) as RawPath, limit)
      } catch (error) {
        note(unreadable(entry, error))
        return undefined
      }
    },
    countBelow: (dir, limit) => countBelow(snapshot, dir as string as RawPath, limit),
  }
}

/** Everything below a directory follows it at once: entries are in depth-first order. */
function slice(entries: readonly ContextEntry[], position: number | undefined, dir: string): ContextEntry[] {
  if (position === undefined) return []
  let end = position + 1
  while (end < entries.length && isBelow(entries[end]!.path, dir)) end++
  return entries.slice(position + 1, end)
}

function totals(entries: readonly ContextEntry[]): Totals {
  let files = 0
  let bytes = 0
  for (const entry of entries) {
    if (entry.kind === 'directory') continue
    files++
    if (entry.hardlinkOf === undefined) bytes += entry.bytes
  }
  return { files, bytes }
}

function unreadable({ path }: ContextEntry, error: unknown): Incomplete {
  const { code, message } = error as NodeJS.ErrnoException
  return {
    what: `${path} could not be read`,
    path,
    reason: code === 'EACCES' ? 'permission denied' : message,
    hint: 'what it holds was not looked at',
    fatal: false,
  }
}

function countBelow({ source }: Snapshot, dir: RawPath, limit: number): number {
  const open = [dir]
  let count = 0
  for (let next = open.pop(); next !== undefined && count < limit; next = open.pop()) {
    for (const child of childrenOf(source, next)) {
      if (++count >= limit) break
      if (child.kind === 'directory') open.push(`${next}/${child.name}` as RawPath)
    }
  }
  return count
}

function childrenOf(source: Snapshot['source'], dir: RawPath) {
  try {
    return source.children(dir)
  } catch {
    return [] // excluded: that it can't be listed is nobody's concern
  }
}
