import { isNameCharacter } from './characters.ts'
import { PatternSearch, type ShellPattern, type Span, type Spend, shellPattern } from './pattern.ts'

/** What is wrong with a substitution. */
export class SubstitutionError extends Error {
  override name = 'SubstitutionError'
}

/** The word is beyond what is worked out here, whatever the frontend would make of it. */
export class LimitError extends SubstitutionError {
  override name = 'LimitError'
}

const TOO_MUCH = 'a pattern takes too much work'

/** `${name#pattern}` and `##`. Mirrors moby/buildkit frontend/dockerfile/shell/lex.go trimPrefix. */
export function trimPrefix(pattern: string, value: string, longest: boolean, spend: Spend): string {
  const chars = [...value]
  const match = searchIn(compiled(pattern, !longest), chars, spend).find(0, true)
  if (match === 'spent') throw new LimitError(TOO_MUCH)
  return match === undefined ? value : chars.slice(match.end).join('')
}

/** `${name%pattern}` and `%%`: both are turned round. Mirrors trimSuffix of the same file. */
export function trimSuffix(pattern: string, value: string, longest: boolean, spend: Spend): string {
  return reversed(trimPrefix(reversedPattern(pattern), reversed(value), longest, spend))
}

/** `${name/pattern/replacement}`: the first match; the replacement is taken as it is. */
export function replaceFirst(pattern: string, value: string, replacement: string, spend: Spend): string {
  const chars = [...value]
  const match = searchIn(compiled(pattern, false), chars, spend).find(0, false)
  if (match === 'spent') throw new LimitError(TOO_MUCH)
  if (match === undefined) return value
  return chars.slice(0, match.start).join('') + replacement + chars.slice(match.end).join('')
}

/** `${name//pattern/replacement}`. Mirrors Go's regexp.ReplaceAllString, which expands `$0` in the replacement. */
export function replaceAll(pattern: string, value: string, replacement: string, spend: Spend): string {
  const chars = [...value]
  const search = searchIn(compiled(pattern, false), chars, spend)
  const parts = templateParts(replacement)
  const out: string[] = []
  let copied = 0
  for (let from = 0; from <= chars.length; ) {
    const match = search.find(from, false)
    if (match === undefined) break
    if (match === 'spent') throw new LimitError(TOO_MUCH)
    out.push(chars.slice(copied, match.start).join(''))
    if (match.end > copied || match.start === 0) out.push(filled(parts, chars, match, spend))
    copied = match.end
    from = Math.max(from + 1, match.end)
  }
  out.push(chars.slice(copied).join(''))
  return out.join('')
}

function compiled(pattern: string, lazy: boolean): ShellPattern {
  const made = shellPattern(pattern, lazy)
  if ('reason' in made)
    throw new SubstitutionError(`invalid pattern (${pattern}) in substitution: ${made.reason}`)
  return made
}

function searchIn(pattern: ShellPattern, chars: readonly string[], spend: Spend): PatternSearch {
  const search = PatternSearch.of(pattern, chars, spend)
  if (search === undefined) throw new LimitError(TOO_MUCH)
  return search
}

/** The literal pieces of a replacement and, as null, the places of the match. */
function templateParts(template: string): (string | null)[] {
  const parts: (string | null)[] = []
  let rest = template
  for (let dollar = rest.indexOf('$'); dollar >= 0; dollar = rest.indexOf('$')) {
    parts.push(rest.slice(0, dollar))
    rest = rest.slice(dollar + 1)
    const name = groupName(rest)
    if (rest.startsWith('$')) {
      parts.push('$')
      rest = rest.slice(1)
    } else if (name === undefined) parts.push('$')
    else {
      if (name.name === '0') parts.push(null)
      rest = rest.slice(name.length)
    }
  }
  parts.push(rest)
  return parts
}

/** `name` or `{name}` behind a `$`. Mirrors go/src/regexp/regexp.go extract. */
function groupName(text: string): { name: string; length: number } | undefined {
  const brace = text.startsWith('{') ? 1 : 0
  let name = ''
  for (const char of text.slice(brace)) {
    if (!isNameCharacter(char.codePointAt(0)!)) break
    name += char
  }
  if (name === '' || (brace === 1 && text[1 + name.length] !== '}')) return undefined
  return { name, length: name.length + 2 * brace }
}

function filled(
  parts: readonly (string | null)[],
  chars: readonly string[],
  match: Span,
  spend: Spend,
): string {
  const whole = parts.includes(null) ? chars.slice(match.start, match.end).join('') : ''
  const text = parts.map(part => part ?? whole).join('')
  if (!spend(text.length + 1)) throw new LimitError(TOO_MUCH)
  return text
}

/** Turned round but for its escapes: `a\*c` is `c\*a`. Mirrors reversePattern. */
function reversedPattern(pattern: string): string {
  const chars = [...pattern]
  const out: string[] = []
  for (let at = 0; at < chars.length; at++) {
    const escapes = chars[at] === '\\' && at + 1 < chars.length
    out.push(escapes ? chars[at]! + chars[++at]! : chars[at]!)
  }
  return out.reverse().join('')
}

function reversed(text: string): string {
  return [...text].reverse().join('')
}
