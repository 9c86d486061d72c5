import { type CharSet, complement, MAX_SYMBOL, only, union, withInvalidBytes } from './char-set.ts'
import { ClassReader, RegexpSyntaxError } from './re2-class.ts'

/** A regular expression as a tree. An empty `concat` matches the empty string. */
export type Regexp =
  | { op: 'set'; set: CharSet }
  | { op: 'concat'; parts: Regexp[] }
  | { op: 'alternate'; parts: Regexp[] }
  /** `max` is -1 where there is no bound */
  | { op: 'repeat'; body: Regexp; min: number; max: number }
  | { op: 'assert'; what: 'begin' | 'end' | 'boundary' | 'no-boundary' }

const NOT_NEWLINE = withInvalidBytes(complement(only(0x0a)))
const MAX_REPEAT = 1000
const MAX_DEPTH = 1000

/**
 * Parses the part of Go's regexp syntax that an ignore pattern can reach: no flags and no named groups, because
 * `?` never gets through. Mirrors go/src/regexp/syntax/parse.go.
 */
export function parseRegexp(source: string): Regexp {
  return new Parser([...source]).parse()
}

class Parser {
  private readonly classes: ClassReader
  private readonly symbols: readonly string[]
  private at = 0
  private depth = 0

  constructor(symbols: readonly string[]) {
    this.symbols = symbols
    this.classes = new ClassReader(symbols)
  }

  parse(): Regexp {
    const tree = this.alternation()
    if (this.at < this.symbols.length) throw new RegexpSyntaxError('unexpected )')
    return tree
  }

  private alternation(): Regexp {
    if (++this.depth > MAX_DEPTH) throw new RegexpSyntaxError('expression nests too deeply')
    const branches = [this.concatenation()]
    while (this.symbols[this.at] === '|') {
      this.at++
      branches.push(this.concatenation())
    }
    this.depth--
    return branches.length === 1 ? branches[0]! : { op: 'alternate', parts: branches }
  }

  private concatenation(): Regexp {
    const parts: Regexp[] = []
    let justRepeated = false
    while (this.at < this.symbols.length && this.symbols[this.at] !== '|' && this.symbols[this.at] !== ')') {
      const times = this.repetition()
      if (times === undefined) {
        parts.push(...this.atom())
        justRepeated = false
        continue
      }
      if (justRepeated) throw new RegexpSyntaxError('invalid nested repetition operator')
      const body = parts.pop()
      if (body === undefined) throw new RegexpSyntaxError('missing argument to repetition operator')
      parts.push(checkedRepeat({ op: 'repeat', body, ...times }))
      justRepeated = true
    }
    return parts.length === 1 ? parts[0]! : { op: 'concat', parts }
  }

  /** Reads a repetition operator, or nothing where there is none: a `{` that is none is a literal. */
  private repetition(): { min: number; max: number } | undefined {
    const symbol = this.symbols[this.at]
    const simple = symbol === '*' ? [0, -1] : symbol === '+' ? [1, -1] : symbol === '?' ? [0, 1] : undefined
    let times = simple && { min: simple[0]!, max: simple[1]! }
    if (times !== undefined) this.at++
    else if (symbol === '{') times = this.counted()
    if (times !== undefined && this.symbols[this.at] === '?') this.at++ // lazy: the same matches
    return times
  }

  private counted(): { min: number; max: number } | undefined {
    const text = this.symbols.slice(this.at, this.at + 40).join('')
    const found = /^\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/.exec(text)
    if (found === null) return undefined
    const min = Number(found[1])
    const max = found[2] === undefined ? min : found[3] === undefined ? -1 : Number(found[3])
    if (min > MAX_REPEAT || max > MAX_REPEAT || (max >= 0 && min > max))
      throw new RegexpSyntaxError('invalid repeat count')
    this.at += found[0].length
    return { min, max }
  }

  private atom(): Regexp[] {
    const symbol = this.symbols[this.at]!
    if (symbol === '\\') return this.escape()
    if (symbol === '[') {
      const { set, end } = this.classes.bracket(this.at)
      this.at = end
      return [{ op: 'set', set: withInvalidBytes(set) }]
    }
    this.at++
    if (symbol === '(') return [this.group()]
    if (symbol === '.') return [{ op: 'set', set: NOT_NEWLINE }]
    if (symbol === '^') return [{ op: 'assert', what: 'begin' }]
    if (symbol === '$') return [{ op: 'assert', what: 'end' }]
    return [literal(symbol)]
  }

  private group(): Regexp {
    const body = this.alternation()
    if (this.symbols[this.at] !== ')') throw new RegexpSyntaxError('missing closing )')
    this.at++
    return body
  }

  private escape(): Regexp[] {
    const symbol = this.symbols[this.at + 1]
    const asserted = symbol === undefined ? undefined : ASSERTIONS[symbol]
    if (asserted !== undefined) {
      this.at += 2
      return [{ op: 'assert', what: asserted }]
    }
    if (symbol === 'Q') return this.quoted()
    const { set, end } = this.classes.escape(this.at)
    this.at = end
    return [{ op: 'set', set: withInvalidBytes(set) }]
  }

  /** `\Q` makes everything up to `\E`, or to the end, literal. */
  private quoted(): Regexp[] {
    const start = this.at + 2
    let end = start
    while (end < this.symbols.length && !(this.symbols[end] === '\\' && this.symbols[end + 1] === 'E')) end++
    this.at = Math.min(end + 2, this.symbols.length)
    return this.symbols.slice(start, end).map(literal)
  }
}

const ASSERTIONS: Record<string, 'begin' | 'end' | 'boundary' | 'no-boundary'> = {
  A: 'begin',
  z: 'end',
  b: 'boundary',
  B: 'no-boundary',
}

function literal(symbol: string): Regexp {
  return { op: 'set', set: withInvalidBytes(only(symbol.codePointAt(0)!)) }
}

function checkedRepeat(repeat: Regexp & { op: 'repeat' }): Regexp {
  const counted = repeat.min >= 2 || repeat.max >= 2
  if (counted && !repeatIsValid(repeat, MAX_REPEAT)) throw new RegexpSyntaxError('invalid repeat count')
  return repeat
}

/** Mirrors repeatIsValid: nested counts may not multiply to more than 1,000. */
function repeatIsValid(tree: Regexp, limit: number): boolean {
  if (tree.op === 'repeat') {
    const counted = !isSimple(tree)
    const most = counted ? (tree.max < 0 ? tree.min : tree.max) : 1
    if (counted && most === 0) return true
    return most <= limit && repeatIsValid(tree.body, Math.floor(limit / most))
  }
  return tree.op === 'concat' || tree.op === 'alternate'
    ? tree.parts.every(part => repeatIsValid(part, limit))
    : true
}

/** `*`, `+` and `?` are operators of their own in Go and don't count. */
function isSimple({ min, max }: { min: number; max: number }): boolean {
  return (max === -1 && min <= 1) || (min === 0 && max === 1)
}

/** All symbols, newline and bad bytes too. */
export const ANY_SYMBOL: Regexp = { op: 'set', set: union([0, MAX_SYMBOL]) }
