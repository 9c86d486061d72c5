import { rawToBytes } from '../model/path.ts'
import { scanChunk } from './go-glob.ts'

// Go's filepath.Match (go/src/path/filepath/match.go), which decides on names and paths in bytes. Strings here hold one
// byte per character.

/** Whether a raw name or path matches a glob as Go has it: `*` and `?` never match a slash. A bad pattern matches nothing. */
export function globMatch(pattern: string, name: string): boolean {
  return matchBytes(bytesOf(pattern), bytesOf(name))
}

/** The tests of many names against one pattern. */
export function globMatcher(pattern: string): (name: string) => boolean {
  const glob = bytesOf(pattern)
  return name => matchBytes(glob, bytesOf(name))
}

/** Whether a name has `*`, `?` or `[` that no backslash escapes. */
export function hasWildcards(name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const char = name[at]
    if (char === '\\') at++
    else if (char === '*' || char === '?' || char === '[') return true
  }
  return false
}

/** Whether Go's path.Match accepts a glob: its classes are closed and something follows each backslash. */
export function isWellFormedGlob(pattern: string): boolean {
  const glob = bytesOf(pattern)
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === '\\') {
      if (++at >= glob.length) return false
    } else if (glob[at] === '[') {
      const found = readClass(glob, at + 1, 0)
      if (found === undefined) return false
      at = found.end - 1
    }
  }
  return true
}

const NOT_ASCII = /[^\0-\x7f]/

function bytesOf(text: string): string {
  return NOT_ASCII.test(text) ? rawToBytes(text).toString('latin1') : text
}

function matchBytes(pattern: string, name: string): boolean {
  let rest = pattern
  let left = name
  while (rest !== '') {
    const { star, chunk, after } = scanChunk(rest)
    if (star && chunk === '') return !left.includes('/')
    const next = matchHere(chunk, left, star, after === '')
    if (next === undefined) return false
    left = next
    rest = after
  }
  return left === ''
}

/** What is left behind the chunk, matched at the beginning or, behind a star, as early as it matches. */
function matchHere(chunk: string, name: string, star: boolean, last: boolean): string | undefined {
  const first = matchChunk(chunk, name)
  if (first !== undefined && (!last || first === '')) return first
  if (!star) return undefined
  for (let skip = 0; skip < name.length && name[skip] !== '/'; skip++) {
    const left = matchChunk(chunk, name.slice(skip + 1))
    if (left !== undefined && (!last || left === '')) return left
  }
  return undefined
}

function matchChunk(chunk: string, name: string): string | undefined {
  let left = 0
  for (let at = 0; at < chunk.length; ) {
    if (left >= name.length) return undefined
    const char = chunk[at]!
    if (char === '[') {
      const { code, width } = runeAt(name, left)
      const found = readClass(chunk, at + 1, code)
      if (found === undefined || !found.matches) return undefined
      left += width
      at = found.end
    } else if (char === '?') {
      if (name[left] === '/') return undefined
      left += runeAt(name, left).width
      at++
    } else {
      if (char === '\\' && ++at >= chunk.length) return undefined
      if (chunk[at] !== name[left]) return undefined
      left++
      at++
    }
  }
  return name.slice(left)
}

/** Undefined where the class is malformed. */
function readClass(
  chunk: string,
  start: number,
  code: number,
): { end: number; matches: boolean } | undefined {
  const negated = chunk[start] === '^'
  let at = negated ? start + 1 : start
  let matches = false
  for (let ranges = 0; chunk[at] !== ']' || ranges === 0; ranges++) {
    const low = classRune(chunk, at)
    const high = low !== undefined && chunk[low.end] === '-' ? classRune(chunk, low.end + 1) : low
    if (low === undefined || high === undefined) return undefined
    if (low.code <= code && code <= high.code) matches = true
    at = high.end
  }
  return { end: at + 1, matches: matches !== negated }
}

/** One character of a class; something has to follow it. */
function classRune(chunk: string, start: number): { code: number; end: number } | undefined {
  let at = start
  if (at >= chunk.length || chunk[at] === '-' || chunk[at] === ']') return undefined
  if (chunk[at] === '\\' && ++at >= chunk.length) return undefined
  const { code, width } = runeAt(chunk, at)
  if (code === REPLACEMENT && width === 1) return undefined
  return at + width < chunk.length ? { code, end: at + width } : undefined
}

const REPLACEMENT = 0xfffd

/** Go's utf8.DecodeRune: one replacement for each byte that is not part of valid UTF-8. */
function runeAt(bytes: string, at: number): { code: number; width: number } {
  const lead = bytes.charCodeAt(at)
  if (lead < 0x80) return { code: lead, width: 1 }
  const width = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  const sequence = Buffer.from(bytes.slice(at, at + width), 'latin1')
  const text = sequence.toString('utf8')
  const valid = sequence.length === width && Buffer.from(text, 'utf8').equals(sequence)
  const code = text.codePointAt(0)!
  return valid && text.length === (code > 0xffff ? 2 : 1) ? { code, width } : { code: REPLACEMENT, width: 1 }
}
