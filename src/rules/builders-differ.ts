import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatNumberOf } from '../model/format.ts'
import type { ContextPath } from '../model/path.ts'
import { BUILDER_NAMES } from './builder-names.ts'
import { type Reading, readingsOf } from './builder-readings.ts'
import { type OtherSet, otherSets } from './builder-sets.ts'
import { groupBy } from './group-by.ts'
import { lineFinding, patternsOf } from './ignore-file-lines.ts'

/** How many files a message names. */
const NAMED = 2

export const buildersDiffer: Rule = {
  id: 'builders-differ',
  title: 'Other builders take other files by the same ignore file',
  severity: 'info',
  needs: [],
  *check(ctx) {
    const readings = readingsOf(ctx)
    if (readings.length < 2) return
    const [own, ...others] = readings
    for (const other of others.filter(({ problems }) => problems.length > 0)) yield refused(ctx, other)
    const judged = [own!, ...others.filter(({ problems }) => problems.length === 0)]
    if (judged.length > 1) for (const set of merged(otherSets(ctx, judged))) yield differing(ctx, set)
  },
}

/** One for all builders that differ in the same files. */
function merged(sets: readonly OtherSet[]): OtherSet[] {
  const alike = groupBy(sets, ({ reading: _, ...files }) => JSON.stringify(files))
  return [...alike.values()].map(([first, ...others]) => {
    const builders = [first!, ...others].flatMap(({ reading }) => reading.builders)
    return { ...first!, reading: { ...first!.reading, builders } }
  })
}

function refused(ctx: RuleContext, { builders, problems }: Reading): Finding {
  const { label: file } = ctx.snapshot.ignoreFile!
  const [{ line, reason }] = problems as [Reading['problems'][0]]
  return {
    rule: buildersDiffer.id,
    severity: 'info',
    location: { file, line: line ?? 1 },
    message: `${namesOf(builders)} would refuse ${line === null ? 'this file' : 'this line'}: ${reason}`,
    data: { builders, reason, key: builders.join() },
    fix: { why: `mend the line where that builder is to be used too` },
  }
}

function differing(ctx: RuleContext, set: OtherSet): Finding {
  const { reading, more, fewer, moreFiles, fewerFiles } = set
  const { builders } = reading
  const it = builders.length > 1 ? ['read', 'they', 'take', 'leave'] : ['reads', 'it', 'takes', 'leaves']
  const [read, they, take, leave] = it
  const parts = [
    ...(moreFiles > 0 ? [`also ${take} ${listed(more, moreFiles)}`] : []),
    ...(fewerFiles > 0 ? [`${leave} out ${listed(fewer, fewerFiles)}`] : []),
  ]
  const example = more[0] ?? fewer[0]
  return lineFinding(ctx, set.by ?? patternsOf(ctx)[0]!, {
    rule: buildersDiffer.id,
    severity: 'info',
    message: `${namesOf(builders)} ${read} this file otherwise than ${BUILDER_NAMES[ctx.snapshot.request.builder]}: ${they} ${parts.join(', and ')}`,
    data: { builders, more, fewer, moreFiles, fewerFiles, key: builders.join() },
    fix: { why: `\`ctxguard explain --builder ${builders[0]} ${example}\` says by which line` },
  })
}

function namesOf(builders: Reading['builders']): string {
  return builders.map(builder => BUILDER_NAMES[builder]).join(' and ')
}

function listed(paths: readonly ContextPath[], files: number): string {
  const named = paths.slice(0, NAMED)
  const others = files - named.length
  if (others === 0) return named.join(' and ')
  return `${named.join(', ')} and ${formatNumberOf(others, 'more file')}`
}
