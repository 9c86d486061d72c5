import { hasWildcards } from '../ignore/index.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { isBelow, joinPath, type RawPath } from '../model/path.ts'
import type { SourceOutcome } from '../model/reach.ts'
import { BUILDER_NAMES } from './builder-names.ts'
import { isOptional } from './copy-sources.ts'
import { excludingLine, lineName, linesFor, linesThatLetIn } from './let-in.ts'
import { type SourceFault, sourceFaults } from './source-faults.ts'
import { unsentOnTheWay } from './source-way.ts'
import { contextName, sourceFinding, spoken, takerOf } from './source-words.ts'

export const copySourceIgnored: Rule = {
  id: 'copy-source-ignored',
  title: 'A source of COPY is excluded by the ignore file',
  severity: 'error',
  needs: ['dockerfile'],
  *check(ctx) {
    for (const fault of sourceFaults(ctx)) {
      if (fault.rule !== 'copy-source-ignored') continue
      if (fault.outcomes[0].failure === undefined) yield emptied(ctx, fault)
      else yield isWildcard(fault.outcomes[0]) ? wildcard(ctx, fault) : excluded(ctx, fault)
    }
  },
}

function excluded(ctx: RuleContext, { outcomes, advised }: SourceFault): Finding {
  const { source, failure } = outcomes[0]
  const wanted = unsentOnTheWay(ctx, source.path)
  const by = excludingLine(ctx, wanted[0] ?? failure!.path)
  const object = by === undefined || by.at === source.path ? 'it' : by.at
  return sourceFinding(ctx, outcomes, {
    rule: copySourceIgnored.id,
    severity: 'error',
    message: `${spoken(outcomes[0])} is in ${contextName(ctx)}, but ${
      by === undefined ? 'it is left out' : `${lineName(ctx, by.pattern)} excludes ${object}`
    }: the build fails`,
    ...remedy(ctx, by?.pattern.line, advised ? linesFor(ctx, wanted) : undefined),
  })
}

/** A mount has none, whatever its source looks like. */
function isWildcard({ source, transfer }: SourceOutcome): boolean {
  return transfer.kind !== 'mount' && hasWildcards(source.path)
}

/** Every match is excluded, or the directory that is to be searched for them. */
function wildcard(ctx: RuleContext, { outcomes, advised }: SourceFault): Finding {
  const { source, failure } = outcomes[0]
  const { builder } = ctx.snapshot.request
  const path = failure!.path as string as RawPath
  const by = excludingLine(ctx, path)
  const isDirectory = isBelow(source.path, path)
  const what = spoken(outcomes[0])
  const own = advised && !isDirectory ? linesThatLetIn(ctx, [`!${source.path}`], [path]) : undefined
  const lines = own ?? (advised ? linesFor(ctx, [path]) : undefined)
  return sourceFinding(ctx, outcomes, {
    rule: copySourceIgnored.id,
    severity: failure!.fails || !isOptional(source) ? 'error' : 'warning',
    message: `${
      isDirectory ? `${what} is sought in ${path}` : `${what} would match ${path}`
    }, but ${by === undefined ? 'it is left out' : `${lineName(ctx, by.pattern)} excludes ${by.at === path ? 'it' : by.at}`}: ${
      failure!.fails ? 'the build fails' : `${BUILDER_NAMES[builder]} copies nothing and goes on`
    }`,
    ...remedy(ctx, by?.pattern.line, lines),
  })
}

/** The directory is there, and nothing of what is in it. */
function emptied(ctx: RuleContext, { outcomes, advised }: SourceFault): Finding {
  const { source, transfer } = outcomes[0]
  const [first] = ctx.snapshot.source.children(source.path as RawPath)
  const path = joinPath<RawPath>(source.path as RawPath, first!.name)
  const by = excludingLine(ctx, path)
  const all = `!${source.path}/**`
  return sourceFinding(ctx, outcomes, {
    rule: copySourceIgnored.id,
    severity: 'warning',
    message: `${takerOf(transfer)} takes ${spoken(outcomes[0])}, of which ${
      by === undefined ? 'nothing is left' : `${lineName(ctx, by.pattern)} leaves nothing`
    }: an empty directory arrives`,
    ...remedy(ctx, by?.pattern.line, advised ? linesThatLetIn(ctx, [all], [path]) : undefined),
  })
}

function remedy(
  { snapshot }: RuleContext,
  line: number | undefined,
  exceptions: readonly string[] | undefined,
): Pick<Finding, 'data' | 'fix'> {
  const file = snapshot.ignoreFile?.label
  const data = { ...(line !== undefined && { line }), ...(exceptions && { exceptions }) }
  if (exceptions === undefined || exceptions.length === 0)
    return {
      data,
      fix: {
        why: line === undefined ? 'give the build a file or directory' : `narrow line ${line} of ${file}`,
      },
    }
  const [only, ...others] = exceptions
  // a line that does not help by itself is none to be added by itself
  if (others.length > 0) {
    const all = exceptions.map(one => `\`${one}\``).join(' and ')
    return { data, fix: { why: `${all} at the end of ${file} let the source in` } }
  }
  return { data, fix: { pattern: only!, why: `at the end of ${file} it lets the source in` } }
}
