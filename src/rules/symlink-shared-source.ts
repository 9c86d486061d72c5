import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { isBelow } from '../model/path.ts'
import { type SourceFault, sourceFaults } from './source-faults.ts'
import { linksOnTheWay } from './source-way.ts'
import { sourceFinding, spoken, takerOf } from './source-words.ts'

export const symlinkSharedSource: Rule = {
  id: 'symlink-shared-source',
  title: 'Several sources lie behind one link',
  severity: 'error',
  needs: ['dockerfile'],
  *check(ctx) {
    for (const fault of sourceFaults(ctx))
      if (fault.rule === symlinkSharedSource.id) yield finding(ctx, fault)
  },
}

function finding(ctx: RuleContext, { outcomes, advised }: SourceFault): Finding {
  const { source, transfer, failure } = outcomes[0]
  const link = failure!.path
  const other = advised ? takenThrough(ctx, link) : undefined
  const resolved = ctx.entryAt(link)?.link?.resolved
  const isNamed = resolved !== undefined && (source.path === link || isBelow(source.path, link))
  return sourceFinding(ctx, outcomes, {
    rule: symlinkSharedSource.id,
    severity: 'error',
    message: `${takerOf(transfer)} takes ${spoken(outcomes[0])} by way of the link ${link}${
      other === undefined ? '' : `, and so is ${other} taken`
    }: of several sources behind one link BuildKit transfers only the first, and ${
      failure!.fails ? 'the build fails' : 'what is missing is not mentioned'
    }`,
    data: { link, ...(other !== undefined && { other }) },
    fix: {
      why: `name ${isNamed ? resolved + source.path.slice(link.length) : 'what lies behind the link'} in place of the link`,
    },
  })
}

/** A source that is found behind the link. */
function takenThrough(ctx: RuleContext, link: string): string | undefined {
  return ctx.reach!.outcomes.find(
    ({ failure, source }) =>
      failure === undefined && linksOnTheWay(ctx, source.path).some(({ path }) => path === link),
  )?.source.path
}
