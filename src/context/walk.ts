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
      /** it lies in an excluded directory that was entered for what an exception could let in */
      inside: boolean
    }
  | { type: 'incomplete'; incomplete: Incomplete }
  | { type: 'refusal'; refusal: Refusal }

export interface WalkOptions {
  builder: Builder
  /** paths that the builder takes and throws away again before the first instruction */
  removed: ReadonlySet<string>
  /** it is unpacked from an archive: the classic builder loses the marks of deletions and goes on */
  unpacked?: boolean
}

/** A directory whose children are being visited. */
interface Frame {
  path: RawPath | ''
  children: RawEntry[]
  next: number
  state: DirectoryState
  /** the directory is excluded itself */
  excluded: boolean
  /** an excluded directory that has not been sent; it is as soon as something below it is */
  pending: { by: number } | undefined
}

/**
 * Walks a context as its builder does. A generator, so that whoever prints a million entries can wait for the
 * reader. Mirrors tonistiigi/fsutil filter.go Walk, moby/go-archive Tarballer.Do and containers/buildah
 * copier.go, but never enters a directory below which no exception can match.
 */
export function* walkContext(source: ContextSource, matcher: Matcher, options: WalkOptions): Generator<Step> {
  const walk = new Walk(source, matcher, options)
  walk.enter('', matcher.root, undefined)
  do {
    // an index, not `yield*`: this is the hottest line of a listing
    for (let i = 0; i < walk.steps.length; i++) yield walk.steps[i]!
    walk.steps.length = 0
  } while (walk.visitNext())
}

/** The state of a walk: the directories it is in, and the steps it has come by since it was last asked. */
class Walk {
  readonly steps: Step[] = []
  private readonly stack: Frame[] = []
  private readonly source: ContextSource
  private readonly matcher: Matcher
  private readonly builder: Builder
  private readonly removed: ReadonlySet<string>
  private readonly unpacked: boolean
  /** how many of the stack's directories are pending */
  private pending = 0

  constructor(source: ContextSource, matcher: Matcher, { builder, removed, unpacked = false }: WalkOptions) {
    this.source = source
    this.matcher = matcher
    this.builder = builder
    this.removed = removed
    this.unpacked = unpacked
  }

  /** Visits the next entry; false when there is none. */
  visitNext(): boolean {
    const frame = this.stack.at(-1)
    if (frame === undefined) return false
    const child = frame.children[frame.next++]
    if (child === undefined) {
      if (frame.pending !== undefined) this.pending--
      this.stack.pop()
      return true
    }
    const path = joinPath<RawPath>(frame.path as RawPath, child.name)
    const judgement = this.matcher.judge(frame.state, child.name)
    if (judgement.excluded) this.leaveOut(frame, path, child.kind, judgement)
    else {
      this.send(path, child.kind, judgement)
      if (child.kind === 'directory') this.enter(path, this.matcher.enter(judgement), undefined)
    }
    return true
  }

  /** Lists a directory and puts it on the stack, or says why that was not possible. */
  enter(path: RawPath | '', state: DirectoryState, pending: Frame['pending']): void {
    try {
      this.stack.push({
        path,
        children: this.source.children(path),
        next: 0,
        state,
        excluded: pending !== undefined,
        pending,
      })
      if (pending !== undefined) this.pending++
    } catch (error) {
      // a permission error below an excluded directory does not stop BuildKit
      const harmless = pending !== undefined && this.builder === 'buildkit' && codeOf(error) === 'EACCES'
      if (!harmless) this.steps.push({ type: 'incomplete', incomplete: unlisted(path, error) })
    }
  }

  private leaveOut(frame: Frame, path: RawPath, kind: EntryKind, judgement: Judgement): void {
    const below = kind === 'directory' ? FATES[this.matcher.fate(path, judgement)] : 'entered'
    this.steps.push({ type: 'excluded', path, kind, by: judgement.by, below, inside: frame.excluded })
    if (kind !== 'directory') return
    if (below === 'entered') this.enter(path, this.matcher.enter(judgement), { by: judgement.by })
    else if (this.builder === 'classic' && !frame.excluded) this.checkListable(path)
  }

  /** The classic client lists a directory before it finds that it is excluded (ValidateContextDirectory). */
  private checkListable(path: RawPath): void {
    try {
      if (this.source.stat(path).readable) return
    } catch {
      return // gone meanwhile: excluded anyway
    }
    const error = Object.assign(new Error('permission denied'), { code: 'EACCES' })
    this.steps.push({ type: 'incomplete', incomplete: unlisted(path, error) })
  }

  private send(path: RawPath, kind: EntryKind, { by, arrivesEmpty }: Judgement): void {
    if (this.builder !== 'buildkit' && this.isDropped(path, kind)) return
    if (this.pending > 0) this.sendParents()
    if (this.removed.has(path)) return
    const empty = arrivesEmpty && kind === 'file' && this.builder === 'buildkit'
    this.steps.push({ type: 'sent', path, kind, by, parentOnly: false, arrivesEmpty: empty })
  }

  private sendParents(): void {
    for (const frame of this.stack) {
      if (frame.pending === undefined) continue
      const { by } = frame.pending
      const path = frame.path as RawPath
      this.steps.push({ type: 'sent', path, kind: 'directory', by, parentOnly: true, arrivesEmpty: false })
      frame.pending = undefined
    }
    this.pending = 0
  }

  /** What classic and podman lose on the way: sockets, and names that a layer reads as the mark of a deletion. */
  private isDropped(path: RawPath, kind: EntryKind): boolean {
    if (kind === 'socket') return true
    if (!/(^|\/)\.wh\./.test(path)) return false
    if (this.builder === 'classic' && !this.unpacked)
      this.steps.push({ type: 'refusal', refusal: whiteout(path) })
    return true
  }
}

const FATES = { enter: 'entered', skip: 'pruned', 'builder-walks': 'builder-walks' } as const

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
