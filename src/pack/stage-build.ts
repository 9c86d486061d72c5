import { join, relative } from 'node:path'
import { explainPath } from '../context/explain.ts'
import { resolveInRoot } from '../context/links.ts'
import { prepareContext } from '../context/prepare.ts'
import { CtxguardError, UsageError } from '../errors.ts'
import type { ContextEntry } from '../model/entry.ts'
import { type ContextPath, isBelow, type RawPath, rawToBytes, spell } from '../model/path.ts'
import type { BuildRequest } from '../model/request.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { rawPathOf, withMembers } from './members.ts'
import type { Selection } from './selection.ts'
import { stagePlace } from './stage-place.ts'
import { changed } from './unchanged.ts'

/** What a directory has to hold so that a build of it is one of the context. */
export interface StageBuild {
  /** the selection, with the Dockerfile and the ignore file that applies where they lie in the context */
  entries: readonly ContextEntry[]
  /** the Dockerfile, relative to the context; null where it lies elsewhere, or there is none */
  dockerfile: string | null
  /** the builder has to be told of it with `-f` */
  named: boolean
  /** throws a {@link CtxguardError} where a build of `dir` would not take just what is staged there */
  check(dir: string): void
}

/**
 * Lays out the directory whose build gives the same image. `text` is the Dockerfile as it was planned, raw.
 *
 * A builder applies the ignore file of the directory again. What it does with a path depends on that path alone, so a set
 * that it left stays as it is, and the Dockerfile and the ignore file can lie in the directory though they exclude
 * themselves: no instruction sees them, as in a build of the context. Only where another ignore file would apply than the
 * one that did (`--ignore-file`, a tar) can the set be cut down, and `check` says so before anything takes its place.
 */
export function stageBuildOf(snapshot: Snapshot, selection: Selection, text: string | undefined): StageBuild {
  const { request } = snapshot
  const dockerfile = pathInside(request, fileOf(request))
  const ignoreFile =
    request.ignoreFile === undefined ? pathInside(request, snapshot.ignoreFile?.file) : undefined
  const own = new Set(
    [dockerfile, ignoreFile].flatMap(path => (path === undefined ? [] : wayTo(snapshot, path))),
  )
  if (dockerfile !== undefined && text !== undefined) checkText(snapshot, dockerfile, text)
  const entries = withOwn(snapshot, selection.entries, own)
  return {
    entries,
    dockerfile: dockerfile ?? null,
    named: dockerfile !== undefined && !isDefault(request, entries, dockerfile),
    check: dir => checkBuild(dir, snapshot, selection.entries, dockerfile),
  }
}

/**
 * Throws a UsageError where a directory that is to be staged holds the context, or lies in it and would be part of it the
 * next time.
 */
export function checkApart(snapshot: Snapshot, out: string): void {
  const { dir: context, files } = snapshot.request.context
  // a commit and an archive hold what they hold
  if (files !== undefined) return
  const { dir, store } = stagePlace(out)
  for (const one of [dir, store])
    if (one === context || isBelow(context, one))
      throw new UsageError(`--out ${out}: the context lies in there`, { hint: 'name another directory' })
  const sent = [dir, store].filter(
    one => isBelow(one, context === '/' ? '' : context) && isSent(snapshot, one),
  )
  if (sent.length === 0) return
  const pattern = `${relative(context, dir)}*`
  throw new UsageError(`--out ${out}: a build of the context would send what is staged there`, {
    hint: `add the line ${pattern} to the ignore file, or name a directory outside`,
  })
}

function isSent(snapshot: Snapshot, dir: string): boolean {
  const path = relative(snapshot.request.context.dir, dir)
  return snapshot.entries.some(entry => isBelow(entry.path, path)) || explainPath(snapshot, path).sent
}

function fileOf({ dockerfile }: BuildRequest): string | undefined {
  return dockerfile.kind === 'file' ? dockerfile.file : undefined
}

function pathInside({ context: { dir } }: BuildRequest, file: string | undefined): string | undefined {
  const prefix = dir === '/' ? dir : `${dir}/`
  return file?.startsWith(prefix) ? file.slice(prefix.length) : undefined
}

/** Everything that whoever opens `path` comes by: directories, links and what they lead to. */
function wayTo({ source, request }: Snapshot, path: string): RawPath[] {
  const way: RawPath[] = []
  const watched = {
    ...source,
    stat: (at: RawPath) => {
      const stat = source.stat(at)
      way.push(at)
      return stat
    },
  }
  resolveInRoot(watched, path, request.context.dir)
  return way
}

function checkText({ source, request }: Snapshot, dockerfile: string, text: string): void {
  const { path, outcome } = resolveInRoot(source, dockerfile, request.context.dir)
  if (outcome === 'found' && rawToBytes(text).equals(source.read(path as RawPath))) return
  throw changed(spell(dockerfile), 'it is another Dockerfile than was audited')
}

/** With what belongs to the build itself, whether it is sent or not. */
function withOwn(
  { entries, source }: Snapshot,
  selected: readonly ContextEntry[],
  own: ReadonlySet<RawPath>,
): readonly ContextEntry[] {
  const has = new Map(selected.map(entry => [rawPathOf(entry), entry]))
  const sent = new Map(entries.map(entry => [rawPathOf(entry), entry]))
  const added = [...own].flatMap(path => {
    const there = has.get(path)
    // what comes empty into the context is read in full as a Dockerfile
    if (there !== undefined && !there.arrivesEmpty) return []
    const { hardlinkOf: _, arrivesEmpty: __, ...entry } = there ?? sent.get(path) ?? entryAt(source, path)
    return [{ entry }]
  })
  return withMembers(
    selected.map(entry => ({ entry })),
    added,
  ).map(({ entry }) => entry)
}

function entryAt(source: Snapshot['source'], path: RawPath): ContextEntry {
  const { kind, bytes, mode, mtimeMs, changedMs, inode } = source.stat(path)
  const entry = { path: spell(path), kind, bytes, mode, mtimeMs, changedMs, inode }
  if (kind !== 'symlink') return entry
  const target = spell(source.readLink(path))
  const resolved = '' as ContextPath
  return {
    ...entry,
    link: { target, absolute: target.startsWith('/'), escapes: false, outcome: 'found', resolved },
  }
}

/** Whether a builder finds the Dockerfile by itself. */
function isDefault({ builder }: BuildRequest, entries: readonly ContextEntry[], dockerfile: string): boolean {
  const names = builder === 'podman' ? ['Containerfile', 'Dockerfile'] : ['Dockerfile', 'dockerfile']
  const there = new Set<string>(entries.map(({ path }) => path))
  return names.find(name => there.has(name)) === dockerfile
}

/** Walks the staged directory as the builder will, and compares. */
function checkBuild(
  dir: string,
  { request, entries }: Snapshot,
  selected: readonly ContextEntry[],
  dockerfile: string | undefined,
): void {
  const expected = new Map(selected.map(entry => [rawPathOf(entry), entry]))
  const sent = new Map(entries.map(entry => [rawPathOf(entry), entry]))
  const { ignoreFile: _, ...rest } = request
  const file = dockerfile === undefined ? undefined : join(dir, dockerfile)
  const prepared = prepareContext({
    ...rest,
    context: { kind: 'directory', dir },
    ...(file !== undefined && { dockerfile: { kind: 'file', file, given: file } as const }),
  })
  const label = prepared.ignoreFile?.label ?? 'its ignore file'
  const missing = new Set(
    [...expected]
      .filter(([, { kind }]) => ['file', 'directory', 'symlink'].includes(kind))
      .map(([path]) => path),
  )
  for (const step of prepared.walk()) {
    if (step.type === 'refusal') throw differs(step.refusal.path, `stop at it: ${step.refusal.reason}`)
    if (step.type !== 'sent') continue
    missing.delete(step.path)
    const entry = sent.get(step.path)
    if (entry === undefined) throw differs(spell(step.path), 'take it, and one of the context does not')
    if (step.arrivesEmpty && !entry.arrivesEmpty) throw differs(spell(step.path), `get it empty, by ${label}`)
  }
  const [first] = missing
  if (first !== undefined) throw differs(spell(first), `not take it: ${label} leaves it out`)
}

function differs(path: ContextPath, how: string): CtxguardError {
  return new CtxguardError(`${path} can't be staged: a build of that directory would ${how}`, {
    hint: 'use ctxguard tar: no ignore file applies to an archive',
  })
}
