import { characterOf, END } from './characters.ts'
import type { Spend } from './pattern.ts'
import { Scanner } from './scanner.ts'
import {
  LimitError,
  replaceAll,
  replaceFirst,
  SubstitutionError,
  trimPrefix,
  trimSuffix,
} from './substitute.ts'
import { type SharedText, WordCollector } from './words.ts'

/** The value of a variable; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined

export interface LexerOptions {
  /** a backslash, or what `# escape=` says */
  escape: string
  /** quotes stay in the result */
  rawQuotes?: boolean
  /** escape characters stay in the result */
  rawEscapes?: boolean
  /** quotes are characters like any other */
  skipQuotes?: boolean
  /** variables that are not set stay as they are written */
  skipUnset?: boolean
}

/** How deep `${a:-${b:-…}}` may be nested. The frontend knows no limit; no file that people write comes near this one. */
const MAX_DEPTH = 400

const [DOLLAR, BRACE, CLOSING, COLON, SLASH] = [0x24, 0x7b, 0x7d, 0x3a, 0x2f]
const [LESS, SINGLE, DOUBLE, HASH, PERCENT] = [0x3c, 0x27, 0x22, 0x23, 0x25]

/**
 * Expands one word. Every method reads on from where the last one stopped. Mirrors moby/buildkit
 * frontend/dockerfile/shell/lex.go shellWord, order of evaluation and messages included.
 */
export class Lexer {
  readonly used = new Set<string>()
  readonly unset = new Set<string>()
  private readonly scan: Scanner
  private readonly lookup: Lookup
  private readonly options: LexerOptions
  private readonly spend: Spend
  private readonly escape: number
  /** a run of characters that mean nothing, whatever the word is nested in */
  private readonly plain: RegExp
  /** absent where words are not wanted */
  private readonly shared: SharedText | undefined
  private rawEscapes: boolean
  private depth = 0

  constructor(word: string, lookup: Lookup, options: LexerOptions, spend: Spend, split: boolean) {
    this.scan = new Scanner(word)
    this.lookup = lookup
    this.options = options
    this.spend = spend
    this.plain = options.escape === '`' ? /[^$<'"}/`]+/y : /[^$<'"}/\\]+/y
    this.shared = split ? { text: '' } : undefined
    this.escape = options.escape.codePointAt(0)!
    this.rawEscapes = options.rawEscapes === true
  }

  /** The whole word as one, and split at white space. */
  process(): { text: string; words: readonly string[] } {
    return this.readTo(END, this.rawEscapes)
  }

  private readTo(stop: number, rawEscapes: boolean): { text: string; words: readonly string[] } {
    if (++this.depth > MAX_DEPTH) throw new LimitError(`variables are nested more than ${MAX_DEPTH} deep`)
    const before = this.rawEscapes
    this.rawEscapes = rawEscapes
    const words = this.shared && new WordCollector(this.shared)
    let text = ''
    let code = this.scan.peek()
    for (; code !== END && code !== stop; code = this.scan.peek())
      text += this.readPlain(words) ?? this.readPiece(code, words)
    if (code !== stop) fail(`${UNENDED} ${characterOf(stop)}`)
    this.scan.next()
    this.rawEscapes = before
    this.depth--
    return { text, words: words?.finish() ?? [] }
  }

  private readPlain(words: WordCollector | undefined): string | undefined {
    const run = this.scan.run(this.plain)
    if (run !== undefined) words?.add(run)
    return run
  }

  private readPiece(code: number, words: WordCollector | undefined): string {
    if (code === DOLLAR) {
      const value = this.readVariable()
      words?.add(value)
      return value
    }
    const quoted = this.readQuoted(code)
    if (quoted !== undefined) {
      words?.addRaw(quoted)
      return quoted
    }
    this.scan.next()
    if (code !== this.escape) {
      words?.add(characterOf(code))
      return characterOf(code)
    }
    const escaped = this.scan.next()
    const kept = (this.rawEscapes ? characterOf(code) : '') + (escaped === END ? '' : characterOf(escaped))
    words?.addRaw(kept)
    return kept
  }

  private readQuoted(code: number): string | undefined {
    if (code === LESS) return this.readPossibleHeredoc()
    if (this.options.skipQuotes) return undefined
    if (code === SINGLE) return this.readSingleQuotes()
    if (code === DOUBLE) return this.readDoubleQuotes()
    return undefined
  }

  private readSingleQuotes(): string {
    this.scan.next()
    const text = this.scan.through("'")
    if (text === undefined) return this.failAtEnd('single-quote')
    return this.options.rawQuotes ? `'${text}'` : text
  }

  private readDoubleQuotes(): string {
    const quote = this.options.rawQuotes ? '"' : ''
    let text = quote
    this.scan.next()
    for (let code = this.scan.peek(); code !== DOUBLE; code = this.scan.peek()) {
      if (code === END) this.failAtEnd('double-quote')
      if (code === DOLLAR) text += this.readVariable()
      else text += this.readInDoubleQuotes()
    }
    this.scan.next()
    return text + quote
  }

  /** One character; an escape character only before `"`, `$` and itself. */
  private readInDoubleQuotes(): string {
    const code = this.scan.next()
    if (code !== this.escape) return characterOf(code)
    const kept = this.rawEscapes ? characterOf(code) : ''
    const escaped = this.scan.peek()
    if (escaped === END) return kept
    if (escaped !== DOUBLE && escaped !== DOLLAR && escaped !== this.escape) return kept + characterOf(code)
    return kept + characterOf(this.scan.next())
  }

  /** Blanks behind `<<` are part of it, and what follows is expanded as ever. */
  private readPossibleHeredoc(): string {
    return this.scan.run(/<<[\t\r ]*|</y)!
  }

  private readVariable(): string {
    this.scan.next()
    if (this.scan.peek() !== BRACE) {
      const name = this.scan.name()
      if (name === '') return '$'
      return this.valueOf(name) ?? (this.options.skipUnset ? `$${name}` : '')
    }
    this.scan.next()
    const first = this.scan.peek()
    if (first === END) fail("syntax error: missing '}'")
    if (first === BRACE || first === CLOSING || first === COLON) fail('syntax error: bad substitution')
    return this.readSubstitution(this.scan.name())
  }

  private readSubstitution(name: string): string {
    const code = this.scan.next()
    if (code === CLOSING) return this.valueOf(name) ?? (this.options.skipUnset ? `\${${name}}` : '')
    if (code === SLASH) return this.readReplacement(name)
    if (code !== COLON) return this.readModifier(name, code, characterOf(code), false)
    const modifier = this.scan.next()
    return this.readModifier(name, modifier, `:${characterOf(modifier)}`, true)
  }

  private readModifier(name: string, code: number, written: string, emptyIsUnset: boolean): string {
    const isPattern = code === HASH || code === PERCENT
    const known = emptyIsUnset || isPattern || '+-?'.includes(characterOf(code))
    if (!known || (emptyIsUnset && isPattern)) fail(`unsupported modifier (${written}) in substitution`)
    const word = this.readNested(CLOSING, isPattern, "syntax error: missing '}'")
    const value = this.valueOf(name)
    if (this.options.skipUnset && value === undefined) return `\${${name}${written}${word}}`
    const isUnset = value === undefined || (emptyIsUnset && value === '')
    switch (characterOf(code)) {
      case '-':
        return isUnset ? word : value
      case '+':
        return isUnset ? '' : word
      case '?':
        return isUnset ? fail(`${name}: ${word || missing(value)}`) : value
      case '#':
        return trimPrefix(word.replace(/^#/, ''), value ?? '', word.startsWith('#'), this.spend)
      case '%':
        return trimSuffix(word.replace(/^%/, ''), value ?? '', word.startsWith('%'), this.spend)
      default:
        return fail(`unsupported modifier (${written}) in substitution`)
    }
  }

  private readReplacement(name: string): string {
    const all = this.scan.peek() === SLASH
    if (all) this.scan.next()
    const pattern = this.readNested(SLASH, true, `syntax error: missing '/' in $\{}`)
    const replacement = this.readNested(CLOSING, true, "syntax error: missing '}'")
    const value = this.valueOf(name)
    if (this.options.skipUnset && value === undefined) return `\${${name}/${pattern}/${replacement}}`
    return (all ? replaceAll : replaceFirst)(pattern, value ?? '', replacement, this.spend)
  }

  /** A word within `${}`. Whatever is wrong in it, at the end of the text it is the end that is missing. */
  private readNested(stop: number, rawEscapes: boolean, atEnd: string): string {
    try {
      return this.readTo(stop, rawEscapes).text
    } catch (error) {
      if (error instanceof SubstitutionError && !(error instanceof LimitError) && this.scan.peek() === END)
        fail(atEnd)
      throw error
    }
  }

  private valueOf(name: string): string | undefined {
    const value = this.lookup(name)
    ;(value === undefined ? this.unset : this.used).add(name)
    if (value !== undefined && !this.spend(value.length + 1))
      throw new LimitError('variables expand to too much text')
    return value
  }

  private failAtEnd(what: string): never {
    this.scan.skipToEnd()
    return fail(`${UNENDED} ${what}`)
  }
}

const UNENDED = 'unexpected end of statement while looking for matching'

function missing(value: string | undefined): string {
  return value === undefined ? 'is not allowed to be unset' : 'is not allowed to be empty'
}

function fail(reason: string): never {
  throw new SubstitutionError(reason)
}
