import { resolveInRoot } from '../context/links.ts'
import { CtxguardError } from '../errors.ts'
import type { EntryKind } from '../model/entry.ts'
import { type ContextPath, type RawPath, rawToBytes, spell } from '../model/path.ts'
import type { BuildRequest } from '../model/request.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { directoriesAbove, type Member, madeFile } from './members.ts'
import type { Selection } from './selection.ts'

/** Where the Dockerfile is in the tar, and what has to be added for it. */
export interface PlacedDockerfile {
  path: ContextPath
  /** members that the selection has not */
  added: readonly Member[]
  /** a build of the directory has it among its files */
  sent: boolean
  /** it is at its own place, where the ignore file of the context decides about it */
  isOwn: boolean
}

/**
 * Finds the Dockerfile a place in the tar: its own where it lies in the context, sent or not; for the classic builder
 * also where its links lead to, as its client does (docker/cli build/context.go getDockerfileRelPath); else a reserved
 * name at the root. `text` is what was planned, raw (see {@link RawPath}). Throws a {@link CtxguardError} where the file
 * is another one by now.
 */
export function placeDockerfile(snapshot: Snapshot, selection: Selection, text: string): PlacedDockerfile {
  const content = rawToBytes(text)
  for (const path of pathsInside(snapshot)) {
    const placed = placeSent(snapshot, selection, path, content) ?? placeExcluded(snapshot, path, content)
    if (placed !== undefined) return { ...placed, isOwn: true }
  }
  const path = reservedName(snapshot)
  return { path, added: [madeFile(path, content, 0o644)], sent: false, isOwn: false }
}

/** Where it may be found in the context. */
function pathsInside({ request, source }: Snapshot): ContextPath[] {
  const path = pathInside(request)
  if (path === undefined) return []
  if (request.builder !== 'classic') return [path]
  try {
    const { outcome, path: real, escapes } = resolveInRoot(source, path, request.context.dir)
    return outcome === 'found' && !escapes && real !== path ? [path, spell(real) as ContextPath] : [path]
  } catch {
    return [path] // nothing can be learnt of what lies on the way
  }
}

/** Relative to the context; undefined where it does not lie in it. */
function pathInside({ context: { dir }, dockerfile }: BuildRequest): ContextPath | undefined {
  if (dockerfile.kind !== 'file') return undefined
  const prefix = dir === '/' ? dir : `${dir}/`
  return dockerfile.file.startsWith(prefix)
    ? (dockerfile.file.slice(prefix.length) as ContextPath)
    : undefined
}

/** It is among what is sent: as a file, or as a link to one. */
function placeSent(
  { entries, source }: Snapshot,
  { entries: selected }: Selection,
  path: ContextPath,
  content: Uint8Array,
): Omit<PlacedDockerfile, 'isOwn'> | undefined {
  const sent = new Map(entries.map(entry => [entry.path, entry]))
  const named = sent.get(path)
  const file = named?.link?.outcome === 'found' ? sent.get(named.link.resolved as ContextPath) : named
  if (named === undefined || file?.kind !== 'file' || file.arrivesEmpty) return undefined
  checkText(content, source.read((file.rawPath ?? file.path) as RawPath), path)
  const has = new Set(selected.map(entry => entry.path))
  const wanted = [named.path, file.path].flatMap(one => [...directoriesAbove(one), one])
  const missing = [...new Set(wanted)].filter(one => !has.has(one))
  const added = missing.map(one => {
    const { hardlinkOf, ...entry } = sent.get(one)!
    return { entry: hardlinkOf !== undefined && has.has(hardlinkOf) ? { ...entry, hardlinkOf } : entry }
  })
  return { path, added, sent: true }
}

/** It lies in the context, and is not sent: a tar has no other way to bring it. */
function placeExcluded(
  { entries, source }: Snapshot,
  path: ContextPath,
  content: Uint8Array,
): Omit<PlacedDockerfile, 'isOwn'> | undefined {
  const sent = new Set(entries.map(entry => entry.path))
  const directories = directoriesAbove(path)
  // by way of a link it has no place that all builders would find
  if (directories.some(dir => kindOf(source, dir) !== 'directory') || kindOf(source, path) !== 'file')
    return undefined
  checkText(content, source.read(path as string as RawPath), path)
  const added = directories.filter(dir => !sent.has(dir)).map(dir => ({ entry: entryOf(source, dir) }))
  return { path, added: [...added, { entry: entryOf(source, path) }], sent: false }
}

function kindOf(source: Snapshot['source'], path: ContextPath): EntryKind | undefined {
  try {
    return source.stat(path as string as RawPath).kind
  } catch {
    return undefined // its name has other bytes than can be written here
  }
}

function entryOf(source: Snapshot['source'], path: ContextPath): Member['entry'] {
  const { kind, bytes, mode, mtimeMs, changedMs, inode } = source.stat(path as string as RawPath)
  return { path, kind, bytes, mode, mtimeMs, changedMs, inode }
}

function checkText(planned: Uint8Array, found: Uint8Array, path: ContextPath): void {
  if (Buffer.compare(planned, found) === 0) return
  throw new CtxguardError(`${path} changed while it was packed`, { hint: 'run it again' })
}

/** A name that nothing of the context has, so that it stands for nothing else. */
function reservedName({ entries }: Snapshot): ContextPath {
  const taken = new Set<string>(entries.map(({ path }) => path))
  let name = RESERVED
  for (let number = 2; taken.has(name); number++) name = `${RESERVED}.${number}`
  return name as ContextPath
}

const RESERVED = '.ctxguard.Dockerfile'
