import type { DockerfileText } from './model/dockerfile.ts'
import type { ContextEntry } from './model/entry.ts'
import type { BuildRequest } from './model/request.ts'
import type { FileSecrets } from './model/secret.ts'
import { settingsOf } from './rules/dockerfile-settings.ts'
import { secretsInSetting, spansOfSecrets } from './secrets/in-text.ts'
import { saysSecret } from './secrets/key-names.ts'
import { maskValue } from './secrets/mask.ts'
import { isWordy } from './secrets/placeholder.ts'

/** Shorter ones are words, which are no secret and stand everywhere; some longer ones are too. */
const SHORTEST = 6

/**
 * Takes secrets out of what is reported: a source or a base that is made of one would show it, and so would the line
 * of an instruction. They are those that stand in the Dockerfile and in the build arguments, the values of variables
 * whose names say that they are secret, and names of files.
 */
export function redactor(
  { buildArgs = {}, otherArgs = [] }: BuildRequest,
  plan: { text?: DockerfileText } | undefined,
  secrets: ReadonlyMap<ContextEntry, FileSecrets> = new Map(),
): <T>(reported: T) => T {
  const passed = [buildArgs, ...otherArgs].flatMap(Object.entries<string>)
  const declared = (plan?.text?.commands ?? []).flatMap(command =>
    command.kind === 'arg' || command.kind === 'env' ? command.declared : [],
  )
  const variables = [...passed, ...declared.map(({ key, value }) => [key, value ?? ''] as const)]
  const values = variables
    .filter(([key, value]) => saysSecret(key) && !value.includes('$'))
    .map(([, value]) => value.replace(/^(["'])(.*)\1$/, '$2'))
  const found = [
    ...(plan?.text ? secretsIn(plan.text) : []),
    ...passed.flatMap(([key, value]) => tokensIn(`${key}=${value}`)),
    ...values.map((value): [string, string] => [value, maskValue(value)]),
  ]
  const hidden = found.filter(([value]) => value.length >= SHORTEST && !isWordy(value))
  const masks = new Map([...namedTokens(secrets), ...hidden])
  if (masks.size === 0) return reported => reported
  const redact = (text: string) =>
    [...masks].reduce((shown, [value, mask]) => shown.replaceAll(value, mask), text)
  return reported => mapped(reported, redact)
}

/** What a Dockerfile holds of secrets, with their masks. */
function secretsIn(text: DockerfileText): [string, string][] {
  const named = settingsOf(text).flatMap(({ key, value = '' }): [string, string][] => {
    const isSecret = value !== '' && secretsInSetting(key, value).some(({ byName }) => byName)
    return isSecret ? [[value, maskValue(value)]] : []
  })
  return [...tokensIn(text.source), ...named]
}

function tokensIn(text: string): [string, string][] {
  return spansOfSecrets(text).map(({ start, end, masked }) => [text.slice(start, end), masked])
}

/** Tokens that are names of files, with their masks. */
function* namedTokens(secrets: ReadonlyMap<ContextEntry, FileSecrets>): Generator<[string, string]> {
  for (const [{ path }, { named = [] }] of secrets)
    for (const { start, end, masked } of named) yield [path.slice(start, end), masked]
}

/** The same data with every string in it changed. */
function mapped<T>(data: T, change: (text: string) => string): T {
  if (typeof data === 'string') return change(data) as T
  if (Array.isArray(data)) return data.map(one => mapped(one, change)) as T
  if (data === null || typeof data !== 'object') return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, mapped(value, change)])) as T
}
