/**
 * A set of symbols as sorted, disjoint, inclusive ranges [lo, hi, lo, hi, …]. A symbol is a code point, or one of
 * U+DC80–U+DCFF for a byte that is not UTF-8.
 */
export type CharSet = readonly number[]

export const MAX_SYMBOL = 0x10ffff
const REPLACEMENT = 0xfffd

const ANY: CharSet = [0, MAX_SYMBOL]

/** The set of exactly these symbols, unaltered: for literal comparison, byte by byte. */
export function only(symbol: number): CharSet {
  return [symbol, symbol]
}

/** Ranges in any order, sorted and merged. */
export function union(ranges: readonly number[]): CharSet {
  const pairs: [number, number][] = []
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!])
  pairs.sort((a, b) => a[0] - b[0])
  const merged: number[] = []
  for (const [lo, hi] of pairs) {
    const last = merged.length - 1
    if (last > 0 && lo <= merged[last]! + 1) merged[last] = Math.max(merged[last]!, hi)
    else merged.push(lo, hi)
  }
  return merged
}

/** All symbols that are not in `set`. */
export function complement(set: CharSet): CharSet {
  const rest: number[] = []
  let next = 0
  for (let i = 0; i < set.length; i += 2) {
    if (set[i]! > next) rest.push(next, set[i]! - 1)
    next = set[i + 1]! + 1
  }
  if (next <= MAX_SYMBOL) rest.push(next, MAX_SYMBOL)
  return rest
}

export function contains(set: CharSet, symbol: number): boolean {
  for (let i = 0; i < set.length; i += 2) if (symbol >= set[i]! && symbol <= set[i + 1]!) return true
  return false
}

/** Go's regexp reads a byte that is not UTF-8 as U+FFFD: such bytes are in a set exactly when U+FFFD is. */
export function withInvalidBytes(set: CharSet): CharSet {
  const surrogates: CharSet = [0xd800, 0xdfff]
  const without = complement(union([...complement(set), ...surrogates]))
  return contains(set, REPLACEMENT) ? union([...without, 0xdc80, 0xdcff]) : without
}

const byProperty = new Map<string, CharSet | undefined>()

/** The symbols of a Unicode property as JavaScript knows it, or undefined where there is none of that name. */
export function unicodeProperty(name: string): CharSet | undefined {
  if (!byProperty.has(name)) byProperty.set(name, name === 'Any' ? ANY : scanProperty(name))
  return byProperty.get(name)
}

function scanProperty(name: string): CharSet | undefined {
  const test = propertyTest(name)
  if (test === undefined) return undefined
  const ranges: number[] = []
  for (let code = 0; code <= MAX_SYMBOL; code++) {
    if (!test.test(String.fromCodePoint(code))) continue
    if (ranges.at(-1) === code - 1) ranges[ranges.length - 1] = code
    else ranges.push(code, code)
  }
  return ranges
}

/** Go knows general categories by their short names, and scripts. */
function propertyTest(name: string): RegExp | undefined {
  if (!/^[A-Z][A-Za-z_]*$/.test(name)) return undefined
  try {
    return new RegExp(`^\\p{${name.length <= 2 ? 'gc' : 'Script'}=${name}}$`, 'u')
  } catch {
    return undefined // not a property
  }
}
