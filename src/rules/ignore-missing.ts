import type { ContextEntry } from '../model/entry.ts'
import type { Rule, RuleContext } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineFor, ignoreLineForName } from '../model/ignore-line.ts'
import { baseName } from '../model/path.ts'
import { type Collapsed, collapse } from './collapse.ts'
import { groupBy } from './group-by.ts'
import { isOwn } from './junk.ts'
import { ordinaryEntries, wholeDirectories } from './whole-directories.ts'

/** What one line of an ignore file would leave out. */
interface Worth {
  line: string
  found: readonly Collapsed[]
  bytes: number
}

/** Further ones are counted, not named. */
const NAMED = 3

export const ignoreMissing: Rule = {
  id: 'ignore-missing',
  title: 'No ignore file applies',
  severity: 'warning',
  needs: ['git'],
  *check(ctx) {
    // one that is there and does not apply is told by ignore-inactive, ignore-fails-open or ignore-invalid
    if (ctx.snapshot.ignoreFile || ctx.snapshot.ignoreCandidates.length > 0) return
    const worth = worthExcluding(ctx)
    if (worth.length === 0) return
    const parts = worth.slice(0, NAMED).map(described)
    if (worth.length > NAMED) parts.push(`${worth.length - NAMED} more`)
    const lines = worth.map(one => one.line)
    yield {
      rule: ignoreMissing.id,
      severity: 'warning',
      message: `no ignore file applies, so the whole directory is the build context: ${listed(parts)}`,
      exposure: 'sent',
      data: { lines },
      fix: {
        why: `make a .dockerignore at the root of the context; begin with ${lines.slice(0, NAMED).join(', ')}`,
      },
    }
  },
}

/** The largest first. */
function worthExcluding(ctx: RuleContext): Worth[] {
  const whole = wholeDirectories(ctx).map(directory => ({
    line: lineForWhole(directory),
    one: { entry: directory.entry, ...ctx.totalsOf(directory.entry.path) },
  }))
  const isWorth = (entry: ContextEntry) =>
    isEnvironmentFile(entry) || ctx.git?.stateOf(entry.path) === 'ignored'
  const files = collapse(ordinaryEntries(ctx), isWorth).map(one => ({ line: lineForFile(one.entry), one }))
  return [...groupBy([...whole, ...files], ({ line }) => line)]
    .map(([line, group]) => {
      const found = group.map(({ one }) => one)
      return { line, found, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) }
    })
    .sort((a, b) => b.bytes - a.bytes)
}

/** At every depth, where the name means one thing only. */
function lineForWhole(directory: ReturnType<typeof wholeDirectories>[number]): string {
  const { as, entry } = directory
  if (as === 'vcs') return ignoreLineForName(entry.path)
  return as === 'junk' && !isOwn(directory.junk) ? `**/${directory.junk.name}` : ignoreLineFor(entry.path)
}

function lineForFile(entry: ContextEntry): string {
  return isEnvironmentFile(entry) ? ignoreLineForName(entry.path) : ignoreLineFor(entry.rawPath ?? entry.path)
}

function isEnvironmentFile({ kind, path }: ContextEntry): boolean {
  if (kind !== 'file' || !path.includes('.env')) return false
  return /^\.env(\.(?!example|sample|template|dist|defaults?)[^/]*)?$/.test(baseName(path))
}

function described({ found, bytes }: Worth): string {
  const [first, ...others] = found
  const name = `${first!.entry.path}${others.length > 0 ? ` and ${formatNumberOf(others.length, 'other')}` : ''}`
  const files = found.reduce((sum, one) => sum + one.files, 0)
  const count = files === 1 ? '' : `${formatNumberOf(files, 'file')}, `
  return `${name} (${count}${formatBytes(bytes)})`
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
