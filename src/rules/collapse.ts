import type { ContextEntry } from '../model/entry.ts'
import { isBelow } from '../model/path.ts'

/** A file, or a directory that stands for all the files in it. */
export interface Collapsed {
  entry: ContextEntry
  /** files and links that it stands for: 1, or at least 2 where `entry` is a directory */
  files: number
  /** their bytes, each file counted once however many names it has */
  bytes: number
}

interface OpenDirectory extends Collapsed {
  /** whether every file so far belongs */
  whole: boolean
  /** length of the result when the directory began */
  resultsBefore: number
}

/**
 * The entries that belong, with the topmost directories of which every file does in place of their files.
 * A directory that holds a single file is not worth the loss of its name, and one without files stands for
 * nothing. `belongs` is asked of everything but directories.
 *
 * @param entries depth first, a directory before what it holds, as a snapshot has them
 * @returns in the order of `entries`
 */
export function collapse(
  entries: readonly ContextEntry[],
  belongs: (entry: ContextEntry) => boolean,
): Collapsed[] {
  // most states of git are those of no file at all
  if (!entries.some(entry => entry.kind !== 'directory' && belongs(entry))) return []
  const results: Collapsed[] = []
  const open: OpenDirectory[] = []
  for (const entry of entries) {
    while (open.length > 0 && !holds(open.at(-1)!, entry)) close(open, results)
    if (entry.kind === 'directory') {
      open.push({ entry, files: 0, bytes: 0, whole: true, resultsBefore: results.length })
    } else {
      const found = { entry, files: 1, bytes: bytesOnce(entry) }
      const belonging = belongs(entry)
      if (belonging) results.push(found)
      const parent = open.at(-1)
      if (parent) count(parent, found, belonging)
    }
  }
  while (open.length > 0) close(open, results)
  return results
}

/** Bytes that an entry adds to the context: none where it is a further name of a file already counted. */
export function bytesOnce(entry: ContextEntry): number {
  return entry.hardlinkOf === undefined ? entry.bytes : 0
}

function holds(directory: OpenDirectory, entry: ContextEntry): boolean {
  return isBelow(entry.path, directory.entry.path)
}

function count(directory: OpenDirectory, below: Collapsed, whole: boolean): void {
  directory.files += below.files
  directory.bytes += below.bytes
  directory.whole &&= whole
}

function close(open: OpenDirectory[], results: Collapsed[]): void {
  const { whole, resultsBefore, ...directory } = open.pop()!
  if (whole && directory.files > 1) results.splice(resultsBefore, results.length, directory)
  const parent = open.at(-1)
  if (parent) count(parent, directory, whole)
}
