import type { BuildPlan, SecretMount } from '../model/build-plan.ts'
import type { RuleContext } from '../model/finding.ts'
import type { BuildRequest } from '../model/request.ts'
import { oncePerAudit } from './once.ts'

export type SecretKind = 'secret' | 'ssh'

/** What a build does with secrets, or with ssh agents. */
export interface SecretsOfKind {
  kind: SecretKind
  /** ids that the build is given; undefined where nobody says which */
  given: readonly string[] | undefined
  /** of the stages that are carried out */
  mounts: readonly SecretMount[]
}

/** Secrets and ssh agents apart: their ids have nothing to do with each other. */
export const secretsOfBuild = oncePerAudit(({ snapshot, reach }): readonly SecretsOfKind[] => {
  const all = reach?.plan.stages.flatMap(({ secrets }) => secrets) ?? []
  return (['secret', 'ssh'] as const).map(kind => ({
    kind,
    given: kind === 'secret' ? snapshot.request.secrets : snapshot.request.ssh,
    mounts: all.filter(({ mount }) => mount.type === kind),
  }))
})

/** What only the base image could tell: it is not known what such a mount asks for. */
export function isUncertain({ fromBase }: SecretMount): boolean {
  return fromBase.length > 0
}

/** As it stands in a sentence. */
export function secretName(kind: SecretKind, id: string): string {
  return kind === 'secret' ? `the secret ${id}` : `the ssh agent ${id}`
}

/**
 * BuildKit reads some secrets itself: for repositories and addresses that it fetches, whatever mounts them.
 * Source: buildkit client/llb/source.go Git, source/http and frontend/dockerfile/docs/reference.md.
 */
export function isReadByBuilder(ctx: RuleContext, kind: SecretKind, id: string): boolean {
  if (kind === 'secret') return /^(?:GIT_AUTH_(?:TOKEN|HEADER)(?:\.|$)|HTTP_AUTH_(?:TOKEN|HEADER)_)/.test(id)
  return id === 'default' && fetchesOverSsh(ctx.snapshot.request, ctx.reach!.plan)
}

function fetchesOverSsh({ namedContexts = {} }: BuildRequest, { stages }: BuildPlan): boolean {
  const added = stages.flatMap(({ transfers }) => transfers.flatMap(({ sources }) => sources))
  return [...Object.values(namedContexts), ...added.map(({ expanded }) => expanded)].some(isOverSsh)
}

function isOverSsh(address: string): boolean {
  return /^ssh:\/\/|^[\w.-]+@[^/:]+:/.test(address)
}
