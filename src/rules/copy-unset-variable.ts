import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { nearest } from '../model/nearest.ts'
import { BUILDER_NAMES } from './builder-names.ts'
import { type SourceFault, sourceFaults } from './source-faults.ts'
import { contextName, sourceFinding, takerOf } from './source-words.ts'
import { baseImageOf, declaredNames, type UnsetVariable, unsetVariables } from './unset-variables.ts'

export const copyUnsetVariable: Rule = {
  id: 'copy-unset-variable',
  title: 'A source of COPY uses a variable that is not defined',
  severity: 'error',
  needs: ['dockerfile'],
  *check(ctx) {
    for (const fault of sourceFaults(ctx)) if (fault.rule === copyUnsetVariable.id) yield finding(ctx, fault)
  },
}

function finding(ctx: RuleContext, { outcomes }: SourceFault): Finding {
  const [outcome] = outcomes
  const unset = unsetVariables(ctx, outcome)
  const perhaps = unset.every(({ why }) => why === 'base')
  const names = unset.map(({ name }) => `$${name}`).join(' and ')
  const [first] = unset
  return sourceFinding(ctx, outcomes, {
    rule: copyUnsetVariable.id,
    severity: perhaps ? 'warning' : 'error',
    message: `${reason(ctx, outcome.stage, first!, names, unset.length > 1)}: ${consequence(ctx, outcomes[0])}`,
    data: { variables: unset.map(({ name }) => name), key: names },
    fix: { why: remedy(ctx, outcome.stage, first!) },
  })
}

function reason(
  ctx: RuleContext,
  stage: number,
  first: UnsetVariable,
  names: string,
  several: boolean,
): string {
  const { line, why } = first
  if (several && why !== 'base') return `${names} are not defined here`
  switch (why) {
    case 'no-value':
      return `${names} has no value: the ARG on line ${line} gives it none, and neither does a --build-arg`
    case 'later':
      return `${names} is not defined yet: line ${line} defines it only afterwards`
    case 'platform':
      return `${names} is not defined in this stage, which has no ARG for it`
    case 'base':
      return `${names} is defined nowhere in the Dockerfile; unless the image ${baseImageOf(ctx.reach!.plan, stage)} does`
    case 'undefined':
      return `${names} is not defined`
  }
}

/** What is taken where the variable stands for nothing. */
function consequence(ctx: RuleContext, { source, transfer, failure }: SourceFault['outcomes'][0]): string {
  const { written, path } = source
  const taker = takerOf(transfer)
  const place = contextName(ctx)
  if (path === '') return `${taker} takes the whole of ${place}`
  const becomes = transfer.kind === 'mount' ? `the source becomes /${path}` : `${written} becomes /${path}`
  if (failure === undefined) return `${becomes}, and that is what ${taker} takes`
  if (!failure.fails)
    return `${becomes}, which matches nothing, and ${BUILDER_NAMES[ctx.snapshot.request.builder]} goes on`
  return `${becomes}, which ${place} does not hold, and the build fails`
}

function remedy({ reach }: RuleContext, stage: number, { name, why }: UnsetVariable): string {
  switch (why) {
    case 'no-value':
      return `give it a default, or --build-arg ${name}=… here as to the build`
    case 'later':
      return 'define it before it is used'
    case 'platform':
      return `add \`ARG ${name}\` to the stage`
    case 'base':
      return 'write what it stands for; the image may come to define something else'
    case 'undefined': {
      const near = nearest(name, declaredNames(reach!.plan, stage))
      return near === undefined ? `define it: \`ARG ${name}=…\` in this stage` : `did you mean $${near}?`
    }
  }
}
