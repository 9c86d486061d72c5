import { relative } from 'node:path'
import { classicContext, Matcher, parseIgnoreFile } from '../ignore/index.ts'
import type { IgnoreCandidate, IgnoreFile, IgnorePattern, IgnoreProblem } from '../model/ignore.ts'
import type { RawPath } from '../model/path.ts'
import { type BuildRequest, dockerfilePath } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'
import type { ContextSource } from '../model/source.ts'
import { findIgnoreFile, isUnfiltered } from './ignore-file.ts'
import { filesOf } from './this-machine.ts'
import { type Step, walkContext } from './walk.ts'

/** Longer ignore files are none. */
const MOST_BYTES = 16 * 2 ** 20

/** A context that is ready to be walked. */
export interface PreparedContext {
  request: BuildRequest
  source: ContextSource
  matcher: Matcher
  ignoreFile?: IgnoreFile
  ignoreCandidates: IgnoreCandidate[]
  /** what the builder refuses before it walks */
  problems: IgnoreProblem[]
  /** what is worth knowing of where its files are */
  notes: Incomplete[]
  walk(): Generator<Step>
}

/** Finds and reads the ignore file of a request and makes the matcher of its builder. */
export function prepareContext(request: BuildRequest): PreparedContext {
  const source = filesOf(request).source(request.context.dir)
  const { ignoreFile, candidates, problems } = findIgnoreFile(request)
  const { patterns, removed } = isUnfiltered(request)
    ? { patterns: [], removed: removedFrom(request, source) }
    : effectivePatterns(request, ignoreFile?.patterns ?? [])
  const matcher = new Matcher(patterns, request.builder)
  return {
    request,
    source,
    matcher,
    ...(ignoreFile && { ignoreFile }),
    ignoreCandidates: candidates,
    problems,
    notes: notesOn(request, matcher),
    walk: () =>
      walkContext(source, matcher, { builder: request.builder, removed, unpacked: isUnfiltered(request) }),
  }
}

/** What the tree says of itself that the context lies in. */
function notesOn(request: BuildRequest, matcher: Matcher): Incomplete[] {
  const { dir } = request.context
  const tree = filesOf(request).treeAt(dir)
  if (tree === undefined) return []
  const notes = tree.notesOn(relative(tree.dir, dir))
  const isTop = tree.kind === 'commit' && tree.dir === dir
  return isTop && !matcher.judge(matcher.root, '.git').excluded ? [...notes, repositoryNote()] : notes
}

function repositoryNote(): Incomplete {
  return {
    what: "a clone's own .git is not counted",
    path: '.git',
    reason: 'it lies in the context of a clone, and the ignore file does not leave it out',
    hint: 'add .git to the ignore file',
    fatal: false,
    note: true,
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
  return classicContext(patterns, dockerfileInside({ context, dockerfile }))
}

function dockerfileInside({ context, dockerfile }: Pick<BuildRequest, 'context' | 'dockerfile'>) {
  const file = dockerfilePath(dockerfile)
  const inside = file === undefined ? '..' : relative(context.dir, file)
  return inside.startsWith('..') ? undefined : inside
}

/** Of an archive the classic daemon takes out these two where the ignore file lists them, and no more. */
function removedFrom(request: BuildRequest, source: ContextSource): ReadonlySet<string> {
  if (request.builder !== 'classic') return new Set()
  try {
    const { patterns } = parseIgnoreFile(source.read('.dockerignore' as RawPath, MOST_BYTES), 'classic')
    return classicContext(patterns, dockerfileInside(request)).removed
  } catch {
    return new Set() // it holds no such file
  }
}
