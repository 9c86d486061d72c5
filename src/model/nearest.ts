/** Longer words are no slip of the pen, and the distance costs the product of the lengths. */
const LONGEST = 64

/**
 * The candidate that was most likely meant by a misspelt word, or undefined where none is near: at most a third
 * of the letters may differ, capitals, `-` and `_` apart, or the end may be missing. Of equally near ones, the first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined
  const wanted = bare(word)
  let best: string | undefined
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = distanceBetween(wanted, bare(candidate))
    if (distance >= least || distance >= wanted.length) continue
    best = candidate
    least = distance
  }
  return best
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '')
}

function distanceBetween(wanted: string, candidate: string): number {
  const isShortened = wanted.length >= 3 && candidate.startsWith(wanted) && candidate !== wanted
  return isShortened ? 1 : editDistance(wanted, candidate)
}

/** Insertions, deletions, replacements and swaps of neighbours that make `b` of `a`. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1)
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return last[b.length]!
}
