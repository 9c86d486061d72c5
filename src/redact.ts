import { posix } from 'node:path'
import type { DockerfileText } from './model/dockerfile.ts'
import type { BuildRequest } from './model/request.ts'
import type { WrittenSecrets } from './model/secret.ts'
import { settingsOf } from './rules/dockerfile-settings.ts'
import { assigned } from './secrets/in-setting.ts'
import { saysSecret } from './secrets/key-names.ts'
import { maskValue } from './secrets/mask.ts'
import { tokenDetectionFor } from './secrets/on-demand.ts'
import { isWordy } from './secrets/placeholder.ts'
import { passedTo } from './written.ts'

/** Shorter ones stand everywhere; and so does what is not much longer and has no digit: it is a word. */
const SHORTEST = 4
const LONGER = 6

/**
 * Takes secrets out of what is reported: a source or a base that is made of one would show it, and so would the line
 * of an instruction, a name or a link. They are those that stand in the Dockerfile and in the build arguments, the values
 * of variables whose names say that they are secret, and whatever has the form of a token.
 */
export function redactor(
  request: BuildRequest,
  text: DockerfileText | undefined,
  written: WrittenSecrets,
): <T>(reported: T) => Promise<T> {
  const passed = passedTo(request)
  const declared = (text?.commands ?? [])
    .flatMap(command => (command.kind === 'arg' || command.kind === 'env' ? command.declared : []))
    .map(({ key, value }) => [key, (value ?? '').replace(/^(["'])(.*)\1$/, '$2')] as const)
    .filter(([, value]) => !value.includes('$'))
  const values = [
    ...[...passed, ...declared].filter(([key]) => saysSecret(key)).map(([, value]) => value),
    ...passed.flatMap(([key, value]) => tokensOf(assigned(key, value), written)),
    ...(text ? secretsOf(text, written) : []),
  ]
  const hide = hider(values.flatMap(formsOf))
  return async reported => {
    const shown = new Set<string>()
    const hidden = mapped(reported, text => {
      const rest = hide(text)
      shown.add(rest)
      return rest
    })
    const { withoutTokens } = await tokenDetectionFor(shown)
    return mapped(hidden, withoutTokens)
  }
}

/** What a Dockerfile holds of secrets. */
function secretsOf(text: DockerfileText, written: WrittenSecrets): string[] {
  const named = settingsOf(text).flatMap(({ key, value = '' }) => {
    const isSecret = value !== '' && written.inSetting(key, value).some(({ byName }) => byName)
    return isSecret ? [value] : []
  })
  return [...tokensOf(text.source, written), ...named]
}

function tokensOf(text: string, { spansIn }: WrittenSecrets): string[] {
  return spansIn(text).map(({ start, end }) => text.slice(start, end))
}

/** A value as builders may give it back: cleaned as a path, or quoted. */
function formsOf(value: string): string[] {
  const cleaned = posix.normalize(value).replace(/^(?:\.{0,2}\/)+/, '')
  const quoted = JSON.stringify(value).slice(1, -1)
  return [...new Set([value, cleaned, quoted])].filter(isTelling)
}

function isTelling(form: string): boolean {
  return form.length >= (/[0-9]/.test(form) ? SHORTEST : LONGER) && !isWordy(form)
}

/** Masks values wherever they stand, the longest that begins at a place. The work is that of the text alone. */
function hider(values: readonly string[]): (text: string) => string {
  const byBeginning = new Map<string, string[]>()
  for (const value of new Set(values)) {
    const beginning = value.slice(0, SHORTEST)
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), value])
  }
  for (const candidates of byBeginning.values()) candidates.sort((a, b) => b.length - a.length)
  if (byBeginning.size === 0) return text => text
  return text => {
    let shown = ''
    let from = 0
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      const candidates = byBeginning.get(text.slice(at, at + SHORTEST))
      const value = candidates?.find(one => text.startsWith(one, at))
      if (value === undefined) continue
      shown += text.slice(from, at) + maskValue(value)
      from = at + value.length
      at = from - 1
    }
    return from === 0 ? text : shown + text.slice(from)
  }
}

/** The same data with every string in it changed. */
function mapped<T>(data: T, change: (text: string) => string): T {
  if (typeof data === 'string') return change(data) as T
  if (Array.isArray(data)) return data.map(one => mapped(one, change)) as T
  if (data === null || typeof data !== 'object') return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, mapped(value, change)])) as T
}
