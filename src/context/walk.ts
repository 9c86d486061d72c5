import type { DirectoryState, Judgement, Matcher } from '../ignore/index.ts'
import type { EntryKind } from '../model/entry.ts'
import { joinPath, type RawPath, spell } from '../model/path.ts'
import type { Builder } from '../model/request.ts'
import type { Incomplete, Refusal } from '../model/snapshot.ts'
import type { ContextSource, RawEntry } from '../model/source.ts'

/** What the walk comes by, in its order: depth first, byte order within a directory. */
export type Step =
  /** the builder takes it; `by` is the index of the line that decided, or -1 */
  | { type: 'sent'; path: RawPath; kind: EntryKind; by: number; parentOnly: boolean; arrivesEmpty: boolean }
  | {
      type: 'excluded'
      path: RawPath
      kind: EntryKind
      by: number
      below: 'entered' | 'pruned' | 'builder-walks'
    }
  | { type: 'incomplete'; incomplete: Incomplete }
  | { type: 'refusal'; refusal: Refusal }

export interface WalkOptions {
  builder: Builder
  /** paths that the builder takes and throws away again before the first instruction */
  removed: ReadonlySet<string>
}

/** A directory whose children are being visited. */
interface Frame {
  path: RawPath | ''
  children: RawEntry[]
  next: number
  state: DirectoryState
  /** an excluded directory that has not been sent; it is as soon as something below it is */
  pending: { by: number } | undefined
}

/**
 * Walks a context as its builder does. A generator, so that whoever prints a million entries can wait for the
 * reader. Mirrors tonistiigi/fsutil filter.go Walk, moby/go-archive Tarballer.Do and containers/buildah
 * copier.go, but never enters a directory below which no exception can match.
 */
export function* walkContext(source: ContextSource, matcher: Matcher, options: WalkOptions): Generator<Step> {
  const stack: Frame[] = []
  yield* enter(stack, source, options, '', matcher.root, undefined)
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const child = frame.children[frame.next++]
    if (child === undefined) {
      stack.pop()
      continue
    }
    const path = joinPath<RawPath>(frame.path as RawPath, child.name)
    const judgement = matcher.judge(frame.state, child.name)
    if (!judgement.excluded) {
      yield* emit(stack, options, path, child.kind, judgement)
      if (child.kind === 'directory')
        yield* enter(stack, source, options, path, matcher.enter(judgement), undefined)
      continue
    }
    const below = fateOf(matcher, path, child.kind, judgement)
    yield { type: 'excluded', path, kind: child.kind, by: judgement.by, below }
    if (child.kind !== 'directory') continue
    if (below === 'entered')
      yield* enter(stack, source, options, path, matcher.enter(judgement), { by: judgement.by })
    else if (options.builder === 'classic' && frame.pending === undefined) yield* checkListable(source, path)
  }
}

function fateOf(matcher: Matcher, path: RawPath, kind: EntryKind, judgement: Judgement) {
  if (kind !== 'directory') return 'entered'
  const fate = matcher.fate(path, judgement)
  return fate === 'enter' ? 'entered' : fate === 'skip' ? 'pruned' : 'builder-walks'
}

/** Lists a directory and puts it on the stack, or says why that was not possible. */
function* enter(
  stack: Frame[],
  source: ContextSource,
  { builder }: WalkOptions,
  path: RawPath | '',
  state: DirectoryState,
  pending: Frame['pending'],
): Generator<Step> {
  try {
    stack.push({ path, children: source.children(path), next: 0, state, pending })
  } catch (error) {
    // a permission error below an excluded directory does not stop BuildKit
    const harmless = pending !== undefined && builder === 'buildkit' && codeOf(error) === 'EACCES'
    if (!harmless) yield { type: 'incomplete', incomplete: unlisted(path, error) }
  }
}

/** The classic client lists a directory before it finds that it is excluded (ValidateContextDirectory). */
function* checkListable(source: ContextSource, path: RawPath): Generator<Step> {
  try {
    if (source.stat(path).readable) return
  } catch {
    return // gone meanwhile: excluded anyway
  }
  const error = Object.assign(new Error('permission denied'), { code: 'EACCES' })
  yield { type: 'incomplete', incomplete: unlisted(path, error) }
}

function* emit(
  stack: Frame[],
  { builder, removed }: WalkOptions,
  path: RawPath,
  kind: EntryKind,
  { by, arrivesEmpty }: Judgement,
): Generator<Step> {
  // classic and podman leave sockets out
  if (kind === 'socket' && builder !== 'buildkit') return
  if (builder !== 'buildkit' && /(^|\/)\.wh\./.test(path)) {
    // a layer reads such a name as the mark of a deletion: podman loses the file, classic fails
    if (builder === 'classic') yield { type: 'refusal', refusal: whiteout(path) }
    return
  }
  for (const { path: parent, pending } of stack) {
    if (pending === undefined || parent === '') continue
    yield {
      type: 'sent',
      path: parent,
      kind: 'directory',
      by: pending.by,
      parentOnly: true,
      arrivesEmpty: false,
    }
  }
  for (const frame of stack) frame.pending = undefined
  if (removed.has(path)) return
  yield {
    type: 'sent',
    path,
    kind,
    by,
    parentOnly: false,
    arrivesEmpty: arrivesEmpty && kind === 'file' && builder === 'buildkit',
  }
}

function whiteout(path: RawPath): Refusal {
  return {
    path: spell(path),
    reason: 'a name that begins with .wh. marks a deletion in an image layer',
    hint: 'rename it, exclude it, or build with BuildKit',
  }
}

function unlisted(path: RawPath | '', error: unknown): Incomplete {
  const where = path === '' ? 'the context' : spell(path)
  const gone = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
  return {
    what: gone ? `${where} vanished during the walk` : `${where} could not be listed`,
    path: path === '' ? null : spell(path),
    reason: gone
      ? 'it is no longer there'
      : codeOf(error) === 'EACCES'
        ? 'permission denied'
        : String((error as Error).message),
    hint: gone ? 'run the audit again' : 'give read permission or exclude it; the builder itself fails on it',
    fatal: !gone,
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
