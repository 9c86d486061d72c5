import { characterOf, END, scannable } from './characters.ts'

/**
 * One character, any character but a line feed, or any run of those; `lazy` runs are as short as they can be.
 * Patterns of `${name#pattern}` know no classes.
 */
type Item = { char: string } | 'any' | 'run'

export interface ShellPattern {
  items: readonly Item[]
  lazy: boolean
}

/**
 * A pattern as `${name#pattern}` and its like have it, or what is wrong with it. Mirrors moby/buildkit
 * frontend/dockerfile/shell/lex.go convertShellPatternToRegex.
 */
export function shellPattern(text: string, lazy: boolean): ShellPattern | { reason: string } {
  const chars = [...scannable(text)]
  const items: Item[] = []
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at]!
    if (char === '*') items.push('run')
    else if (char === '?') items.push('any')
    else if (char !== '\\') items.push({ char })
    else if (chars[at + 1] !== '}' && chars[at + 1] !== '/') {
      const next = chars[++at]
      if (next !== '*' && next !== '?' && next !== '\\') {
        return { reason: `invalid escape '\\${next ?? characterOf(END)}'` }
      }
      items.push({ char: next })
    }
  }
  return { items, lazy }
}

/** Where a match begins and ends, in characters. */
export interface Span {
  start: number
  end: number
}

/** Takes steps off what may still be done; false where nothing is left. */
export type Spend = (steps: number) => boolean

/** A step takes about as long as putting in four characters. */
const STEP_COST = 4

/** Bits that one search may need. */
const MAX_STATES = 1 << 26

/**
 * Looks for a pattern in one text. Go's regexp is leftmost-first: of all matches that begin at the first possible
 * place, the one that the runs prefer in order. Every pair of item and place is looked at once, so that time is at
 * most their product. Mirrors go/src/regexp/backtrack.go.
 */
export class PatternSearch {
  private readonly items: readonly Item[]
  private readonly lazy: boolean
  private readonly chars: readonly string[]
  private readonly spend: Spend
  private readonly seen: Uint32Array

  /** undefined where pattern and text are too long to be searched, or nothing may be spent any more */
  static of(pattern: ShellPattern, chars: readonly string[], spend: Spend): PatternSearch | undefined {
    const states = (pattern.items.length + 1) * (chars.length + 1)
    if (states > MAX_STATES || !spend(states >>> 5)) return undefined
    return new PatternSearch(pattern, chars, spend, states)
  }

  private constructor(pattern: ShellPattern, chars: readonly string[], spend: Spend, states: number) {
    this.items = pattern.items
    this.lazy = pattern.lazy
    this.chars = chars
    this.spend = spend
    this.seen = new Uint32Array((states >>> 5) + 1)
  }

  /** The first match at `from` or, unless it is `anchored`, behind it. */
  find(from: number, anchored: boolean): Span | undefined | 'spent' {
    const last = anchored ? from : this.chars.length
    for (let start = from; start <= last; start++) {
      const end = this.matchAt(start)
      if (end === 'spent') return end
      if (end !== undefined) return { start, end }
    }
    return undefined
  }

  private matchAt(start: number): number | undefined | 'spent' {
    const places: number[] = [0, start]
    while (places.length > 0) {
      const at = places.pop()!
      const item = places.pop()!
      if (!this.enter(item, at)) continue
      if (!this.spend(STEP_COST)) return 'spent'
      if (item === this.items.length) {
        this.leave(at)
        return at
      }
      this.follow(places, item, at)
    }
    return undefined
  }

  private follow(places: number[], item: number, at: number): void {
    const wanted = this.items[item]!
    const char = this.chars[at]
    const longer = char !== undefined && char !== '\n'
    if (wanted === 'run') {
      if (longer && this.lazy) places.push(item, at + 1)
      places.push(item + 1, at)
      if (longer && !this.lazy) places.push(item, at + 1)
    } else if (wanted === 'any' ? longer : char === wanted.char) places.push(item + 1, at + 1)
  }

  private enter(item: number, at: number): boolean {
    const bit = item * (this.chars.length + 1) + at
    const word = this.seen[bit >>> 5]!
    this.seen[bit >>> 5] = word | (1 << (bit & 31))
    return (word & (1 << (bit & 31))) === 0
  }

  /** What succeeded at the end of a match may succeed again in the next one. */
  private leave(at: number): void {
    for (let item = 0; item <= this.items.length; item++) {
      const bit = item * (this.chars.length + 1) + at
      this.seen[bit >>> 5] = this.seen[bit >>> 5]! & ~(1 << (bit & 31))
    }
  }
}
