import { relative } from 'node:path'
import { classicContext, Matcher } from '../ignore/index.ts'
import type { IgnoreCandidate, IgnoreFile, IgnorePattern, IgnoreProblem } from '../model/ignore.ts'
import { type BuildRequest, dockerfilePath } from '../model/request.ts'
import type { ContextSource } from '../model/source.ts'
import { directorySource } from './directory.ts'
import { findIgnoreFile } from './ignore-file.ts'
import { type Step, walkContext } from './walk.ts'

/** A context that is ready to be walked. */
export interface PreparedContext {
  request: BuildRequest
  source: ContextSource
  matcher: Matcher
  ignoreFile?: IgnoreFile
  ignoreCandidates: IgnoreCandidate[]
  /** what the builder refuses before it walks */
  problems: IgnoreProblem[]
  walk(): Generator<Step>
}

/** Finds and reads the ignore file of a request and makes the matcher of its builder. */
export function prepareContext(request: BuildRequest): PreparedContext {
  const source = directorySource(request.context.dir)
  const { ignoreFile, candidates, problems } = findIgnoreFile(request)
  const { patterns, removed } = effectivePatterns(request, ignoreFile?.patterns ?? [])
  const matcher = new Matcher(patterns, request.builder)
  return {
    request,
    source,
    matcher,
    ...(ignoreFile && { ignoreFile }),
    ignoreCandidates: candidates,
    problems,
    walk: () => walkContext(source, matcher, { builder: request.builder, removed }),
  }
}

/** Patterns that failed when the walk came to try them: the builder stops there. */
export function lateProblems({ matcher, ignoreFile }: PreparedContext): IgnoreProblem[] {
  return matcher.lateProblems.map(({ index, reason }) => {
    const { line, text } = matcher.patterns[index]!
    return { file: ignoreFile?.label ?? '', line, text, reason }
  })
}

/** The line that decided a step of the walk; absent where none did. */
export function decidingLine({ matcher }: PreparedContext, by: number): IgnorePattern | undefined {
  return by < 0 ? undefined : matcher.patterns[by]
}

function effectivePatterns({ builder, context, dockerfile }: BuildRequest, patterns: IgnorePattern[]) {
  if (builder !== 'classic' || patterns.length === 0) return { patterns, removed: new Set<string>() }
  const file = dockerfilePath(dockerfile)
  const inside = file === undefined ? '..' : relative(context.dir, file)
  return classicContext(patterns, inside.startsWith('..') ? undefined : inside)
}
