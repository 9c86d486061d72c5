import type { ContextEntry } from './entry.ts'
import { baseName } from './path.ts'

/**
 * The ignore line that excludes exactly this path (and what lies below it), whichever builder reads it.
 * Takes a context path or, for a name that is not UTF-8, the raw path.
 *
 * A character that no ignore file can hold becomes `?`, which stands for any one character but `/`: a blank at
 * either end (trimmed away), a line break, a control character (BuildKit refuses it), a byte outside UTF-8.
 */
export function ignoreLineFor(path: string): string {
  const line = escapePath(path)
  // `#` begins a comment and `!` an exception at the start of a line only
  return /^[#!]/.test(line) ? `\\${line}` : line
}

/** The ignore line that excludes exactly this entry, see {@link ignoreLineFor}. */
export function ignoreLineOf(entry: ContextEntry): string {
  return ignoreLineFor(entry.rawPath ?? entry.path)
}

/** The ignore line that excludes whatever has the last name of `path`, at any depth. */
export function ignoreLineForName(path: string): string {
  return `**/${escapePath(baseName(path), { startsLine: false })}`
}

/**
 * Special to some builder: `*?[\` everywhere; `|{}^` with moby/patternmatcher as soon as anything else makes the
 * pattern a regular expression; `+()|{}^` always with containers/storage pkg/fileutils (podman).
 */
const SPECIAL = /[*?[\\+(){}|^]/

/** What Go's unicode.IsSpace and the byte order mark have in common with `\s`, and U+0085. */
const BLANK = /[\s\u0085]/

const CONTROL = /[\u0000-\u001f\u007f]/

const LONE_BYTE = /^[\udc80-\udcff]$/

function escapePath(path: string, { startsLine = true } = {}): string {
  const characters = [...path]
  const last = characters.length - 1
  return characters
    .map((character, at) => {
      const trimmed = BLANK.test(character) && ((at === 0 && startsLine) || at === last)
      if (trimmed || CONTROL.test(character) || LONE_BYTE.test(character)) return '?'
      return SPECIAL.test(character) ? `\\${character}` : character
    })
    .join('')
}
