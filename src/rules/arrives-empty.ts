import { tracePath } from '../ignore/index.ts'
import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatNumberOf } from '../model/format.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import { type Collapsed, collapse } from './collapse.ts'
import { lineFinding, matchablePath, matcherOf, patternsOf, quoted } from './ignore-file-lines.ts'
import { oncePerWalk } from './once.ts'

/** The lines that make BuildKit refuse the content of a file that it lists. */
export const refusingLines = oncePerWalk((ctx): ReadonlySet<IgnorePattern> => {
  return new Set(ctx.snapshot.entries.filter(losesContent).map(entry => decidingLines(ctx, entry).refuses))
})

export const arrivesEmpty: Rule = {
  id: 'arrives-empty',
  title: 'A file arrives in the image without its content',
  severity: 'error',
  needs: [],
  exposure: { falls: true },
  *check(ctx) {
    for (const collapsed of collapse(ctx.snapshot.entries, losesContent)) yield finding(ctx, collapsed)
  },
}

function losesContent({ arrivesEmpty, bytes, unreadable }: ContextEntry): boolean {
  return arrivesEmpty === true && bytes > 0 && !unreadable
}

/** The walk (walk rule) and the open (flat rule) of fsutil's filter disagree about the path: filter.go Walk, Open. */
function decidingLines(ctx: RuleContext, entry: ContextEntry) {
  const { by, flat } = tracePath(matcherOf(ctx), matchablePath(entry)).judgement
  const patterns = patternsOf(ctx)
  return { lets: patterns[by], refuses: patterns[flat]! }
}

function finding(ctx: RuleContext, { entry, files, bytes }: Collapsed): Finding {
  const one = entry.kind === 'file'
  const { lets, refuses } = decidingLines(ctx, one ? entry : ctx.below(entry.path).find(losesContent)!)
  const what = one
    ? `${entry.path} arrives empty`
    : `the ${formatNumberOf(files, 'file')} below ${entry.path} arrive empty`
  const listed =
    lets === undefined ? 'BuildKit lists it' : `line ${lets.line} (${quoted(lets)}) makes BuildKit list it`
  return lineFinding(ctx, refuses, {
    rule: arrivesEmpty.id,
    severity: 'error',
    path: entry.path,
    message: `${what}: ${listed}, and line ${refuses.line} (${quoted(refuses)}) makes it refuse the content, silently`,
    exposure: 'sent',
    data: {},
    bytes,
    files,
    fix: {
      ...(lets !== undefined && { pattern: `!${lets.pattern}` }),
      why: `below line ${refuses.line} the exception lets the content in too`,
    },
  })
}
