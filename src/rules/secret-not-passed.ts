import type { SecretMount } from '../model/build-plan.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { nearest } from '../model/nearest.ts'
import type { BuildRequest } from '../model/request.ts'
import { groupBy } from './group-by.ts'
import {
  isUncertain,
  type SecretKind,
  type SecretsOfKind,
  secretName,
  secretsOfBuild,
} from './secret-mounts.ts'
import { locationAt } from './source-words.ts'

export const secretNotPassed: Rule = {
  id: 'secret-not-passed',
  title: 'A RUN mounts a secret that the build is not given',
  severity: 'error',
  needs: ['dockerfile'],
  *check(ctx) {
    // said once for a build, not again for each named context of it
    if (ctx.reach === undefined || ctx.snapshot.request.named !== undefined) return
    for (const secrets of secretsOfBuild(ctx)) {
      const { given, mounts } = secrets
      if (given === undefined) continue
      const missing = mounts.filter(mount => !isUncertain(mount) && !given.includes(mount.id))
      for (const [id, same] of groupBy(missing, mount => mount.id)) yield finding(ctx, secrets, id, same)
    }
  },
}

function finding(
  ctx: RuleContext,
  { kind, given, mounts }: SecretsOfKind,
  id: string,
  missing: readonly SecretMount[],
): Finding {
  const { request } = ctx.snapshot
  const first = missing.find(({ mount }) => mount.required) ?? missing[0]!
  const { required } = first.mount
  const lines = [...new Set(missing.map(({ line }) => line))]
  const meant = nearest(
    id,
    given!.filter(one => !mounts.some(mount => mount.id === one)),
  )
  const consequence = required ? 'the build fails' : absence(kind, first)
  return {
    rule: secretNotPassed.id,
    severity: required ? 'error' : 'warning',
    location: locationAt(ctx, first),
    message: `RUN mounts ${secretName(kind, id)}, ${withoutIt(request)}: ${consequence}`,
    data: { kind, id, required, lines, ...(meant !== undefined && { meant }), key: `${kind} ${id}` },
    fix: { why: meant === undefined ? remedy(request, kind, id) : `${meant} is passed: give both one name` },
  }
}

function withoutIt({ command }: BuildRequest): string {
  return command === undefined ? 'which this build is not given' : `which ${command.name} does not pass`
}

/** A mount that is not required is left out without a word. */
function absence(kind: SecretKind, { mount, id }: SecretMount): string {
  if (kind === 'ssh') return 'no key is there, and the build goes on without a word'
  const { env, target } = mount
  const file = target || (env === null ? `/run/secrets/${id.slice(id.lastIndexOf('/') + 1)}` : '')
  const parts = [
    ...(file === '' ? [] : [`${file} is not there`]),
    ...(env === null ? [] : [`$${env} is empty`]),
  ]
  return `${parts.join(', ')}, and the build goes on without a word`
}

function remedy({ origin }: BuildRequest, kind: SecretKind, id: string): string {
  const optional = '; `required=true` on the mount makes a build without it fail'
  const [ofService, ofTarget] = kind === 'secret' ? ['secrets', 'secret'] : ['ssh', 'ssh']
  if (origin.kind === 'compose') return `name ${id} in \`build.${ofService}\` of the service${optional}`
  if (origin.kind === 'bake') return `name ${id} in \`${ofTarget}\` of the target${optional}`
  const flag = kind === 'secret' ? `--secret id=${id},src=FILE (or env=NAME)` : `--ssh ${id}`
  return `pass it: ${flag}${optional}`
}
