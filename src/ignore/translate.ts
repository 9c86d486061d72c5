import { rawFromBytes, rawToBytes } from '../model/path.ts'
import { RegexpSyntaxError } from './re2-class.ts'

/**
 * What a cleaned pattern tests a whole path with. Literal forms compare bytes; `regexp` is Go regexp source, in
 * which a byte that is not UTF-8 has become U+FFFD.
 */
export type PatternTest =
  | { kind: 'exact'; text: string }
  | { kind: 'prefix'; text: string }
  | { kind: 'suffix'; text: string }
  | { kind: 'regexp'; source: string }

const ESCAPED_BY_MOBY = new Set('.+()$')
const ESCAPED_BY_PODMAN = new Set('.$')

/** Mirrors moby/patternmatcher Pattern.compile: literal tests where it can, a regexp where it must. */
export function translateMoby(pattern: string): PatternTest {
  const symbols = scannedSymbols(pattern)
  let kind: PatternTest['kind'] = 'exact'
  let source = '^'
  for (let i = 0, token = 0; i < symbols.length; token++) {
    const symbol = symbols[i++]!
    if (symbol === '*' && symbols[i] === '*') {
      i = afterDoubleStar(symbols, i)
      const atEnd = i >= symbols.length
      if (atEnd && kind === 'exact') kind = 'prefix'
      else kind = 'regexp'
      source += atEnd ? '.*' : '(.*/)?'
      if (token === 0) kind = 'suffix'
    } else if (symbol === '*' || symbol === '?') {
      source += symbol === '*' ? '[^/]*' : '[^/]'
      kind = 'regexp'
    } else if (ESCAPED_BY_MOBY.has(symbol)) {
      source += `\\${symbol}`
    } else if (symbol === '\\') {
      // a backslash at the very end escapes nothing; New lets one through where it did not come to look at it
      if (i < symbols.length) kind = 'regexp'
      source += `\\${symbols[i++] ?? ''}`
    } else {
      if (symbol === '[' || symbol === ']') kind = 'regexp'
      source += symbol
    }
  }
  if (kind === 'exact') return { kind, text: pattern }
  if (kind === 'prefix') return { kind, text: pattern.slice(0, -2) }
  if (kind === 'suffix') return { kind, text: rawFromBytes(rawToBytes(pattern).subarray(2)) }
  return { kind, source: `${source}$` }
}

/**
 * Mirrors containers/storage fileutils Pattern.compile: always a regexp, which takes in what lies below. Throws a
 * RegexpSyntaxError at a trailing backslash.
 */
export function translatePodman(pattern: string): PatternTest {
  const symbols = scannedSymbols(pattern)
  let source = '^'
  for (let i = 0; i < symbols.length; ) {
    const symbol = symbols[i++]!
    if (symbol === '*' && symbols[i] === '*') {
      i = afterDoubleStar(symbols, i)
      source += i >= symbols.length ? '.*' : '(.*/)?'
    } else if (symbol === '*') source += '[^/]*'
    else if (symbol === '?') source += '[^/]'
    else if (ESCAPED_BY_PODMAN.has(symbol)) source += `\\${symbol}`
    else if (symbol === '\\') source += `\\${escapedSymbol(symbols[i++])}`
    else source += symbol
  }
  return { kind: 'regexp', source: `${source}(/.*)?$` }
}

function escapedSymbol(symbol: string | undefined): string {
  if (symbol === undefined) throw new RegexpSyntaxError('trailing backslash')
  return symbol
}

/** What Go's text/scanner makes of a string: a leading byte order mark is dropped, bad bytes become U+FFFD. */
function scannedSymbols(pattern: string): string[] {
  return [...pattern.replace(/^\ufeff/, '').replace(/[\udc80-\udcff]/gu, '\ufffd')]
}

/** `at` is the second star; one slash after it is swallowed. */
function afterDoubleStar(symbols: readonly string[], at: number): number {
  return symbols[at + 1] === '/' ? at + 2 : at + 1
}
