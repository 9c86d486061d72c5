import { Matcher, toMobyPattern } from '../ignore/index.ts'
import type { IgnorePattern } from '../model/ignore.ts'
import type { Builder } from '../model/request.ts'

/** Patterns that are ready to be asked. */
export interface CompiledPatterns {
  matcher: Matcher
  patterns: readonly IgnorePattern[]
}

/** Patterns of a Dockerfile, or source paths taken for patterns, as moby/patternmatcher New reads them. */
export function readPatterns(texts: readonly string[]): IgnorePattern[] {
  const patterns: IgnorePattern[] = []
  for (const text of texts) {
    const read = toMobyPattern(text)
    if (read !== undefined && !('reason' in read)) patterns.push({ line: 0, text, ...read })
  }
  return patterns
}

export function compilePatterns(patterns: readonly IgnorePattern[], builder: Builder): CompiledPatterns {
  return { matcher: new Matcher(patterns, builder), patterns }
}

/** The reason for which New refuses some of them, and thereby all. */
export function patternProblem(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const read = toMobyPattern(text)
    if (read !== undefined && 'reason' in read) return read.reason
  }
  return undefined
}
