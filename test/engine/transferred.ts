import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, lutimesSync, readdirSync, readlinkSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { docker } from './docker.ts'

/*
 * What BuildKit's client really transferred, read from the engine's own disk: what arrives of a context is kept in a
 * snapshot of its own (buildkit source/local/source.go localSourceHandler.snapshot). The engine must therefore run on
 * this machine, and its state be readable: as root, as with `test/engine/up`. The list of snapshots that the engine
 * gives out is not used: it takes the longer the more was ever built.
 */

/** A context that the engine can't take for another. */
export interface FreshContext {
  contextDir: string
  /** modification time of all that is in it, in seconds */
  stamp: number
}

/**
 * Moves a context to a name that no build has seen, and gives all of it one modification time that no other context
 * has. The engine brings an older snapshot of a context of the same name up to date in place of making a new one, and
 * keeps times to the nanosecond: so its snapshot is found again among those of other builds.
 */
export function freshContext(contextDir: string): FreshContext {
  const moved = join(dirname(contextDir), randomUUID())
  renameSync(contextDir, moved)
  const stamp = 1_000_000_000 + Math.floor(Math.random() * 700_000_000)
  for (const path of pathsBelow(Buffer.from(moved))) lutimesSync(path, stamp, stamp)
  return { contextDir: moved, stamp }
}

/**
 * What arrived of a stamped context in a build that began at `sinceMs` and just ended: a line an entry, as in
 * fixtures/conformance. Ask only where the build loaded its context. Throws where the engine's disk does not tell.
 */
export function transferredEntries({ contextDir, stamp }: FreshContext, sinceMs: number): string[] {
  const dirs = snapshotsSince(sinceMs)
  const own = dirs.filter(dir => bearsStamp(dir, stamp))
  // two looks that the frontend takes come before and are snapshots of their own; layers come after
  take(own, 'Dockerfile')
  if (existsSync(join(contextDir, '.dockerignore'))) take(own, '.dockerignore')
  if (own.length > 0) return snapshotLines(own[0]!)
  // nothing in an empty snapshot bears a stamp
  if (dirs.some(dir => namesIn(dir)?.length === 0)) return []
  throw new Error(`no snapshot of ${contextDir} is among ${dirs.join(' ')}`)
}

/** Removes the snapshot that has nothing but one file. */
function take(dirs: string[], name: string): void {
  const at = dirs.findIndex(dir => namesIn(dir)?.join('/') === name)
  if (at < 0) throw new Error(`no snapshot of the ${name} alone is among ${dirs.join(' ')}`)
  dirs.splice(at, 1)
}

/** Directories of the snapshots that were begun since then, oldest first. */
function snapshotsSince(sinceMs: number): string[] {
  const { root, inside } = snapshotStore()
  return readdirSync(root)
    .map(name => ({ dir: join(root, name, inside), begunMs: birthOf(join(root, name)) }))
    .filter(({ dir, begunMs }) => begunMs >= sinceMs && existsSync(dir))
    .sort((a, b) => a.begunMs - b.begunMs)
    .map(({ dir }) => dir)
}

function birthOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.birthtimeMs ?? 0
}

let store: { root: string; inside: string } | undefined

/** Where the engine keeps its snapshots. */
function snapshotStore(): { root: string; inside: string } {
  if (store !== undefined) return store
  const { stdout } = docker(['info', '--format', '{{.Driver}}\n{{.DockerRootDir}}'], '1')
  const [driver = '', dataDir = ''] = stdout.trim().split('\n')
  if (driver !== 'vfs' && driver !== 'overlay2')
    throw new Error(`no idea where an engine with the storage driver ${driver} keeps its snapshots`)
  store =
    driver === 'vfs'
      ? { root: join(dataDir, 'vfs', 'dir'), inside: '' }
      : { root: join(dataDir, 'overlay2'), inside: 'diff' }
  if (!existsSync(store.root))
    throw new Error(`can't read ${store.root}: is the engine on this machine, and are you root?`)
  return store
}

function bearsStamp(dir: string, stamp: number): boolean {
  const [first] = namesIn(dir) ?? []
  if (first === undefined) return false
  const stat = lstatSync(below(Buffer.from(dir), first), { throwIfNoEntry: false })
  return stat?.mtimeMs === stamp * 1000
}

/** Undefined where the directory is gone: those of other builds may go any time. */
function namesIn(dir: string): Buffer[] | undefined {
  try {
    return readdirSync(dir, { encoding: 'buffer' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** `f 0644 12 path`, `d …`, `l … path -> target`, `p …`; names in latin1. */
function snapshotLines(dir: string): string[] {
  const root = Buffer.from(dir)
  return [...pathsBelow(root)].map(path => entryLine(path, path.subarray(root.length + 1))).sort()
}

function entryLine(path: Buffer, name: Buffer): string {
  const stat = lstatSync(path)
  const kind = stat.isDirectory() ? 'd' : stat.isSymbolicLink() ? 'l' : stat.isFIFO() ? 'p' : 'f'
  const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0')
  const target = kind === 'l' ? ` -> ${readlinkSync(path, 'latin1')}` : ''
  return `${kind} ${mode} ${kind === 'f' ? stat.size : 0} ${name.toString('latin1')}${target}`
}

/** Everything below a directory, what a directory holds before itself. */
export function* pathsBelow(dir: Buffer): Generator<Buffer> {
  for (const entry of readdirSync(dir, { encoding: 'buffer', withFileTypes: true })) {
    const path = below(dir, entry.name)
    if (entry.isDirectory()) yield* pathsBelow(path)
    yield path
  }
}

function below(dir: Buffer, name: Buffer): Buffer {
  return Buffer.concat([dir, Buffer.from('/'), name])
}
