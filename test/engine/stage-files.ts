import { globMatcher, hasWildcards } from '../../src/ignore/index.ts'

/*
 * The file system of a stage, by path without a leading slash; and how BuildKit copies into one. Mirrors fsutil
 * copy/copy.go Copy, prepareTargetDir and copy, and continuity fs.RootPath.
 */

export interface StageFile {
  kind: 'f' | 'd' | 'l' | 'p'
  size: number
  /** of a link */
  target?: string
  /** sizes of the files that it came to lie in place of */
  buried?: readonly number[]
}

export type StageFiles = Map<string, StageFile>

/** Something to be copied: itself under `''`, and what is below it. */
export interface CopyItem {
  /** as the source names it */
  name: string
  files: StageFiles
}

/** The engine fails here, for what the stage holds already or does not hold. */
export class StageError extends Error {}

export const DIRECTORY: StageFile = { kind: 'd', size: 0 }

/** What a tar file holds, by its listing; parents that it leaves out are implied. A hard link counts as a file. */
export function listedFiles(lines: readonly string[]): StageFiles {
  const files: StageFiles = new Map()
  for (const line of lines) {
    const [, kind, size, rest] = /^([fdlp]) \d+ (\d+) (.*)$/.exec(line) ?? []
    if (rest === undefined) continue
    const [path = '', target] = kind === 'l' ? rest.split(' -> ') : [rest]
    makeDirectories(files, parentOf(path))
    files.set(path, {
      kind: kind as StageFile['kind'],
      size: Number(size),
      ...(target !== undefined && { target }),
    })
  }
  for (const line of lines) {
    const [, path, first] = /^h (.*) => (.*)$/.exec(line) ?? []
    if (path !== undefined) files.set(path, files.get(first!)!)
  }
  return files
}

/** The same as text, sorted. */
export function fileLines(files: StageFiles): string[] {
  return [...files]
    .map(
      ([path, { kind, size, target }]) =>
        `${kind} ${size} ${path}${target === undefined ? '' : ` -> ${target}`}`,
    )
    .sort()
}

/** Follows links of the stage to where a path ends, which need not exist. */
export function resolveIn(files: StageFiles, path: string): string {
  let rest = path.split('/')
  let at: string[] = []
  for (let links = 0; rest.length > 0; ) {
    const [name = '', ...more] = rest
    rest = more
    if (name === '' || name === '.') continue
    if (name === '..') {
      at.pop()
      continue
    }
    const file = files.get([...at, name].join('/'))
    if (file?.kind !== 'l') {
      at.push(name)
      continue
    }
    if (++links > 255) throw new StageError(`too many links: ${path}`)
    if (file.target!.startsWith('/')) at = []
    rest = [...file.target!.split('/'), ...rest]
  }
  return at.join('/')
}

/** Makes a directory with its parents, no links followed. */
export function makeDirectories(files: StageFiles, path: string): void {
  const names = path.split('/').filter(Boolean)
  for (const depth of names.keys()) {
    const dir = names.slice(0, depth + 1).join('/')
    const there = files.get(dir)
    if (there === undefined) files.set(dir, DIRECTORY)
    else if (there.kind !== 'd') throw new StageError(`${dir} is not a directory`)
  }
}

/** What happens where a file is to lie at a directory's place, or the other way round: the classic builder replaces. */
export type Clash = 'refused' | 'replaced'

/** Copies one item to `dest`, which is a directory in any case where it ends with a slash. */
export function copyInto(files: StageFiles, item: CopyItem, dest: string, clash: Clash): void {
  if (dest.endsWith('/')) makeDirectories(files, resolveIn(files, dest))
  const at = resolveIn(files, dest)
  const isInside = item.files.get('')!.kind !== 'd' && isDirectory(files, at)
  putAt(files, item, isInside ? join(at, item.name) : at, clash)
}

/** Puts an item at a path as it is: no links followed. */
export function putAt(files: StageFiles, item: CopyItem, at: string, clash: Clash): void {
  if (item.files.get('')!.kind === 'd' && files.has(at) && !isDirectory(files, at))
    throw new StageError(`${at} is not a directory`)
  makeDirectories(files, item.files.get('')!.kind === 'd' && !files.has(at) ? at : parentOf(at))
  for (const [below, file] of item.files) copyOne(files, join(at, below), file, clash)
}

/** Whether there is a directory at a path that was resolved. */
export function isDirectory(files: StageFiles, at: string): boolean {
  return at === '' || files.get(at)?.kind === 'd'
}

function copyOne(files: StageFiles, at: string, file: StageFile, clash: Clash): void {
  const there = at === '' ? DIRECTORY : files.get(at)
  if (file.kind === 'd' && there?.kind === 'd') return
  const isClash = there !== undefined && (file.kind === 'd' || there.kind === 'd')
  if (isClash && clash === 'refused') throw new StageError(`${at} is a ${there.kind} already`)
  bury(files, at, file)
}

/** Puts a file, or a directory, in place of all that is there. */
function bury(files: StageFiles, at: string, file: StageFile): void {
  const buried = [file.buried ?? []]
  for (const [path, there] of [...files]) {
    if (path !== at && !path.startsWith(`${at}/`)) continue
    buried.push([there.size, ...(there.buried ?? [])])
    files.delete(path)
  }
  files.set(at, { ...file, buried: buried.flat() })
}

/** Sizes of the files that came into a stage and do not lie there any more. */
export function buriedSizes(files: StageFiles): Set<number> {
  return new Set([...files.values()].flatMap(({ buried }) => buried ?? []))
}

/** A layer of `COPY --link` on top of what is there: it knows nothing of that, and wins. */
export function mergeLayer(files: StageFiles, layer: StageFiles): void {
  for (const [path, file] of layer) {
    const there = files.get(path)
    if (there?.kind === 'd' && file.kind === 'd') continue
    bury(files, path, file)
  }
}

/** What a source of COPY --from finds in a stage. Mirrors copy.go ResolveWildcards. */
export function itemsAt(files: StageFiles, source: string): CopyItem[] {
  if (!hasWildcards(source)) return [itemAt(files, source)]
  const { base, pattern } = splitWildcards(files, source)
  if (base !== '' && !files.has(base)) throw new StageError(`${source}: no ${base}`)
  return matchesIn(files, base, pattern).map(path => itemAt(files, path))
}

/** The same of the classic builder: a pattern is held against every path. Mirrors moby copy.go calcCopyInfo. */
export function classicItemsAt(files: StageFiles, source: string): CopyItem[] {
  const path = source.replace(/^\//, '').replace(/^\.\//, '')
  return (hasWildcards(path) ? matchesIn(files, '', path) : [path]).map(one => itemAt(files, one))
}

/** The directory that a pattern counts from, behind all links, and the rest of it. */
export function splitWildcards(files: StageFiles, source: string): { base: string; pattern: string } {
  const names = source.split('/').filter(name => name !== '' && name !== '.')
  const wild = names.findIndex(hasWildcards)
  return { base: resolveIn(files, names.slice(0, wild).join('/')), pattern: names.slice(wild).join('/') }
}

/** Paths below a directory that match a pattern. */
export function matchesIn(files: StageFiles, base: string, pattern: string): string[] {
  const isMatch = globMatcher(pattern)
  return [...files.keys()]
    .filter(path => isIn(path, base) && isMatch(path.slice(base === '' ? 0 : base.length + 1)))
    .sort()
}

export function itemAt(files: StageFiles, path: string): CopyItem {
  const at = resolveIn(files, path)
  const file = at === '' ? DIRECTORY : files.get(at)
  if (file === undefined) throw new StageError(`not found: ${path}`)
  const below = [...files].filter(([one]) => isIn(one, at))
  const named = below.map(([one, node]) => [one.slice(at === '' ? 0 : at.length + 1), node] as const)
  return { name: nameOf(path), files: new Map([['', file], ...(file.kind === 'd' ? named : [])]) }
}

function isIn(path: string, dir: string): boolean {
  return dir === '' ? path !== '' : path.startsWith(`${dir}/`)
}

export function nameOf(path: string): string {
  return path.replace(/\/+$/, '').replace(/^.*\//, '')
}

export function parentOf(path: string): string {
  return path.replace(/\/*[^/]*$/, '')
}

function join(dir: string, name: string): string {
  return [dir, name].filter(Boolean).join('/')
}
