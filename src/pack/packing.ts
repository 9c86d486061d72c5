import { resolveInRoot } from '../context/links.ts'
import type { ContextPath, RawPath } from '../model/path.ts'
import type { ReachFacts } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type PlacedDockerfile, placeDockerfile } from './dockerfile.ts'
import { type Member, madeFile, withMembers } from './members.ts'
import { type Selection, selectEntries } from './selection.ts'

/** What goes into the tar of a context. */
export interface Packing {
  /** in the order of the tar */
  members: readonly Member[]
  selection: Selection
  /** where the Dockerfile lies in the tar; null where there is none */
  dockerfile: ContextPath | null
  /** the builder has to be told of it with `-f` */
  named: boolean
  /** the Dockerfile is where the ignore file would keep it from being taken, and a COPY or a bind mount takes it */
  exposesDockerfile: boolean
  /** the cache keys of `COPY . .` are others than those of a build of the directory (SEMANTICS.md 7.8) */
  otherKeys: boolean
}

export interface PackingOptions {
  /** all that is sent, not only what the Dockerfile makes the builder take */
  allSent?: boolean
}

/**
 * Lays out the tar that gives the same image as the directory. `text` is the Dockerfile as it was planned, raw; undefined
 * where there is none. Throws as {@link selectEntries} and {@link placeDockerfile} do.
 */
export function packingOf(
  snapshot: Snapshot,
  reach: ReachFacts | undefined,
  text: string | undefined,
  options: PackingOptions = {},
): Packing {
  const selection = selectEntries(snapshot, reach, options)
  const members = selection.entries.map((entry): Member => ({ entry }))
  const { builder } = snapshot.request
  const otherKeys = builder === 'buildkit' && rootIsCopied(reach)
  if (text === undefined)
    return { members, selection, dockerfile: null, named: false, exposesDockerfile: false, otherKeys }
  const placed = placeDockerfile(snapshot, selection, text)
  const hidden = placed.sent ? [] : hidingDockerfile(snapshot, placed)
  return {
    members: withMembers(members, [...placed.added, ...hidden]),
    selection,
    dockerfile: placed.path,
    named: !isDefault(snapshot, members, placed),
    exposesDockerfile: !placed.sent && hidden.length === 0 && isTaken(snapshot, reach, placed.path),
    otherKeys,
  }
}

/** Whether a builder finds the Dockerfile by itself. */
function isDefault({ request }: Snapshot, members: readonly Member[], { path }: PlacedDockerfile): boolean {
  const names = request.builder === 'podman' ? ['Containerfile', 'Dockerfile'] : ['Dockerfile', 'dockerfile']
  const there = new Set<string>([path, ...members.map(({ entry }) => entry.path)])
  return names.find(name => there.has(name)) === path
}

/**
 * The classic daemon takes the Dockerfile out of the context again where the tar's own ignore file names it. The lines are
 * those that its client writes (docker/cli cli/command/image/build/context.go AddDockerfileToBuildContext).
 */
function hidingDockerfile(
  { request, entries, source, ignoreFile }: Snapshot,
  { path, isOwn }: PlacedDockerfile,
): Member[] {
  if (request.builder !== 'classic') return []
  const own = entries.find(entry => entry.path === IGNORE_FILE)
  if (own === undefined) return [madeFile(IGNORE_FILE, ignoring('.dockerignore', path), 0o600)]
  // what keeps the Dockerfile out is this very file
  if (own.kind === 'file' && ignoreFile?.label === IGNORE_FILE && isOwn) return [{ entry: own }]
  if (own.kind !== 'file') return []
  const given = ignoring(Buffer.from(source.read(IGNORE_FILE as string as RawPath)), path)
  const { hardlinkOf: _, ...entry } = own
  return [{ entry: { ...entry, bytes: given.length }, given }]
}

const IGNORE_FILE = '.dockerignore' as ContextPath

function ignoring(lines: string | Uint8Array, path: string): Uint8Array {
  return Buffer.concat([Buffer.from(lines), Buffer.from(`\n${path}\n`)])
}

function rootIsCopied(reach: ReachFacts | undefined): boolean {
  const outcomes = reach?.outcomes ?? []
  return outcomes.some(({ transfer, source }) => transfer.kind !== 'mount' && source.path === '')
}

/** Whether some instruction would take what lies at `path`; a source of '' is the whole context. */
function isTaken(
  { source: files, request }: Snapshot,
  reach: ReachFacts | undefined,
  path: ContextPath,
): boolean {
  if (reach === undefined) return false
  if (reach.plan.unknown.some(({ everything }) => everything)) return true
  const names = path.split('/')
  return reach.outcomes.some(({ source }) => {
    const written = source.path.split('/')
    return (
      source.path === '' ||
      takes(written, names) ||
      takes(withoutLinks(files, written, request.context.dir), names)
    )
  })
}

/** The names of a source with the links on the way followed, as far as no name is a pattern. */
function withoutLinks(files: Snapshot['source'], written: readonly string[], dir: string): string[] {
  const pattern = written.findIndex(name => /[*?[\\]/.test(name))
  const plain = pattern < 0 ? written : written.slice(0, pattern)
  const rest = written.slice(plain.length)
  try {
    const { path } = resolveInRoot(files, plain.join('/'), dir)
    return path === '' ? rest : [...path.split('/'), ...rest]
  } catch {
    return rest // rather one warning too many
  }
}

/** The names of a source match the first names of the path. */
function takes(source: readonly string[], path: readonly string[]): boolean {
  return source.length <= path.length && source.every((name, i) => likeName(name).test(path[i]!))
}

/** As Go's filepath.Match, but that a class stands for any character: rather one warning too many. */
function likeName(pattern: string): RegExp {
  const parts = pattern.match(/\[[^\]]*\]|\\?./gsu) ?? []
  const source = parts.map(part => {
    if (part === '*') return '.*'
    if (part === '?' || part.length > 2) return '.'
    return part.replace(/^\\(?=.)/su, '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  })
  return new RegExp(`^${source.join('')}$`, 'su')
}
