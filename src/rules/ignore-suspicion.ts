import type { IgnorePattern, PatternUse } from '../model/ignore.ts'
import type { Builder } from '../model/request.ts'

/** Something in a line that means another thing to its builder than it seems to. */
export interface Suspicion {
  kind:
    | 'inline-comment'
    | 'indented-comment'
    | 'negation'
    | 'outside'
    | 'backslash'
    | 'escape'
    | 'class'
    | 'braces'
    | 'alternatives'
  /** what the builder makes of it; follows the line in a sentence */
  means: string
  /** the line to write in its place, where there is one */
  instead?: string
  why: string
}

interface Line extends IgnorePattern {
  builder: Builder
  /** it decides something as it stands: a file may really be called that */
  works: boolean
}

type Check = (line: Line) => Suspicion | undefined

/** The first thing that is suspicious about a line, or undefined. `use` is what it did to the tree. */
export function suspicionOf(
  pattern: IgnorePattern,
  use: PatternUse | undefined,
  builder: Builder,
): Suspicion | undefined {
  const works = use !== undefined && use.decided > 0
  const line = { ...pattern, text: pattern.text.replace('\ufeff', ''), builder, works }
  for (const check of CHECKS) {
    const suspicion = check(line)
    if (suspicion !== undefined) return suspicion
  }
  return undefined
}

/** moby's ignorefile.ReadAll skips a line only where `#` is its first byte. */
const indentedComment: Check = ({ text, works }) => {
  if (works || !/^\s+#/.test(text)) return undefined
  return {
    kind: 'indented-comment',
    means: 'is a pattern: a comment has to begin with # in the first column',
    instead: text.trim(),
    why: 'without the blanks before it the line is a comment',
  }
}

const inlineComment: Check = ({ text, works }) => {
  const comment = text.search(/\s#/)
  if (works || comment < 0) return undefined
  return {
    kind: 'inline-comment',
    means: 'is one pattern, # and all: a comment needs a line of its own',
    instead: text.slice(0, comment).trim(),
    why: 'the comment goes on the line above',
  }
}

/** buildah's ParseIgnoreReader leaves what follows the `!` as it is, and cleans `!a/../b` to `b`. */
const podmanNegation: Check = ({ text, pattern, negated, builder }) => {
  if (builder !== 'podman' || !/^\s*!/.test(text) || (negated && !/^\s/.test(pattern))) return undefined
  const bare = text.trim().slice(1).trim().replace(/^\/+/, '')
  return {
    kind: 'negation',
    means: negated
      ? 'lets nothing in: podman keeps the blank after ! as part of the name'
      : `excludes \`${pattern}\` with podman, which resolves .. before it looks for the !`,
    instead: `!${negated ? bare : pattern}`,
    why: 'every builder reads it so',
  }
}

const outside: Check = ({ pattern }) => {
  if (pattern !== '..' && !pattern.startsWith('../')) return undefined
  return {
    kind: 'outside',
    means: 'never matches: patterns begin at the root of the context, and nothing above it is sent',
    why: 'remove the line, or write the path as it is seen from the root of the context',
  }
}

/** What RE2 makes of a backslash and a letter or digit, which moby/patternmatcher hands on unchanged. */
const ESCAPES: Readonly<Record<string, string>> = {
  d: 'a digit',
  D: 'anything but a digit',
  w: 'a letter, digit or underscore',
  W: 'anything but a letter, digit or underscore',
  s: 'white space',
  S: 'anything but white space',
  b: 'the edge of a word',
  B: 'any place but the edge of a word',
  A: 'the beginning of the path',
  z: 'the end of the path',
  Q: 'the beginning of a literal text',
  C: 'any one byte',
  p: 'a Unicode class',
  P: 'anything but a Unicode class',
  a: 'a bell',
  f: 'a form feed',
  n: 'a line feed',
  r: 'a carriage return',
  t: 'a tab',
  v: 'a vertical tab',
  x: 'a character by its code',
}

const escapedLetter: Check = ({ pattern, negated }) => {
  const [, letter] = /(?<!\\)(?:\\\\)*\\([A-Za-z0-9])/.exec(pattern) ?? []
  if (letter === undefined) return undefined
  const means = `to its regular expression \`\\${letter}\` is ${ESCAPES[letter] ?? 'an error'}`
  // a name on either side of the backslash: a path as Windows writes it
  if (/[\w).-]\\[\w.-]{2,}/.test(pattern)) {
    const slashed = `${negated ? '!' : ''}${pattern.replaceAll('\\', '/')}`
    return {
      kind: 'backslash',
      means: `holds no directory: a backslash separates nothing, and ${means}`,
      instead: slashed,
      why: 'a slash separates directories on every system',
    }
  }
  return {
    kind: 'escape',
    means: `does not mean the ${/\d/.test(letter) ? 'digit' : 'letter'}: ${means}`,
    why: 'leave the backslash out, or write a class such as `[0-9]`',
  }
}

/** Go's and RE2's classes negate with `^` alone. */
const negatedClass: Check = ({ pattern, negated }) => {
  const [bracket] = /(?<!\\)\[!/.exec(pattern) ?? []
  if (bracket === undefined) return undefined
  return {
    kind: 'class',
    means: 'negates nothing: in a class ! is one more character of it',
    instead: `${negated ? '!' : ''}${pattern.replaceAll('[!', '[^')}`,
    why: 'a class is negated with ^',
  }
}

const braces: Check = ({ pattern, negated, works }) => {
  const braced = /\{([^{}]*)\}/.exec(pattern)
  const words = braced?.[1]?.split(',') ?? []
  if (works || words.length < 2) return undefined
  const [before, after] = [pattern.slice(0, braced!.index), pattern.slice(braced!.index + braced![0].length)]
  const lines = words.map(word => `\`${negated ? '!' : ''}${before}${word.trim()}${after}\``)
  return {
    kind: 'braces',
    means: 'is not expanded: no builder knows braces as a shell does',
    why: `write a line for each: ${lines.join(', ')}`,
  }
}

/** moby/patternmatcher copies `|` into its regular expression, whose anchors then hold for one side each. */
const alternatives: Check = ({ pattern, builder, works }) => {
  const literal = builder !== 'podman' && !/[*?[\]\\]/.test(pattern)
  if (!/(?<!\\)\|/.test(pattern) || (literal && works)) return undefined
  return {
    kind: 'alternatives',
    means: literal
      ? 'is not two patterns: | is a character of the name'
      : 'is not two patterns: | splits a regular expression, and each side matches more than it seems to',
    why: 'write a line for each',
  }
}

const CHECKS: readonly Check[] = [
  podmanNegation,
  outside,
  escapedLetter,
  negatedClass,
  indentedComment,
  inlineComment,
  braces,
  alternatives,
]
