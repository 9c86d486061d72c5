import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { BUILDER_NAMES } from './builder-names.ts'
import { leavesContext } from './copy-sources.ts'
import { type NearMiss, nearMiss } from './near-misses.ts'
import { type SourceFault, sourceFaults } from './source-faults.ts'
import { contextName, sourceFinding, spoken, takerOf } from './source-words.ts'

export const copySourceMissing: Rule = {
  id: 'copy-source-missing',
  title: 'A source of COPY is not in the context',
  severity: 'error',
  needs: ['git', 'dockerfile'],
  *check(ctx) {
    for (const fault of sourceFaults(ctx)) {
      if (fault.rule !== 'copy-source-missing') continue
      const { failure, source } = fault.outcomes[0]
      if (leavesContext(source)) yield outside(ctx, fault)
      else if (failure?.kind === 'no-match') yield noMatch(ctx, fault)
      else if (failure?.kind === 'forbidden') yield refused(ctx, fault)
      else if (!isRepositoryOfClone(ctx, source.path)) yield missing(ctx, fault)
    }
  },
}

/** A clone has its own `.git`, which no commit holds; that it is not counted is in the report. */
function isRepositoryOfClone({ snapshot }: RuleContext, path: string): boolean {
  const { dir, files } = snapshot.request.context
  const tree = files?.treeAt(dir)
  return tree?.kind === 'commit' && tree.dir === dir && /^\.git(\/|$)/.test(path)
}

function noMatch(ctx: RuleContext, { outcomes }: SourceFault): Finding {
  const { builder } = ctx.snapshot.request
  const { fails } = outcomes[0].failure!
  const globstar = outcomes[0].source.path.includes('**') && !outcomes[0].transfer.parents
  return sourceFinding(ctx, outcomes, {
    rule: copySourceMissing.id,
    severity: fails ? 'error' : 'warning',
    message: `${spoken(outcomes[0])} matches nothing in ${contextName(ctx)}: ${
      fails ? 'the build fails' : `${BUILDER_NAMES[builder]} copies nothing and goes on`
    }`,
    fix: {
      why: globstar
        ? '** stands for one name here, as * does; name the directory, or write one * for each level'
        : 'see that what it should match is made before the build, and is not excluded; else remove it',
    },
  })
}

function missing(ctx: RuleContext, { outcomes, advised }: SourceFault): Finding {
  const { source, transfer } = outcomes[0]
  const near = advised
    ? nearMiss(ctx, source.path, new Set(transfer.sources.map(one => one.path)))
    : undefined
  return sourceFinding(ctx, outcomes, {
    rule: copySourceMissing.id,
    severity: 'error',
    message: `${spoken(outcomes[0])} is not in ${contextName(ctx)}, and the build fails${near === undefined ? '' : `: ${hint(near)}`}`,
    data: near === undefined ? {} : { near: near.path, nearKind: near.kind },
    fix: { why: near === undefined ? WHY_MISSING : `write ${near.path}` },
  })
}

function refused(ctx: RuleContext, { outcomes }: SourceFault): Finding {
  const builder = BUILDER_NAMES[ctx.snapshot.request.builder]
  return sourceFinding(ctx, outcomes, {
    rule: copySourceMissing.id,
    severity: 'error',
    message: `${spoken(outcomes[0])} can't be had: ${builder} says ${outcomes[0].failure!.reason}, and the build fails`,
    fix: {
      why:
        outcomes[0].transfer.mount?.type === 'tmpfs'
          ? 'leave the source out: a tmpfs has none'
          : 'name the directory that holds it, or rename it',
    },
  })
}

/** `..` at the root of the context stays there, as at the root of a file system. */
function outside(ctx: RuleContext, { outcomes }: SourceFault): Finding {
  const { source, transfer, failure } = outcomes[0]
  const { builder, named } = ctx.snapshot.request
  const taker = takerOf(transfer)
  const consequence =
    failure === undefined
      ? `${taker} takes ${source.path} of it in place of that`
      : failure.kind === 'forbidden'
        ? `${BUILDER_NAMES[builder]} refuses it, and the build fails`
        : `${taker} looks for ${source.path} in it, where it is not, and the build fails`
  return sourceFinding(ctx, outcomes, {
    rule: copySourceMissing.id,
    severity: failure?.fails ? 'error' : 'warning',
    message: `${spoken(outcomes[0])} lies outside of ${contextName(ctx)}, which no \`..\` leaves: ${consequence}`,
    fix: {
      why:
        named === undefined
          ? 'build with a directory above as the context, or give the other one as a named context (--build-context)'
          : 'give the directory above as the named context',
    },
  })
}

const WHY_MISSING =
  'correct the path, which is relative to the root of the context; or make the file before the build'

function hint({ kind, path }: NearMiss): string {
  switch (kind) {
    case 'case':
      return `${path} is there, and builders tell capitals from small letters`
    case 'form':
      return `${path} is there, which looks the same and is composed of other characters (Unicode normalisation)`
    case 'below-dockerfile':
      return `${path} is there; a source is relative to the context, not to the Dockerfile`
    case 'above-context':
      return `${path} is there; a source is relative to the context, not to a directory above it`
    case 'elsewhere':
      return `${path} is the only one of that name`
    case 'spelling':
      return `${path} is there`
  }
}
