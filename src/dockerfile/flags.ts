import type { Word } from '../model/dockerfile.ts'
import { lower } from './go-text.ts'
import { Refusal } from './refusal.ts'
import { suggestion } from './suggest.ts'
import type { WrittenFlag } from './take-flags.ts'

/** `strings` may come more than once. */
export type FlagKind = 'bool' | 'string' | 'strings'

/** Flags that were accepted, by name; of those that come once there is one. */
export type AcceptedFlags = ReadonlyMap<string, readonly WrittenFlag[]>

/**
 * Refuses flags that the instruction does not have, that come twice, or whose value is not of their kind.
 * Source: buildkit frontend/dockerfile/instructions/bflag.go, BFlags.Parse.
 */
export function acceptFlags(
  flags: readonly WrittenFlag[],
  allowed: Readonly<Record<string, FlagKind>>,
): AcceptedFlags {
  const accepted = new Map<string, WrittenFlag[]>()
  for (const flag of flags) {
    const kind = Object.hasOwn(allowed, flag.name) ? allowed[flag.name]! : undefined
    const written = `--${flag.name}`
    if (kind === undefined) {
      const hint = suggestion(flag.name, Object.keys(allowed), true)
      throw new Refusal(`unknown flag: ${written}${hint}`)
    }
    const before = accepted.get(flag.name)
    if (before !== undefined && kind !== 'strings') throw new Refusal(`duplicate flag specified: ${written}`)
    checkValue(flag, kind)
    if (before === undefined) accepted.set(flag.name, [flag])
    else before.push(flag)
  }
  return accepted
}

function checkValue({ name, value }: WrittenFlag, kind: FlagKind) {
  if (kind !== 'bool' ? value === null : value === '') throw new Refusal(`missing a value on flag: --${name}`)
  if (kind === 'bool' && value !== null && !['true', 'false'].includes(lower(value)))
    throw new Refusal(`expecting boolean value for flag --${name}, not: ${value}`)
}

/** null where the flag is absent. */
export function boolOf(flags: AcceptedFlags, name: string): boolean | null {
  const flag = flags.get(name)?.[0]
  return flag === undefined ? null : flag.value === null || lower(flag.value) === 'true'
}

/** null where the flag is absent, and the default holds. */
export function wordOfFlag(flags: AcceptedFlags, name: string): Word | null {
  return wordsOfFlag(flags, name)[0] ?? null
}

export function wordsOfFlag(flags: AcceptedFlags, name: string): Word[] {
  const found = flags.get(name) ?? []
  return found.map(({ value, valueAt: { line, column } }) => ({ text: value ?? '', line, column }))
}

/** null also where its value is empty: the frontend makes no difference. */
export function filledWord(flags: AcceptedFlags, name: string): Word | null {
  const word = wordOfFlag(flags, name)
  return word?.text === '' ? null : word
}
