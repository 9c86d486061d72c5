import type { ContextEntry } from '../model/entry.ts'
import { type ContextPath, compareBytes, parentPath, type RawPath } from '../model/path.ts'

/** What the tar holds. */
export interface Member {
  entry: ContextEntry
  /** content in place of what lies on disk, if anything does */
  given?: Uint8Array
}

/** The path of an entry as the file system has it. */
export function rawPathOf({ path, rawPath }: ContextEntry): RawPath {
  return rawPath ?? (path as string as RawPath)
}

/** Puts members where the order of a context has them; one of the same path gives way. */
export function withMembers(members: readonly Member[], added: readonly Member[]): readonly Member[] {
  if (added.length === 0) return members
  const paths = new Set(added.map(({ entry }) => entry.path))
  const all = members.filter(({ entry }) => !paths.has(entry.path))
  for (const member of added) all.splice(placeOf(all, rawPathOf(member.entry)), 0, member)
  return all
}

function placeOf(members: readonly Member[], path: RawPath): number {
  let low = 0
  let high = members.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareNames(rawPathOf(members[middle]!.entry), path) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Depth first, byte order within a directory: a slash stands before any other byte. */
function compareNames(a: RawPath, b: RawPath): number {
  const [left, right] = [a.split('/'), b.split('/')]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = compareBytes(left[i]!, right[i]!)
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** The directories above a path, outermost first. */
export function directoriesAbove(path: ContextPath): ContextPath[] {
  const above: ContextPath[] = []
  for (let dir = parentPath(path); dir !== ''; dir = parentPath(dir)) above.unshift(dir)
  return above
}

/** A file that lies nowhere: its time is the beginning of all times, so that the tar is the same every time. */
export function madeFile(path: string, given: Uint8Array, mode: number): Member {
  const entry: ContextEntry = {
    path: path as ContextPath,
    kind: 'file',
    bytes: given.length,
    mode,
    mtimeMs: 0,
    changedMs: 0,
    inode: 0,
  }
  return { entry, given }
}
