import type { EntryKind } from './entry.ts'
import type { GitFacts } from './git.ts'
import type { Incomplete } from './incomplete.ts'
import type { ContextSource } from './source.ts'

/** What lies at the end of a path. */
interface FileStat {
  kind: EntryKind
  /** whether the calling user may read it */
  readable: boolean
}

/**
 * The file system in which the absolute paths of a request mean something: this machine's, or that with a commit or
 * an archive in place of one of its directories. What throws throws the file system's own error (`code` ENOENT,
 * EACCES, ELOOP, …). Nothing but a regular file is ever opened.
 */
export interface Files {
  /** links followed; false too where that can't be learnt */
  exists(path: string): boolean
  /** no link followed; undefined where nothing lies there, or that can't be learnt */
  kindOf(path: string): EntryKind | undefined
  /** links followed; throws where nothing lies at their end */
  stat(path: string): FileStat
  /** the same place by a path that is free of links; throws where nothing lies there */
  realpath(path: string): string
  /** what lies in a directory, in no order; a byte that is not UTF-8 is a U+FFFD. Throws where it can't be listed */
  list(dir: string): { name: string; kind: EntryKind }[]
  /** the first `limit` bytes of a regular file, or all of it, links followed; throws where there is none */
  read(path: string, limit?: number): Uint8Array
  /** a directory, absolute and free of links, as the source of a context */
  source(dir: string): ContextSource
  /** the tree that a path lies in; undefined where it is this machine's own */
  treeAt(path: string): LaidTree | undefined
}

/** Files that are on no disk, and the directory that they are laid over: nothing else is in it. */
export interface LaidTree {
  kind: 'commit' | 'archive'
  /** absolute, free of links: the repository's top, or the archive's own path taken for a directory */
  dir: string
  /** what people call it: the ref as it was given, the archive's file */
  label: string
  /** of a commit: its full object name */
  commit?: string
  /** what is worth knowing of it where it is looked at through one of its directories, given as a path in it or `''` */
  notesOn(path: string): Incomplete[]
  /** what git would say of a clean clone, seen from one of its directories; of a commit */
  gitFacts?(path: string): GitFacts
}
