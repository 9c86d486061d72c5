import { parseIgnoreFile, transportPatterns } from '../ignore/index.ts'
import type { RuleContext } from '../model/finding.ts'
import type { IgnorePattern, LineProblem } from '../model/ignore.ts'
import { baseName, rawToBytes } from '../model/path.ts'
import { BUILDERS, type Builder } from '../model/request.ts'
import { patternsOf } from './ignore-file-lines.ts'

/** What some builders, all alike, make of the ignore file. */
export interface Reading {
  builders: readonly Builder[]
  patterns: readonly IgnorePattern[]
  /** lines that they refuse: they would not build */
  problems: readonly LineProblem[]
}

const LONGEST_PATTERN = 4096

/** The readings of the builders that would read this file, its own first; one where they can't come to differ. */
export function readingsOf(ctx: RuleContext): Reading[] {
  const { ignoreFile, request, ignoreProblems } = ctx.snapshot
  if (ignoreFile === undefined || ignoreProblems.length > 0 || request.named !== undefined) return []
  // no path is that long: whoever wrote it has other worries
  if (patternsOf(ctx).some(({ pattern }) => pattern.length > LONGEST_PATTERN)) return []
  const readers = BUILDERS.filter(builder => reads(builder, baseName(ignoreFile.label), request.ignoreFile))
  const own = { builders: [request.builder], patterns: patternsOf(ctx), problems: [] }
  const bytes = bytesOf(own.patterns)
  const readings: Reading[] = [own]
  for (const builder of readers.filter(one => one !== request.builder)) {
    const reading = { builders: [builder], ...readBy(builder, bytes) }
    const same = readings.findIndex(one => agree(one, reading))
    if (same < 0) readings.push(reading)
    else readings[same] = { ...readings[same]!, builders: [...readings[same]!.builders, builder] }
  }
  return readings
}

/** Whose name for an ignore file it is (SEMANTICS.md 10.2 D5). */
function reads(builder: Builder, name: string, given: string | undefined): boolean {
  if (given !== undefined || name === '.dockerignore') return true
  return name.endsWith('.containerignore') ? builder === 'podman' : builder !== 'classic'
}

/** The file without the lines that say nothing. */
function bytesOf(patterns: readonly IgnorePattern[]): Uint8Array {
  const lines: string[] = []
  for (const { line, text } of patterns) lines[line - 1] = text
  return rawToBytes(Array.from(lines, line => line ?? '').join('\n'))
}

function readBy(builder: Builder, bytes: Uint8Array): Pick<Reading, 'patterns' | 'problems'> {
  const { patterns, problems } = parseIgnoreFile(bytes, builder)
  if (builder !== 'buildkit') return { patterns, problems }
  const sent = transportPatterns(patterns)
  return { patterns: sent.patterns, problems: [...problems, ...sent.problems] }
}

/** Whether two readings exclude the same of every tree; false where that takes a look at the tree. */
function agree(a: Reading, b: Reading): boolean {
  if (a.problems.length > 0 || b.problems.length > 0 || !samePatterns(a, b)) return false
  if (isPodman(a) === isPodman(b)) return !a.patterns.some(opensDirectories)
  return !a.patterns.some(({ negated }) => negated) && a.patterns.every(meansTheSame)
}

/** Whether both take the lines for the same patterns, whatever these match. */
export function samePatterns(a: Reading, b: Reading): boolean {
  return (
    a.patterns.length === b.patterns.length &&
    a.patterns.every(({ pattern, negated }, at) => {
      const other = b.patterns[at]!
      return pattern === other.pattern && negated === other.negated
    })
  )
}

export function isPodman({ builders }: Reading): boolean {
  return builders.includes('podman')
}

/** BuildKit enters every excluded directory for such an exception, the classic client does not (D1). */
function opensDirectories({ pattern, negated }: IgnorePattern): boolean {
  return negated && /[*[\]?^\\]/.test(pattern.replace(/\/\*\*$/, '').replace(/\/\*$/, ''))
}

/** Whether moby's matcher and podman's test the same with a pattern (D2). */
export function meansTheSame({ pattern }: IgnorePattern): boolean {
  return !/[+(){}|^\ufeff]/.test(pattern) && !/^\*\*[^/]/.test(pattern)
}
