/** A part of a compose or bake file as plain data. It is shared where an alias stands for it. */
export type Value = Scalar | List | Mapping

export interface Scalar {
  kind: 'scalar'
  /** as compose sees it: numbers and booleans in Go's spelling */
  text: string | null
  /** a block of lines, which begins on the line below */
  block: boolean
  /** variables in it that are not set, so that it is blank there */
  unset?: readonly string[]
  /** why compose would refuse it */
  problem?: string
}

interface List {
  kind: 'list'
  items: readonly Entry[]
}

interface Mapping {
  kind: 'map'
  entries: ReadonlyMap<string, Entry>
}

/** A value where it is used, which is not where it is written if an alias stands there. */
export interface Entry {
  value: Value
  /** absolute */
  file: string
  /** of its key or its dash */
  line: number
  /** as it is written, with its `!`; YAML's own are left out */
  tag: string | null
}

/** What compose does on a value with one of its tags when it merges files. */
export const RESET = '!reset'
export const OVERRIDE = '!override'

export const NOTHING: Scalar = { kind: 'scalar', text: null, block: false }

/** Bounds the work that aliases and merges of a small file can ask for. */
export interface Budget {
  left: number
}

/** compose-go gives up at 100,000 nodes (loader/reset.go defaultMaxNodeVisits); copies count here, too. */
export const newBudget = (): Budget => ({ left: 200_000 })

export class BudgetSpent extends Error {
  override name = 'BudgetSpent'
}

export function spend(budget: Budget, amount = 1): void {
  budget.left -= amount
  if (budget.left < 0) throw new BudgetSpent('too large once its aliases are written out')
}

/** What a mapping holds for a key; undefined where it is no mapping, has no such key, or the key is reset. */
export function child(entry: Entry | undefined, key: string): Entry | undefined {
  if (entry?.value.kind !== 'map') return undefined
  const found = entry.value.entries.get(key)
  return found === undefined || found.tag === RESET ? undefined : found
}

/** The entries of a mapping by key, without those that are reset. */
export function childrenOf(entry: Entry | undefined): [string, Entry][] {
  if (entry?.value.kind !== 'map') return []
  return [...entry.value.entries].filter(([, { tag }]) => tag !== RESET)
}

export function itemsOf(entry: Entry | undefined): readonly Entry[] {
  return entry?.value.kind === 'list' ? entry.value.items : []
}

export function textOf(entry: Entry | undefined): string | undefined {
  return entry?.value.kind === 'scalar' ? (entry.value.text ?? undefined) : undefined
}

export function mappingEntry(at: Entry, entries: Iterable<readonly [string, Entry]>): Entry {
  return { ...at, value: { kind: 'map', entries: new Map(entries) } }
}

export function isNull({ value }: Entry): boolean {
  return value.kind === 'scalar' && value.text === null
}
