import { UsageError } from '../../errors.ts'
import { globMatch } from '../../ignore/go-match.ts'
import type { BakeTarget } from './model.ts'

/** What `--set` says of one target, by key, such as `args.VERSION`. */
export type Overrides = ReadonlyMap<string, Override>

interface Override {
  value: string
  /** of keys that take several: every value that was given */
  values: readonly string[]
  /** they come after what the file says, and not in its place */
  append: boolean
}

/** Keys of which each value counts, and those that need a name after them (docker/buildx bake/bake.go newOverrides). */
const LISTS = new Set([
  'annotations',
  'attest',
  'cache-from',
  'cache-to',
  'entitlements',
  'network',
  'output',
  'platform',
  'policy',
  'secrets',
  'ssh',
  'tags',
])
const NAMED = new Set(['args', 'contexts', 'extra-hosts', 'labels', 'resources', 'secret'])
const PLAIN = new Set([
  'call',
  'context',
  'dockerfile',
  'load',
  'no-cache',
  'no-cache-filter',
  'pull',
  'push',
  'shm-size',
  'target',
  'ulimits',
])

/**
 * Values of `--set` by the target that they are about. Throws a UsageError where bake refuses one: it names no key, a
 * key that is none, or no target that there is.
 */
export function overridesOf(
  sets: readonly string[],
  targets: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Map<string, Overrides> {
  const found = new Map<string, Map<string, Override>>()
  for (const set of sets) {
    const { pattern, key, append, value } = parsed(set, environment)
    for (const name of matching(pattern, targets)) {
      const own = found.get(name) ?? new Map<string, Override>()
      found.set(name, own)
      if (value === undefined) continue
      own.set(key, { value, values: [...(own.get(key)?.values ?? []), value], append })
    }
  }
  return found
}

function parsed(set: string, environment: Readonly<Record<string, string | undefined>>) {
  const equals = set.indexOf('=')
  const left = equals < 0 ? set : set.slice(0, equals)
  const whole = left.replace(/\+$/, '')
  const [pattern, kind, ...rest] = whole.split('.')
  if (kind === undefined) refuse(`invalid override key ${whole}, expected target.name`)
  const name = rest.join('.')
  if (!(LISTS.has(kind) || NAMED.has(kind) || PLAIN.has(kind))) refuse(`unknown key: ${kind}`)
  if (NAMED.has(kind) && rest.length === 0) refuse(`invalid key ${left}, ${kind} requires name`)
  if (equals < 0 && kind !== 'args') refuse(`invalid override ${set}, expected target.name=value`)
  const given = equals < 0 ? environment[name] : set.slice(equals + 1)
  const key = rest.length === 0 ? kind : `${kind}.${name}`
  return { pattern: pattern!, key, append: left.endsWith('+'), value: given }
}

function matching(pattern: string, targets: readonly string[]): readonly string[] {
  if (targets.includes(pattern)) return [pattern]
  const names = targets.filter(name => globMatch(pattern, name))
  return names.length > 0 ? names : refuse(`could not find any target matching '${pattern}'`)
}

function refuse(problem: string): never {
  throw new UsageError(`--set: ${problem}`, { hint: 'target.key=value, as docker buildx bake takes it' })
}

/** A target after `--set` (docker/buildx bake/bake.go AddOverrides), so far as it decides what is taken and given. */
export function overridden(target: BakeTarget, overrides: Overrides | undefined): BakeTarget {
  const result = { ...target }
  for (const [key, { value, values, append }] of overrides ?? []) {
    const listed = values.filter(one => one !== '')
    const after = <T>(before: readonly T[] | undefined): (T | string)[] => [
      ...(append ? (before ?? []) : []),
      ...listed,
    ]
    const dot = key.indexOf('.')
    const name = key.slice(dot + 1)
    if (key === 'context' || key === 'dockerfile' || key === 'target') result[key] = value
    else if (key === 'platform') result.platforms = after(result.platforms)
    else if (key === 'secrets') result.secret = after(result.secret)
    else if (key === 'ssh') result.ssh = after(result.ssh)
    else if (key === 'cache-to') result['cache-to'] = after(result['cache-to'])
    else if (key.startsWith('args.')) result.args = { ...result.args, [name]: value }
    else if (key.startsWith('contexts.')) result.contexts = { ...result.contexts, [name]: value }
  }
  return result
}
