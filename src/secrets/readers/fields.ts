import { lineCounter, matchesOf } from './lines.ts'
import type { Pair } from './pairs.ts'

/** Compiles the search for fields by their names (a pattern's source), whatever the syntax around them. */
export function fieldPattern(names: string): RegExp {
  return new RegExp(
    `(?<![\\w-])["']?(?<key>${names})["']?\\]?[ \\t]{0,32}(?:=>|:=|[:=])[ \\t]{0,32}` +
      `(?:"(?<double>[^"\\n]{0,4096})"|'(?<single>[^'\\n]{0,4096})'|(?<bare>[^\\s"',;<>(){}[\\]#][^\\s,;<>]{0,4095}))?`,
    'gi',
  )
}

/** What fields of that pattern are set to; lines that are comments don't count. */
export function* fieldPairs(text: string, pattern: RegExp): Generator<Pair> {
  const lineAt = lineCounter(text)
  for (const match of matchesOf(text, pattern)) {
    const { key, double, single, bare } = match.groups!
    if (/^\s{0,64}[#;]/.test(text.slice(lineStart(text, match.index), match.index))) continue
    // what ends a surrounding string or block is no part of a bare value
    const value = double ?? single ?? (bare ?? '').replace(/["'`)}\]]{1,8}$/, '')
    yield { key: key!, value, line: lineAt(match.index) }
  }
}

/** The start of the offset's line, at most 256 characters back. */
function lineStart(text: string, offset: number): number {
  const newline = text.slice(Math.max(0, offset - 256), offset).lastIndexOf('\n')
  return newline < 0 ? Math.max(0, offset - 256) : Math.max(0, offset - 256) + newline + 1
}
