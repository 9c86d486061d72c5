import type { Transfer, TransferSource } from '../model/build-plan.ts'
import type { Position, Word } from '../model/dockerfile.ts'

/** Words of an instruction that mean something to a shell, and here are names like any other. */
export interface ShellWords {
  kind: 'substitution' | 'operator' | 'comment' | 'braces' | 'home' | 'pattern'
  /** in their order; the destination is the last one where it is among them */
  words: readonly string[]
  /** sources that would not be there if a shell had read the line */
  sources: readonly TransferSource[]
  takesDestination: boolean
  /** the first word, where that is a source */
  first: TransferSource | undefined
  at: Position
}

const OPERATOR = /^(&&?|\|\|?|;|\d*[<>].*|&>.*)$/
/** `{a,b}` and `{1..9}`, but not `${name}` */
const BRACES = /(?<!\$)\{[^{}]*(,|\.\.)[^{}]*\}/
const SUBSTITUTION = /[$<]\(|`/
/** The patterns of bash's extglob. */
const EXTENDED_PATTERN = /[!@?*+]\([^()]*\)/

/** What of an instruction is written for a shell, from left to right. `dest` is its destination as it is written. */
export function shellWords(transfer: Transfer, dest: Word | undefined): ShellWords[] {
  const { sources } = transfer
  const places: readonly Position[] = [...sources, ...(dest === undefined ? [] : [dest])]
  const texts = [...sources.map(source => source.expanded), ...(dest === undefined ? [] : [dest.text])]
  const found: ShellWords[] = []
  const add = (kind: ShellWords['kind'], from: number, to: number, meant = from) =>
    found.push({
      kind,
      words: texts.slice(from, to),
      sources: sources.slice(meant, to),
      takesDestination: to > sources.length,
      first: sources[from],
      at: places[from]!,
    })
  let closes = true
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at]!
    if (OPERATOR.test(text) || (at > 0 && text.startsWith('#'))) {
      // the word before it was meant to be the destination
      add(text.startsWith('#') ? 'comment' : 'operator', at, texts.length, Math.max(0, at - 1))
      break
    }
    const opening = SUBSTITUTION.exec(text)
    if (opening !== null) {
      const end: number | undefined = closes ? endOfSubstitution(texts, at, opening.index) : undefined
      closes = end !== undefined
      add('substitution', at, end ?? at + 1)
      at = (end ?? at + 1) - 1
    } else if (BRACES.test(text)) add('braces', at, at + 1)
    else if (/^~[\w.-]*(\/|$)/.test(text)) add('home', at, at + 1)
    else if (EXTENDED_PATTERN.test(text)) add('pattern', at, at + 1)
  }
  return found
}

/** Behind the last word of a `$(…)`, `<(…)` or a pair of backticks; undefined where nothing closes it. */
function endOfSubstitution(texts: readonly string[], start: number, index: number): number | undefined {
  const backticks = texts[start]![index] === '`'
  let depth = 0
  for (let at = start; at < texts.length; at++) {
    const text = at === start ? texts[at]!.slice(index) : texts[at]!
    for (const char of text) {
      if (backticks && char === '`') depth = 1 - depth
      if (!backticks && char === '(') depth++
      if (!backticks && char === ')') depth--
    }
    if (depth <= 0) return at + 1
  }
  return undefined
}
