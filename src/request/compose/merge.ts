import { type Budget, child, type Entry, isNull, mappingEntry, OVERRIDE, RESET, spend } from './values.ts'

/**
 * A value that another file, or a service that extends it, has its say on: mappings field by field, lists one after
 * the other, anything else replaced; null says nothing (compose-go override/merge.go MergeYaml, in its long forms).
 */
export function merge(base: Entry | undefined, over: Entry, budget: Budget): Entry {
  if (base === undefined || over.tag === RESET || over.tag === OVERRIDE) return over
  if (isNull(over)) return base
  if (base.value.kind === 'list' && over.value.kind === 'list') {
    const items = [...base.value.items, ...over.value.items]
    spend(budget, items.length)
    return { ...over, value: { kind: 'list', items } }
  }
  if (base.value.kind !== 'map' || over.value.kind !== 'map') return over
  spend(budget, base.value.entries.size + over.value.entries.size)
  const entries = new Map(base.value.entries)
  for (const [key, entry] of over.value.entries)
    entries.set(
      key,
      KEYED.has(key) ? mergeKeyed(child(base, key), entry, budget) : merge(child(base, key), entry, budget),
    )
  return mappingEntry(over, entries)
}

/** Lists of `KEY=value` to compose, where the last entry of a key counts: one without a value, too. */
const KEYED = new Set(['args', 'additional_contexts'])

function mergeKeyed(base: Entry | undefined, over: Entry, budget: Budget): Entry {
  if (base?.value.kind !== 'map' || over.value.kind !== 'map' || over.tag !== null)
    return merge(base, over, budget)
  spend(budget, base.value.entries.size + over.value.entries.size)
  return mappingEntry(over, [...base.value.entries, ...over.value.entries])
}
