import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { directorySource } from '../context/directory.ts'
import { CtxguardError, UsageError } from '../errors.ts'
import { joinPath, type RawPath } from '../model/path.ts'
import { isLockName } from './stage-lock.ts'
import { identityOf, type Manifest, readManifest } from './stage-manifest.ts'
import { removeTree } from './stage-remove.ts'

/** Where a set is staged; all absolute. */
export interface StagePlace {
  /** the directory that a build is given */
  dir: string
  /** what belongs to it and is no part of the set: locks, the manifest, what is being made and what was replaced */
  store: string
  manifest: string
  next: string
  nextManifest: string
  old: string
}

/**
 * The places that belong to `--out DIR`. The store is `DIR.ctxguard`, beside it: on the same file system, and not among
 * what is staged. Throws a UsageError where `out` can be no such directory.
 */
export function stagePlace(out: string): StagePlace {
  const given = resolve(out)
  const name = basename(given)
  if (name === '') throw new UsageError(`${out} can't be staged to`, { hint: OTHER })
  const dir = join(realParent(dirname(given)), name)
  const store = `${dir}.ctxguard`
  return {
    dir,
    store,
    manifest: join(store, 'stage.json'),
    next: join(store, 'next'),
    nextManifest: join(store, 'next.json'),
    old: join(store, 'old'),
  }
}

/** Of what is not there yet, whatever of it is. */
function realParent(dir: string): string {
  if (dir === dirname(dir)) return dir
  return existsSync(dir) ? realpathSync(dir) : join(realParent(dirname(dir)), basename(dir))
}

const OTHER = 'remove it, or name a directory that is empty, not there yet, or made by this command'

/** Makes the store. Throws a UsageError where something else has its name, or the directory was not staged. */
export function openStore({ dir, store, manifest }: StagePlace): void {
  if (statOf(store) === undefined) checkOwn(dir, undefined)
  mkdirSync(dirname(store), { recursive: true })
  mkdirSync(store, { recursive: true, mode: 0o700 })
  const names = readdirSync(store)
  if (names.length > 0 && !names.some(isLockName) && readManifest(manifest) === undefined)
    throw new UsageError(
      `${store} is needed for what belongs to the staged directory, and is something else`,
      {
        hint: 'name another directory with --out',
      },
    )
}

/**
 * Brings what an earlier run left behind into order, whatever moment it was killed at, and returns what is staged:
 * undefined where nothing is. Throws a UsageError where the directory is not one that was staged. Needs the lock.
 */
export function recover(place: StagePlace): Manifest | undefined {
  const { dir, old, manifest, nextManifest } = place
  // killed between the two renames: what was there before is as good as ever
  if (statOf(dir) === undefined && isStaged(old, readManifest(manifest))) renameSync(old, dir)
  const made = readManifest(nextManifest)
  // killed after them, before the manifest followed
  if (isStaged(dir, made)) renameSync(nextManifest, manifest)
  const staged = readManifest(manifest)
  checkOwn(dir, staged)
  clear(place)
  removeTree(old)
  return staged
}

/** Takes away a set that will not be staged. */
export function clear({ manifest, next, nextManifest }: StagePlace): void {
  for (const file of [nextManifest, `${nextManifest}.tmp`, `${manifest}.tmp`]) rmSync(file, { force: true })
  removeTree(next)
}

/**
 * Puts `next` in the place of the directory. Two renames: a build that begins between them finds no directory and
 * fails; at no time does it find a part of one set and a part of another.
 */
export function publish({ dir, old, next, manifest, nextManifest }: StagePlace): void {
  const replaces = statOf(dir) !== undefined
  if (replaces) renameSync(dir, old)
  try {
    renameSync(next, dir)
  } catch (error) {
    if (replaces) renameSync(old, dir)
    throw error
  }
  renameSync(nextManifest, manifest)
  removeTree(old)
}

function checkOwn(dir: string, staged: Manifest | undefined): void {
  const stats = statOf(dir)
  if (stats === undefined) return
  const foreign = new UsageError(`${dir} was not made by ctxguard stage: it stays as it is`, { hint: OTHER })
  if (!stats.isDirectory()) throw foreign
  if (isStaged(dir, staged) || readdirSync(dir).length === 0) return
  // a copy, such as one from a cache of the build server, has other inodes and the same names
  if (staged === undefined || !holdsOnly(dir, staged)) throw foreign
}

function holdsOnly(dir: string, { entries }: Manifest): boolean {
  const source = directorySource(dir)
  const below = (parent: RawPath | ''): boolean =>
    source.children(parent).every(({ name, kind }) => {
      const path = joinPath(parent as RawPath, name) as RawPath
      return entries.get(path)?.kind === kind && (kind !== 'directory' || below(path))
    })
  try {
    return below('')
  } catch (error) {
    throw new CtxguardError(`${dir} could not be looked at: ${(error as Error).message}`, {
      hint: OTHER,
      cause: error,
    })
  }
}

function isStaged(dir: string, manifest: Manifest | undefined): boolean {
  return manifest !== undefined && identityOf(dir) === manifest.directory
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}
