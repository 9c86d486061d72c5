import type { IgnorePattern } from '../../src/model/ignore.ts'

/**
 * The walk rule of moby/patternmatcher written down as plainly as possible, one regular expression a pattern and
 * one boolean a pattern and directory: slow and obviously right, to hold the automaton against.
 */
export function plainExcluded(patterns: readonly IgnorePattern[], path: string): boolean {
  let matchedAbove: boolean[] | undefined
  let excluded = false
  const names = path.split('/')
  for (let depth = 1; depth <= names.length; depth++) {
    const here = names.slice(0, depth).join('/')
    const matched: boolean[] = []
    excluded = false
    for (const [i, { pattern, negated }] of patterns.entries()) {
      if (matchedAbove?.[i]) matched[i] = true
      else if (negated !== excluded) matched[i] = false
      else matched[i] = plainMatch(pattern, here)
      if (matched[i]) excluded = !negated
    }
    matchedAbove = matched
  }
  return excluded
}

/** For patterns of literals, `*`, `?`, `**` and simple classes. */
function plainMatch(pattern: string, path: string): boolean {
  if (pattern.startsWith('**') && /^[^*?[\\]*$/.test(pattern.slice(2))) {
    const suffix = pattern.slice(2)
    return path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1))
  }
  if (/^[^*?[\\]*\*\*$/.test(pattern)) return path.startsWith(pattern.slice(0, -2))
  return new RegExp(`^${regexpSource(pattern)}$`, 'u').test(path)
}

function regexpSource(pattern: string): string {
  return pattern
    .replace(/[.+()$|{}]/g, '\\$&')
    .replace(/\*\*\/?$/, '\u0001')
    .replace(/\*\*\/?/g, '\u0002')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]')
    .replaceAll('\u0001', '.*')
    .replaceAll('\u0002', '(.*/)?')
}
