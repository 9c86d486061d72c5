import type { PlannedStage, Transfer } from '../model/build-plan.ts'
import type { Exposure } from '../model/exposure.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import type { SourceOutcome } from '../model/reach.ts'
import { finalStages } from './final-stages.ts'
import { patternsOf } from './ignore-file-lines.ts'
import { rangeTotals } from './range-totals.ts'
import { contextName, locationAt } from './source-words.ts'

/**
 * What a source takes that is the whole context. Findings that others make of something that rides along are put to
 * it later, and make a warning of it (findings/passengers.ts).
 */
export const copyBroad: Rule = {
  id: 'copy-broad',
  title: 'A source takes the whole context',
  severity: 'warning',
  needs: ['dockerfile'],
  *check(ctx) {
    // who names what is to be sent has named what is to be copied
    if (ctx.reach === undefined || isAllowList(ctx)) return
    for (const outcome of ctx.reach.outcomes) {
      const { source, transfer, placements } = outcome
      if (source.path !== '' || placements.length === 0) continue
      yield transfer.kind === 'mount' ? mounted(ctx, outcome) : copied(ctx, outcome)
    }
    yield* throughTmpfs(ctx)
  },
}

/** An ignore file that excludes everything and then says what is let in. */
function isAllowList(ctx: RuleContext): boolean {
  return patternsOf(ctx).some(({ pattern, negated }) => !negated && /^(\*|\*\*|\*\*\/\*)$/.test(pattern))
}

function copied(ctx: RuleContext, outcome: SourceOutcome): Finding {
  const { transfer, source, placements } = outcome
  const stage = ctx.reach!.plan.stages[outcome.stage]!
  const isFinal = finalStages(ctx).has(stage.index)
  const where = isFinal ? 'the final image' : `stage ${stageName(stage)}`
  const how = source.expanded === '' ? `, as ${source.written || 'its source'} is empty` : ''
  const but = transfer.exclude.length > 0 ? ', but for what --exclude names,' : ''
  const size = rangeTotals(ctx, placements)
  return finding(ctx, transfer, source, {
    message: `${transfer.instruction} takes the whole of ${contextName(ctx)}${but} into ${where}${how}: ${sized(size)}`,
    exposure: isFinal ? 'final' : `stage:${stageName(stage)}`,
    ...size,
    fix: {
      why: 'name what the stage needs, such as `COPY src/ src/`; or exclude all else in the ignore file',
    },
  })
}

function mounted(ctx: RuleContext, { transfer, source, placements }: SourceOutcome): Finding {
  const podman = ctx.snapshot.request.builder === 'podman'
  const size = rangeTotals(ctx, placements)
  const message = podman
    ? `RUN --mount shows its command the whole of ${contextName(ctx)}, and podman does not apply the ignore file to that`
    : `RUN --mount shows its command the whole of ${contextName(ctx)}, which is transferred for it: ${sized(size)}; the image gets what the command copies out of it`
  return finding(ctx, transfer, source, {
    message,
    exposure: 'requested',
    ...(podman ? {} : size),
    fix: { why: 'give the mount a source: the file or directory that the command reads' },
  })
}

/**
 * A tmpfs shows nothing, and yet its source counts among the paths that BuildKit asks for: without one it is the root.
 * Mirrors moby/buildkit dockerfile2llb/convert_runmount.go dispatchRunMounts; measured with Docker 26.1.
 */
function* throughTmpfs(ctx: RuleContext): Generator<Finding> {
  const { reach, snapshot } = ctx
  const { request, totals } = snapshot
  // of a context that nothing uses nothing is transferred
  if (request.builder !== 'buildkit' || request.named !== undefined || !reach!.plan.context.used) return
  if (reach!.outcomes.some(({ source }) => source.path === '')) return
  for (const { transfers } of reach!.plan.stages) {
    for (const transfer of transfers) {
      const [source] = transfer.sources
      if (transfer.mount?.type !== 'tmpfs' || transfer.origin.kind !== 'context' || source?.path !== '')
        continue
      yield finding(ctx, transfer, source, {
        severity: 'warning',
        message: `RUN --mount=type=tmpfs shows nothing of the context, and yet makes BuildKit transfer all of it: ${sized(totals)}`,
        exposure: 'requested',
        ...totals,
        fix: { why: 'with from=scratch the mount leaves the context alone' },
      })
    }
  }
}

function finding(
  ctx: RuleContext,
  { kind, instruction }: Transfer,
  source: Transfer['sources'][0],
  about: Pick<Finding, 'message' | 'fix' | 'bytes' | 'files'> & { exposure: Exposure; severity?: 'warning' },
): Finding {
  const by = kind === 'mount' ? 'RUN --mount' : instruction
  return {
    rule: copyBroad.id,
    severity: 'info',
    location: locationAt(ctx, source),
    ...about,
    data: { source: source.written, key: `${by} ${source.written}` },
  }
}

function sized({ files, bytes }: { files: number; bytes: number }): string {
  return `${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
}

function stageName({ name, index }: PlannedStage): string {
  return name ?? String(index)
}
