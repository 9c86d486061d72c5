import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule, RuleContext, Severity } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import type { GitFacts } from '../model/git.ts'
import { ignoreLineOf } from '../model/ignore-line.ts'
import { bytesOnce, type Collapsed, collapse } from './collapse.ts'
import type { JunkDirectory } from './junk.ts'
import { withoutJunkFiles } from './junk-files.ts'
import { insideNestedRepository } from './nested.ts'
import { entriesOutside, ordinaryEntries, wholeDirectories } from './whole-directories.ts'

export const gitignoredSent: Rule = {
  id: 'gitignored-sent',
  title: 'Files that git ignores are sent',
  severity: 'error',
  needs: ['git'],
  exposure: { falls: true },
  *check(ctx) {
    const { git } = ctx
    if (!git) return
    const isIgnored = (entry: ContextEntry) => git.stateOf(entry.path) === 'ignored'
    if (isEveryFile(ctx, isIgnored)) {
      yield wholeContextIgnored(ctx)
      return
    }
    const junk = wholeDirectories(ctx).filter((whole): whole is JunkDirectory => whole.as === 'junk')
    const own = withoutJunkFiles(ctx, entriesOutside(ctx.snapshot.entries, junk))
    for (const found of collapse(own, isIgnored)) {
      const message = `${subject(found)} is ignored by git, and yet in the build context`
      yield finding(gitignoredSent, 'error', found, message, {
        pattern: ignoreLineOf(found.entry),
        why: 'builders do not read .gitignore',
      })
    }
    for (const { entry } of junk.filter(directory => directory.letIn)) {
      for (const found of collapse([entry, ...ctx.below(entry.path)], isIgnored)) {
        const message = `${subject(found)} is ignored by git, but let in by the ignore file; a build from a clean clone would go without it`
        const fix = { pattern: ignoreLineOf(found.entry), why: 'a stage of the image can build it instead' }
        yield finding(gitignoredSent, 'warning', found, message, fix)
      }
    }
  },
}

export const untrackedSent: Rule = {
  id: 'untracked-sent',
  title: 'Files that git does not know are sent',
  severity: 'warning',
  needs: ['git'],
  exposure: { falls: true },
  *check(ctx) {
    const { git } = ctx
    if (!git) return
    if (isEmptyRepository(git)) {
      yield* nothingTracked(ctx, git)
      return
    }
    const isNested = insideNestedRepository(ctx)
    const entries = ordinaryEntries(ctx).filter(entry => !isNested(entry.path) && !isSetUp(ctx, entry.path))
    for (const found of collapse(entries, entry => git.stateOf(entry.path) === 'untracked')) {
      const message = `${subject(found)} is in the build context, but git does not know it; a build from a clean clone would go without it`
      // no pattern: a file that is new is as likely to be wanted as not
      const fix = { why: `commit it, or exclude it with the line ${ignoreLineOf(found.entry)}` }
      yield finding(untrackedSent, 'warning', found, message, fix)
    }
  },
}

export const modifiedSent: Rule = {
  id: 'modified-sent',
  title: 'Changes that are not committed are sent',
  severity: 'info',
  needs: ['git'],
  *check(ctx) {
    const { git } = ctx
    if (!git) return
    for (const found of collapse(ordinaryEntries(ctx), entry => git.stateOf(entry.path) === 'modified')) {
      const message = `${subject(found)} is in the build context with changes that are not committed; a build from a clean clone would take the committed state`
      const fix = { why: 'commit the change, or build from a clean clone' }
      yield finding(modifiedSent, 'info', found, message, fix)
    }
  },
}

/** The ignore file and the configuration: whoever has just followed advice need not be told. */
function isSetUp({ snapshot }: RuleContext, path: string): boolean {
  return path === snapshot.ignoreFile?.label || /^ctxguard\.(ya?ml|json)$/.test(path)
}

type Fix = NonNullable<Finding['fix']>

function subject({ entry, files, bytes }: Collapsed): string {
  if (entry.kind !== 'directory') return entry.path
  return `${entry.path} (${formatNumberOf(files, 'file')}, ${formatBytes(bytes)})`
}

function finding(rule: Rule, severity: Severity, found: Collapsed, message: string, fix: Fix): Finding {
  const { entry, files, bytes } = found
  return {
    rule: rule.id,
    severity,
    path: entry.path,
    message,
    exposure: 'sent',
    data: { kind: entry.kind },
    bytes,
    ...(entry.kind === 'directory' && { files }),
    fix,
  }
}

function isEveryFile(ctx: RuleContext, belongs: (entry: ContextEntry) => boolean): boolean {
  const { entries, totals } = ctx.snapshot
  return totals.files > 1 && entries.every(entry => entry.kind === 'directory' || belongs(entry))
}

/** Of a context that is itself ignored, such as one that a build step generates, a file each would be all of it. */
function wholeContextIgnored(ctx: RuleContext): Finding {
  const { files, bytes } = ctx.totalsOf('')
  return {
    rule: gitignoredSent.id,
    severity: 'error',
    message: `every file of the context (${formatNumberOf(files, 'file')}) is ignored by git`,
    exposure: 'sent',
    data: { kind: 'context' },
    bytes,
    files,
    fix: { why: 'where a build step makes this context, allow the finding' },
  }
}

function isEmptyRepository(git: GitFacts): boolean {
  for (const _ of git.tracked()) return false
  return true
}

/** A file each would be the whole context. */
function* nothingTracked(ctx: RuleContext, git: GitFacts): Iterable<Finding> {
  const untracked = ordinaryEntries(ctx).filter(
    entry => entry.kind !== 'directory' && git.stateOf(entry.path) === 'untracked',
  )
  if (untracked.length === 0) return
  yield {
    rule: untrackedSent.id,
    severity: 'warning',
    message: `git tracks no file of the context, and ${formatNumberOf(untracked.length, 'file')} that it does not know are in it`,
    exposure: 'sent',
    data: { kind: 'context' },
    bytes: untracked.reduce((sum, entry) => sum + bytesOnce(entry), 0),
    files: untracked.length,
    fix: { why: 'commit what the build needs, so that every clone builds the same' },
  }
}
