import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { nearest } from '../model/nearest.ts'
import {
  isReadByBuilder,
  isUncertain,
  type SecretKind,
  type SecretsOfKind,
  secretName,
  secretsOfBuild,
} from './secret-mounts.ts'

export const secretNotMounted: Rule = {
  id: 'secret-not-mounted',
  title: 'A secret is passed that no RUN mounts',
  severity: 'warning',
  needs: ['dockerfile'],
  *check(ctx) {
    // said once for a build, not again for each named context of it
    if (ctx.reach === undefined || ctx.snapshot.request.named !== undefined) return
    // what another frontend mounts is not known
    if (ctx.reach.plan.unknown.some(({ everything }) => everything)) return
    for (const secrets of secretsOfBuild(ctx)) {
      const { kind, given = [], mounts } = secrets
      if (mounts.some(isUncertain)) continue
      for (const id of new Set(given))
        if (!mounts.some(mount => mount.id === id) && !isReadByBuilder(ctx, kind, id))
          yield finding(ctx, secrets, id)
    }
  },
}

function finding(ctx: RuleContext, { kind, given, mounts }: SecretsOfKind, id: string): Finding {
  const { command } = ctx.snapshot.request
  const unmet = mounts.filter(mount => !given!.includes(mount.id))
  const meant = nearest(
    id,
    unmet.map(mount => mount.id),
  )
  const mount = unmet.find(one => one.id === meant)
  const elsewhere = unbuiltStages(ctx, kind, id)
  const passed = `${secretName(kind, id)} is passed${command === undefined ? '' : ` by ${command.name}`}`
  const where =
    mount !== undefined
      ? `; ${ctx.reach!.file}:${mount.line} mounts ${mount.id}`
      : elsewhere.length > 0
        ? `; stage ${elsewhere[0]} does, which this build does not need`
        : ''
  return {
    rule: secretNotMounted.id,
    severity: 'warning',
    message: `${passed}, and no RUN of this build mounts it, so that nothing reads it${where}`,
    data: {
      kind,
      id,
      mounted: [...new Set(mounts.map(one => one.id))],
      ...(meant !== undefined && { meant, line: mount!.line }),
      key: `${kind} ${id}`,
    },
    fix: {
      why:
        meant !== undefined
          ? 'give both one name'
          : `\`RUN --mount=type=${kind},id=${id}\` hands it to a command; else leave it out`,
    },
  }
}

/** By name or number: those that mount it, as far as that is written out, and that the target does not need. */
function unbuiltStages({ reach }: RuleContext, kind: SecretKind, id: string): string[] {
  const { stages, text } = reach!.plan
  return stages.flatMap(({ index, name, reachable, replaced }) => {
    if (reachable && !replaced) return []
    const mounts = text.stages[index]!.commands.flatMap(one => (one.kind === 'run' ? one.mounts : []))
    const isMounted = mounts.some(mount => {
      const fields = mount.text.split(',')
      return fields.includes(`type=${kind}`) && fields.some(field => field === `id=${id}`)
    })
    return isMounted ? [name ?? String(index)] : []
  })
}
