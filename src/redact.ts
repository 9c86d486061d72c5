import type { BuildPlan } from './model/build-plan.ts'
import type { BuildRequest } from './model/request.ts'
import { saysSecret } from './secrets/key-names.ts'
import { maskValue } from './secrets/mask.ts'

/** Shorter ones are words, which are no secret and stand everywhere. */
const SHORTEST = 6

/**
 * Takes the values of secret variables out of what is reported: a source or a base that is made of one would show it.
 * Variables are those of the build arguments and of the Dockerfile whose names say that they are secret.
 */
export function redactor(
  { buildArgs = {} }: BuildRequest,
  plan: BuildPlan | undefined,
): <T>(reported: T) => T {
  const declared = (plan?.text.commands ?? []).flatMap(command =>
    command.kind === 'arg' || command.kind === 'env' ? command.declared : [],
  )
  const variables = [
    ...Object.entries(buildArgs),
    ...declared.map(({ key, value }) => [key, value ?? ''] as const),
  ]
  const values = variables
    .filter(([key, value]) => saysSecret(key) && !value.includes('$'))
    .map(([, value]) => value.replace(/^(["'])(.*)\1$/, '$2'))
    .filter(value => value.length >= SHORTEST)
  if (values.length === 0) return reported => reported
  const redact = (text: string) =>
    values.reduce((shown, value) => shown.replaceAll(value, maskValue(value)), text)
  return reported => mapped(reported, redact)
}

/** The same data with every string in it changed. */
function mapped<T>(data: T, change: (text: string) => string): T {
  if (typeof data === 'string') return change(data) as T
  if (Array.isArray(data)) return data.map(one => mapped(one, change)) as T
  if (data === null || typeof data !== 'object') return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, mapped(value, change)])) as T
}
