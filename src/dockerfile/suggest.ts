import { lower, upper } from './go-text.ts'

/** As far as a slip of the fingers goes. */
const TOO_FAR = 3

/**
 * ` (did you mean …?)`, or nothing. Among equally near options the frontend picks by chance, this one that begins alike.
 * Source: buildkit util/suggest/error.go.
 */
export function suggestion(written: string, options: readonly string[], caseSensitive: boolean): string {
  const longest = Math.max(...options.map(option => option.length))
  if (written.length >= 2 * (longest + TOO_FAR)) return ''
  const given = caseSensitive ? written : lower(written)
  let near = ''
  let least = TOO_FAR
  for (const wanted of inOrder(options, given, caseSensitive)) {
    if (wanted === given) return ''
    const distance = editDistance([...given], [...wanted])
    if (distance >= least) continue
    least = distance
    near = caseSensitive ? wanted : inCaseOf(written, wanted)
  }
  return near === '' ? '' : ` (did you mean ${near}?)`
}

function inOrder(options: readonly string[], given: string, caseSensitive: boolean): string[] {
  const wanted = caseSensitive ? [...options] : options.map(lower)
  return wanted.sort((one, other) => sharedStart(other, given) - sharedStart(one, given))
}

function sharedStart(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}

function inCaseOf(written: string, word: string): string {
  return written !== lower(written) && written === upper(written) ? upper(word) : word
}

/** Levenshtein's. */
function editDistance(from: readonly string[], to: readonly string[]): number {
  let row = to.map((_, index) => index + 1)
  for (const [done, char] of from.entries()) {
    let before = done
    let left = done + 1
    row = row.map((above, index) => {
      const cost = Math.min(before + (char === to[index] ? 0 : 1), above + 1, left + 1)
      before = above
      left = cost
      return cost
    })
  }
  return row.at(-1) ?? from.length
}
