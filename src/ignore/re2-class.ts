import { type CharSet, complement, only, unicodeProperty, union } from './char-set.ts'

/** Go would refuse the expression; what builders make of that is `syntax error in pattern`. */
export class RegexpSyntaxError extends Error {}

const DIGIT: CharSet = [0x30, 0x39]
const SPACE: CharSet = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20]
const WORD: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]
const PERL: Record<string, CharSet> = { d: DIGIT, s: SPACE, w: WORD }

const POSIX: Record<string, CharSet> = {
  alnum: [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a],
  alpha: [0x41, 0x5a, 0x61, 0x7a],
  ascii: [0, 0x7f],
  blank: [0x09, 0x09, 0x20, 0x20],
  cntrl: [0, 0x1f, 0x7f, 0x7f],
  digit: DIGIT,
  graph: [0x21, 0x7e],
  lower: [0x61, 0x7a],
  print: [0x20, 0x7e],
  punct: [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e],
  space: [0x09, 0x0d, 0x20, 0x20],
  upper: [0x41, 0x5a],
  word: WORD,
  xdigit: [0x30, 0x39, 0x41, 0x46, 0x61, 0x66],
}

const CONTROL: Record<string, number> = { a: 0x07, f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09, v: 0x0b }

/** A set that was read, and the position after it. */
interface Read {
  set: CharSet
  end: number
}

/** Whether a symbol counts as a letter for `\b`. */
export function isWordSymbol(symbol: number): boolean {
  return (
    (symbol >= 0x30 && symbol <= 0x39) ||
    (symbol >= 0x41 && symbol <= 0x5a) ||
    symbol === 0x5f ||
    (symbol >= 0x61 && symbol <= 0x7a)
  )
}

/** Reads bracket classes and escapes of Go's regexp syntax. Mirrors parseClass and its callees of parse.go. */
export class ClassReader {
  private readonly symbols: readonly string[]

  constructor(symbols: readonly string[]) {
    this.symbols = symbols
  }

  /** The class whose `[` is at `start`. */
  bracket(start: number): Read {
    let at = start + 1
    const negated = this.symbols[at] === '^'
    if (negated) at++
    const ranges: number[] = []
    for (let first = true; first || this.symbols[at] !== ']'; first = false) {
      const named = this.posix(at) ?? this.escapedGroup(at)
      const { set, end } = named ?? this.range(at)
      ranges.push(...set)
      at = end
    }
    const set = union(ranges)
    return { set: negated ? complement(set) : set, end: at + 1 }
  }

  /** The escape whose backslash is at `start`, outside a class. */
  escape(start: number): Read {
    const group = this.escapedGroup(start)
    if (group !== undefined) return group
    const { code, end } = this.escapedSymbol(start)
    return { set: only(code), end }
  }

  private range(start: number): Read {
    const low = this.symbol(start)
    if (
      this.symbols[low.end] !== '-' ||
      this.symbols[low.end + 1] === ']' ||
      low.end + 1 >= this.symbols.length
    )
      return { set: only(low.code), end: low.end }
    const high = this.symbol(low.end + 1)
    if (high.code < low.code) throw new RegexpSyntaxError('invalid character class range')
    return { set: [low.code, high.code], end: high.end }
  }

  private symbol(at: number): { code: number; end: number } {
    const symbol = this.symbols[at]
    if (symbol === undefined) throw new RegexpSyntaxError('missing closing ]')
    return symbol === '\\' ? this.escapedSymbol(at) : { code: symbol.codePointAt(0)!, end: at + 1 }
  }

  /** `[:alpha:]` within a class. */
  private posix(start: number): Read | undefined {
    if (this.symbols[start] !== '[' || this.symbols[start + 1] !== ':') return undefined
    let close = start + 2
    while (close < this.symbols.length && !(this.symbols[close] === ':' && this.symbols[close + 1] === ']'))
      close++
    if (close >= this.symbols.length) return undefined
    const name = this.symbols.slice(start + 2, close).join('')
    const negated = name.startsWith('^')
    const set = Object.hasOwn(POSIX, name.replace(/^\^/, '')) ? POSIX[name.replace(/^\^/, '')] : undefined
    if (set === undefined) throw new RegexpSyntaxError('invalid character class range')
    return { set: negated ? complement(set) : set, end: close + 2 }
  }

  /** `\d`, `\W`, `\pL`, `\P{Greek}` and the like. */
  private escapedGroup(start: number): Read | undefined {
    if (this.symbols[start] !== '\\') return undefined
    const letter = this.symbols[start + 1] ?? ''
    if (/^[dswDSW]$/.test(letter)) {
      const set = PERL[letter.toLowerCase()]!
      return { set: letter === letter.toLowerCase() ? set : complement(set), end: start + 2 }
    }
    return letter === 'p' || letter === 'P' ? this.unicodeGroup(start) : undefined
  }

  private unicodeGroup(start: number): Read {
    let end = start + 3
    let name = this.symbols[start + 2] ?? ''
    if (name === '{') {
      const close = this.symbols.indexOf('}', start)
      if (close < 0) throw new RegexpSyntaxError('invalid character class range')
      name = this.symbols.slice(start + 3, close).join('')
      end = close + 1
    }
    const inverted = name.startsWith('^') !== (this.symbols[start + 1] === 'P')
    const set = unicodeProperty(name.replace(/^\^/, ''))
    if (set === undefined) throw new RegexpSyntaxError('invalid character class range')
    return { set: inverted ? complement(set) : set, end }
  }

  /** Mirrors parseEscape. */
  private escapedSymbol(start: number): { code: number; end: number } {
    const symbol = this.symbols[start + 1]
    if (symbol === undefined) throw new RegexpSyntaxError('trailing backslash at end of expression')
    if (/^[0-7]$/.test(symbol)) return this.octal(start)
    if (symbol === 'x') return this.hexadecimal(start)
    if (Object.hasOwn(CONTROL, symbol)) return { code: CONTROL[symbol]!, end: start + 2 }
    const code = symbol.codePointAt(0)!
    if (code >= 0x80 || /^[0-9A-Za-z]$/.test(symbol)) throw new RegexpSyntaxError('invalid escape sequence')
    return { code, end: start + 2 }
  }

  /** `\0`, `\012`: up to three digits; a single digit other than 0 would be a back reference. */
  private octal(start: number): { code: number; end: number } {
    let end = start + 1
    while (end < start + 4 && /^[0-7]$/.test(this.symbols[end] ?? '')) end++
    const digits = this.symbols.slice(start + 1, end).join('')
    if (digits.length === 1 && digits !== '0') throw new RegexpSyntaxError('invalid escape sequence')
    return { code: Number.parseInt(digits, 8), end }
  }

  /** `\x4a` or `\x{10ffff}`. */
  private hexadecimal(start: number): { code: number; end: number } {
    const text = this.symbols.slice(start + 2, start + 14).join('')
    const found = /^([0-9A-Fa-f]{2})|^\{([0-9A-Fa-f]{1,8})\}/.exec(text)
    const code = Number.parseInt(found?.[1] ?? found?.[2] ?? '', 16)
    if (found === null || code > 0x10ffff) throw new RegexpSyntaxError('invalid escape sequence')
    return { code, end: start + 2 + found[0].length }
  }
}
