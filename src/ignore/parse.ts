import { cleanPath } from '../model/clean-path.ts'
import type { IgnorePattern, LineProblem } from '../model/ignore.ts'
import { rawFromBytes } from '../model/path.ts'
import type { Builder } from '../model/request.ts'
import { isAcceptedGlob } from './go-glob.ts'
import { trimSpace } from './trim-space.ts'

interface ParsedIgnoreFile {
  /** the lines that take part, in order; lines the builder refuses are left out */
  patterns: IgnorePattern[]
  /** what the builder refuses; it would not build */
  problems: LineProblem[]
}

interface Line {
  line: number
  text: string
}

/** bufio.MaxScanTokenSize: a longer line ends the reading of the whole file. */
const MAX_LINE_BYTES = 64 * 1024

/** Reads an ignore file's bytes as the builder does. Never throws, whatever the bytes. */
export function parseIgnoreFile(bytes: Uint8Array, builder: Builder): ParsedIgnoreFile {
  const lines = splitLines(bytes)
  const read = builder === 'podman' ? readPodmanLine : readMobyLine
  const patterns: IgnorePattern[] = []
  const problems = builder === 'podman' ? [] : tooLongLines(lines)
  for (const line of lines) {
    const cleaned = read(line)
    if (cleaned === undefined) continue
    const parsed = builder === 'podman' ? toPodmanPattern(cleaned) : toMobyPattern(cleaned)
    if (parsed === undefined) continue
    const text = line.text.replace(/\r$/, '')
    if ('reason' in parsed) problems.push({ line: line.line, text, reason: parsed.reason })
    else patterns.push({ line: line.line, text, ...parsed })
  }
  return { patterns, problems }
}

function splitLines(bytes: Uint8Array): Line[] {
  const lines: Line[] = []
  let start = 0
  while (start < bytes.length) {
    let end = bytes.indexOf(0x0a, start)
    if (end < 0) end = bytes.length
    lines.push({ line: lines.length + 1, text: rawFromBytes(bytes.subarray(start, end)) })
    start = end + 1
  }
  return lines
}

function tooLongLines(lines: readonly Line[]): LineProblem[] {
  return lines
    .filter(({ text }) => text.length > MAX_LINE_BYTES / 4 && Buffer.byteLength(text) >= MAX_LINE_BYTES)
    .map(({ line, text }) => ({
      line,
      text: `${text.slice(0, 40)}…`,
      reason: 'bufio.Scanner: token too long',
    }))
}

/** Mirrors moby/patternmatcher ignorefile.ReadAll, one line. */
function readMobyLine({ line, text }: Line): string | undefined {
  let pattern = text.endsWith('\r') ? text.slice(0, -1) : text
  if (line === 1 && pattern.startsWith('\ufeff')) pattern = pattern.slice(1)
  if (pattern.startsWith('#')) return undefined
  pattern = trimSpace(pattern)
  if (pattern === '') return undefined
  const negated = pattern.startsWith('!')
  if (negated) pattern = trimSpace(pattern.slice(1))
  if (pattern !== '') {
    pattern = cleanPath(pattern)
    if (pattern.length > 1 && pattern.startsWith('/')) pattern = pattern.slice(1)
  }
  return negated ? `!${pattern}` : pattern
}

/** Mirrors openshift/imagebuilder ParseIgnoreReader, one line. */
function readPodmanLine({ text }: Line): string | undefined {
  if (text === '' || text.startsWith('#')) return undefined
  return text.replace(/^\/+/, '').replace(/\/+$/, '') || undefined
}

type CleanedPattern = { pattern: string; negated: boolean } | { reason: string }

/** Mirrors moby/patternmatcher New, one pattern. It looks for the `!` only now, after the cleaning. */
export function toMobyPattern(read: string): CleanedPattern | undefined {
  const trimmed = trimSpace(read)
  if (trimmed === '') return undefined
  const cleaned = cleanPath(trimmed)
  const negated = cleaned.startsWith('!')
  return checked(negated ? cleaned.slice(1) : cleaned, negated, cleaned)
}

/** Mirrors containers/storage fileutils NewPatternMatcher, one pattern. */
export function toPodmanPattern(read: string): CleanedPattern | undefined {
  const trimmed = trimSpace(read)
  if (trimmed === '') return undefined
  const cleaned = cleanPath(trimmed)
  if (!cleaned.startsWith('!')) return checked(cleaned, false, cleaned)
  return checked(cleanPath(cleaned.slice(1)).replace(/^\//, ''), true, cleaned)
}

function checked(pattern: string, negated: boolean, cleaned: string): CleanedPattern {
  if (cleaned === '!') return { reason: 'illegal exclusion pattern: "!"' }
  if (!isAcceptedGlob(pattern)) return { reason: 'syntax error in pattern' }
  return { pattern, negated }
}
