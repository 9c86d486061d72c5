import { basename, dirname, join, relative, resolve } from 'node:path'
import { UsageError } from '../errors.ts'
import { parseIgnoreFile, transportPatterns } from '../ignore/index.ts'
import type { Files } from '../model/files.ts'
import type { IgnoreCandidate, IgnoreFile, IgnoreProblem } from '../model/ignore.ts'
import { type Builder, type BuildRequest, dockerfilePath } from '../model/request.ts'
import { type Opened, openedBytes, openInRoot, openOnHost } from './open.ts'
import { filesOf } from './this-machine.ts'

export interface FoundIgnoreFile {
  /** absent where none applies */
  ignoreFile?: IgnoreFile
  candidates: IgnoreCandidate[]
  problems: IgnoreProblem[]
}

/** A place where the builder looks. */
interface Place {
  file: string
  look: () => Opened
  /** the builder stops with an error where the file is there and can't be read as one */
  strict: boolean
}

/**
 * Finds the ignore file that the builder would use and reads it as it would (SEMANTICS.md 1 and 10.2 D5). The
 * first place that has one wins. Throws a UsageError where a file that was named is not there.
 */
export function findIgnoreFile(request: BuildRequest): FoundIgnoreFile {
  const root = request.context.dir
  const files = filesOf(request)
  const candidates: IgnoreCandidate[] = []
  let applied: FoundIgnoreFile | undefined
  for (const place of placesFor(request)) {
    const opened = place.look()
    if (opened.state === 'missing') continue
    const label = labelOf(root, place.file)
    if (applied !== undefined) {
      candidates.push({ label, state: 'shadowed' })
      continue
    }
    const failure = refusalOf(opened, place)
    if (failure !== undefined)
      applied = { candidates, problems: [{ file: label, line: null, text: '', reason: failure }] }
    else if (opened.state === 'read')
      applied = read(files, opened, place.file, label, request.builder, candidates)
    // an unreadable one arrives empty and ends the search; a directory or a lost link counts as absent
    else if (opened.state === 'unreadable') applied = { candidates, problems: [] }
    candidates.push({
      label,
      state: opened.state === 'read' || opened.state === 'hangs' ? 'applies' : opened.state,
    })
  }
  candidates.push(...foreignCandidates(request))
  return applied ?? { candidates, problems: [] }
}

function placesFor(request: BuildRequest): Place[] {
  const root = request.context.dir
  const files = filesOf(request)
  if (request.ignoreFile !== undefined) return [namedPlace(files, request.ignoreFile)]
  if (isUnfiltered(request)) return []
  if (request.builder === 'classic') return [onHost(files, join(root, '.dockerignore'))]
  if (request.builder === 'podman') {
    const sibling = podmanSiblingBase(request)
    return [
      ...(sibling === undefined
        ? []
        : [onHost(files, `${sibling}.dockerignore`), onHost(files, `${sibling}.containerignore`)]),
      { ...inRoot(files, root, '.containerignore'), strict: true },
      { ...inRoot(files, root, '.dockerignore'), strict: true },
    ]
  }
  const file = request.named === undefined ? dockerfilePath(request.dockerfile) : undefined
  const sibling = file === undefined ? [] : [inRoot(files, dirname(file), `${basename(file)}.dockerignore`)]
  return [...sibling, inRoot(files, root, '.dockerignore')]
}

/** BuildKit and the classic builder take all that an archive holds (SEMANTICS.md 7.5). */
export function isUnfiltered(request: BuildRequest): boolean {
  const tree = filesOf(request).treeAt(request.context.dir)
  return tree?.kind === 'archive' && request.builder !== 'podman'
}

/** buildah joins a relative -f to the context for this, wherever the Dockerfile was found. */
function podmanSiblingBase({ context, dockerfile }: BuildRequest): string | undefined {
  const given = dockerfile.kind === 'file' ? dockerfile.given : undefined
  return given === undefined ? dockerfilePath(dockerfile) : resolve(context.dir, given)
}

function inRoot(files: Files, dir: string, name: string): Place {
  return { file: join(dir, name), look: () => openInRoot(files, dir, name), strict: false }
}

function onHost(files: Files, file: string): Place {
  return { file, look: () => openOnHost(files, file), strict: true }
}

function namedPlace(files: Files, file: string): Place {
  const look = () => {
    const opened = openOnHost(files, file)
    if (opened.state === 'read') return opened
    const problem = opened.state === 'missing' ? 'does not exist' : `can't be read (${opened.state})`
    throw new UsageError(`the ignore file ${file} ${problem}`, {
      hint: 'name another one with --ignore-file',
    })
  }
  return { file, look, strict: true }
}

function refusalOf(opened: Opened, { strict }: Place): string | undefined {
  if (opened.state === 'hangs') return 'it is a FIFO: the build would wait for it for ever'
  if (!strict) return undefined
  if (opened.state === 'directory') return 'is a directory'
  return opened.state === 'unreadable' ? 'permission denied' : undefined
}

function read(
  files: Files,
  opened: Opened & { state: 'read' },
  file: string,
  label: string,
  builder: Builder,
  candidates: IgnoreCandidate[],
): FoundIgnoreFile {
  const found = openedBytes(files, opened)
  if ('reason' in found)
    return { candidates, problems: [{ file: label, line: null, text: '', reason: found.reason }] }
  const parsed = parseIgnoreFile(found.bytes, builder)
  const sent =
    builder === 'buildkit' ? transportPatterns(parsed.patterns) : { patterns: parsed.patterns, problems: [] }
  const problems = [...parsed.problems, ...sent.problems].map(problem => ({ ...problem, file: label }))
  // a file that is refused as a whole decides nothing
  const patterns = problems.some(({ line }) => line === null) ? [] : sent.patterns
  return { ignoreFile: { file, label, builder, patterns }, candidates, problems }
}

/** Ignore files that lie where people put them and that this builder never reads. */
function foreignCandidates(request: BuildRequest): IgnoreCandidate[] {
  const { context, dockerfile, builder, ignoreFile } = request
  const files = filesOf(request)
  if (ignoreFile !== undefined || isUnfiltered(request)) return []
  const beside = dockerfilePath(dockerfile)
  const names: string[] = []
  if (builder === 'classic' && beside !== undefined) names.push(`${beside}.dockerignore`)
  if (builder !== 'podman') {
    if (beside !== undefined) names.push(`${beside}.containerignore`)
    names.push(join(context.dir, '.containerignore'))
  }
  return names
    .filter(file => files.exists(file))
    .map(file => ({ label: labelOf(context.dir, file), state: 'foreign' }))
}

/** Relative to the context where it lies inside. */
function labelOf(root: string, file: string): string {
  const path = relative(root, file)
  return path.startsWith('..') ? file : path
}
