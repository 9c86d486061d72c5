// Go's filepath.Match, for the one question that builders ask it: is this pattern's syntax all right?

/** What is left of the text after a chunk: `no` where it does not match, `bad` where the chunk's syntax is wrong. */
type Rest = string | 'no' | 'bad'

/**
 * Whether `filepath.Match(pattern, ".")` returns no error, which is how moby/patternmatcher New checks syntax. Only
 * the chunks that the match comes to are looked at: `a*\` passes, `a\` does not. Mirrors
 * go/src/path/filepath/match.go.
 */
export function isAcceptedGlob(pattern: string): boolean {
  let name = '.'
  let rest = pattern
  while (rest !== '') {
    const { star, chunk, after } = scanChunk(rest)
    if (star && chunk === '') return true
    rest = after
    const next = matchAnywhere(chunk, name, star, rest === '')
    if (next === 'bad') return false
    if (next === 'no') return true
    name = next
  }
  return true
}

/** Matches a chunk at the beginning of `name`, or behind a star one byte later (`name` is `.` or empty). */
function matchAnywhere(chunk: string, name: string, star: boolean, last: boolean): Rest {
  for (const start of star && name !== '' ? [0, 1] : [0]) {
    const rest = matchChunk(chunk, name.slice(start))
    if (rest === 'bad') return 'bad'
    if (rest !== 'no' && (!last || rest === '')) return rest
  }
  return 'no'
}

/** The next piece between stars. A star inside what looks like a class does not end it. */
export function scanChunk(pattern: string): { star: boolean; chunk: string; after: string } {
  let start = 0
  while (pattern[start] === '*') start++
  let inClass = false
  let at = start
  for (; at < pattern.length; at++) {
    const char = pattern[at]
    if (char === '\\') at += at + 1 < pattern.length ? 1 : 0
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '*' && !inClass) break
  }
  return { star: start > 0, chunk: pattern.slice(start, at), after: pattern.slice(at) }
}

/** Goes through the whole chunk even after it failed to match, to see its syntax. */
function matchChunk(chunk: string, text: string): Rest {
  let rest: string | undefined = text
  for (let at = 0; at < chunk.length; ) {
    if (rest === '') rest = undefined
    const symbol: number | undefined = rest?.codePointAt(0)
    let matches = true
    if (chunk[at] === '[') {
      const found = readClass(chunk, at + 1, symbol ?? 0)
      if (found === 'bad') return 'bad'
      at = found.end
      matches = found.matches
    } else {
      const escaped = chunk[at] === '\\'
      if (escaped && ++at >= chunk.length) return 'bad'
      const code = chunk.codePointAt(at)!
      matches = code === symbol || (!escaped && chunk[at] === '?' && symbol !== 0x2f)
      at += code > 0xffff ? 2 : 1
    }
    rest = matches ? rest?.slice(1) : undefined
  }
  return rest ?? 'no'
}

function readClass(chunk: string, start: number, symbol: number): 'bad' | { end: number; matches: boolean } {
  const negated = chunk[start] === '^'
  let at = negated ? start + 1 : start
  let matches = false
  for (let ranges = 0; chunk[at] !== ']' || ranges === 0; ranges++) {
    const low = classSymbol(chunk, at)
    const high = low !== 'bad' && chunk[low.end] === '-' ? classSymbol(chunk, low.end + 1) : low
    if (low === 'bad' || high === 'bad') return 'bad'
    if (low.code <= symbol && symbol <= high.code) matches = true
    at = high.end
  }
  return { end: at + 1, matches: matches !== negated }
}

/** One character of a class; it must not be the chunk's last, since `]` has to follow. */
function classSymbol(chunk: string, start: number): 'bad' | { code: number; end: number } {
  let at = start
  if (at >= chunk.length || chunk[at] === '-' || chunk[at] === ']') return 'bad'
  if (chunk[at] === '\\') at++
  const code = chunk.codePointAt(at)
  // a byte that is not UTF-8 (a lone surrogate here) is refused
  if (code === undefined || (code >= 0xdc80 && code <= 0xdcff)) return 'bad'
  const end = at + (code > 0xffff ? 2 : 1)
  return end < chunk.length ? { code, end } : 'bad'
}
