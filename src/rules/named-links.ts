import { posix } from 'node:path'
import type { Finding, RuleContext } from '../model/finding.ts'
import { type ContextPath, isBelow, parentPath } from '../model/path.ts'
import { BUILDER_NAMES } from './builder-names.ts'
import { excludingLine, lineName, linesFor } from './let-in.ts'
import type { LinkFault } from './link-faults.ts'
import { oncePerAudit } from './once.ts'
import { type FaultOfLink, sourceFaults } from './source-faults.ts'
import { unsentOnTheWay } from './source-way.ts'
import { contextName, sourceFinding, spoken, takerOf } from './source-words.ts'

/** What is wrong with links that a COPY, ADD or bind mount names, or that lie on the way to what it names. */
export const namedLinkFindings = oncePerAudit((ctx): readonly Finding[] =>
  sourceFaults(ctx).flatMap(fault => ('link' in fault ? [finding(ctx, fault)] : [])),
)

/** The links that have been spoken of by these findings. */
export const namedLinks = oncePerAudit((ctx): ReadonlySet<ContextPath> => {
  return new Set(sourceFaults(ctx).flatMap(fault => ('link' in fault ? [fault.link.path] : [])))
})

function finding(ctx: RuleContext, fault: FaultOfLink): Finding {
  const { outcomes, link, rule } = fault
  const { transfer, source, failure } = outcomes[0]
  const { target, resolved, outcome } = link.link
  const way = link.path === source.path ? '' : ` by way of ${link.path}`
  const { says, fix } = WORDS[rule](ctx, fault)
  return sourceFinding(ctx, outcomes, {
    rule,
    severity: failure?.fails ? 'error' : 'warning',
    path: link.path,
    message: `${takerOf(transfer)} takes ${spoken(outcomes[0])}${way}, a link ${says}`,
    // a build that fails has asked for it all the same
    exposure: failure?.fails ? 'requested' : 'sent',
    data: { target, resolved, outcome },
    fix,
  })
}

interface Words {
  /** goes on behind `a link` */
  says: string
  fix: NonNullable<Finding['fix']>
}

const WORDS: Record<LinkFault['rule'], (ctx: RuleContext, fault: FaultOfLink) => Words> = {
  'symlink-escapes': (ctx, fault) => ({
    says: `to ${fault.link.link.target}, outside of ${contextName(ctx)}: ${whatInstead(ctx, fault)}`,
    fix: {
      why: 'copy what is needed into the context, or give it as a named context (--build-context) and COPY --from it',
    },
  }),
  'symlink-absolute': (ctx, fault) => {
    const { path, link } = fault.link
    const inside = posix.relative(ctx.snapshot.request.context.dir, link.target)
    const relative = posix.relative(parentPath(path), inside) || '.'
    return {
      says: `to ${inside || 'the context itself'} as ${link.target}, a path of this machine: ${whatInstead(ctx, fault)}`,
      fix: { why: `make it relative: ln -sfn ${relative} ${path}` },
    }
  },
  'symlink-broken': (_, { link: { link } }) => ({
    says:
      link.outcome === 'loop'
        ? `that leads in a circle by way of ${link.target}: the build fails`
        : `to ${link.target}, which does not exist: the build fails`,
    fix: { why: 'mend the link, or name what it should lead to' },
  }),
  'symlink-target-ignored': (ctx, { link: { link }, outcomes: [{ source, failure }], advised }) => {
    const wanted = unsentOnTheWay(ctx, source.path)
    const excluded = wanted[0] ?? failure!.path
    const by = excludingLine(ctx, excluded)
    const [line, ...others] = (advised && linesFor(ctx, wanted)) || []
    const file = ctx.snapshot.ignoreFile?.label
    return {
      says: `to ${link.target}, but ${
        by === undefined ? `${excluded} is left out` : `${lineName(ctx, by.pattern)} excludes ${by.at}`
      }: the build fails`,
      fix:
        line === undefined || others.length > 0
          ? { why: 'let in what it leads to, or name that where it is' }
          : { pattern: line, why: `at the end of ${file} it lets in what the link leads to` },
    }
  },
}

/** Builders take the root of the context for `/`, and stay below it. */
function whatInstead(ctx: RuleContext, { link, outcomes: [{ source, failure }] }: FaultOfLink): string {
  const rest = isBelow(source.path, link.path) ? source.path.slice(link.path.length) : ''
  const sought = posix.join(link.link.resolved, rest)
  const place = contextName(ctx)
  if (failure?.fails)
    return `${BUILDER_NAMES[ctx.snapshot.request.builder]} looks for ${sought} in ${place}, where it is not, and the build fails`
  return `what is copied in its place is ${sought === '.' ? `the whole of ${place}` : `${sought} of ${place}`}`
}
