import type { Range } from '../model/reach.ts'

/** Finds which of many ranges overlaps with one that is asked about. */
export interface RangeIndex<T extends Range> {
  /** the last of the list that overlaps `[from, to)` */
  find(from: number, to: number): T | undefined
}

/** Costs a sort; an answer about one entry costs halving, whatever the number of ranges that hold it. */
export function rangeIndex<T extends Range>(list: readonly T[]): RangeIndex<T> {
  const bounds = Int32Array.from(new Set(list.flatMap(({ from, to }) => [from, to]))).sort()
  const winners = lastOfEach(list, bounds)
  return {
    find: (from, to) => {
      if (from >= to) return undefined
      let best = -1
      // the segment that holds `from` begins at the last bound that is not above it
      for (let at = Math.max(0, countUpTo(bounds, from) - 1); at < winners.length && bounds[at]! < to; at++)
        if (bounds[at + 1]! > from && winners[at]! > best) best = winners[at]!
      return list[best]
    },
  }
}

/** For each segment between two neighbouring bounds, the place of the last range that covers it; -1 for none. */
function lastOfEach(list: readonly Range[], bounds: Int32Array): Int32Array {
  const segments = Math.max(0, bounds.length - 1)
  const winners = new Int32Array(segments).fill(-1)
  // from each segment to the next one that has no winner yet
  const next = Int32Array.from({ length: segments + 1 }, (_, at) => at)
  const open = (at: number) => {
    while (next[at] !== at) {
      next[at] = next[next[at]!]!
      at = next[at]!
    }
    return at
  }
  for (let place = list.length - 1; place >= 0; place--) {
    const { from, to } = list[place]!
    const end = countUpTo(bounds, to) - 1
    for (let at = open(countUpTo(bounds, from) - 1); at < end; at = open(at)) {
      winners[at] = place
      next[at] = at + 1
    }
  }
  return winners
}

/** How many of the bounds are not above `limit`. */
function countUpTo(bounds: Int32Array, limit: number): number {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (bounds[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}
