import { dirname, join, relative } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import type { Files } from '../model/files.ts'
import { readText } from './read-text.ts'

/** Tells what `.gitignore` files leave out while a tree is walked from its root down. */
export interface GitIgnore {
  /** to be called for a directory before anything in it is asked for; `hasFile`: it holds a `.gitignore` */
  enter(dir: string, hasFile: boolean): void
  ignored(path: string, isDirectory: boolean): boolean
}

interface Level {
  dir: string
  matcher: Ignore
}

const MOST_BYTES = 2 ** 20

/**
 * The `.gitignore` files of a tree and of the directories above it up to its repository's root, and that
 * repository's own `info/exclude`. Paths are absolute. Not the user's global file: it is about editors and systems.
 */
export function gitIgnore(root: string, files: Files): GitIgnore {
  const above = levelsAbove(files, root)
  // somebody asks for this very directory, so it is not left out itself
  const outer = above.some(level => verdict(level, root, true) === 'ignored') ? [] : above
  const levels = new Map<string, Level[]>()
  const levelsOf = (dir: string): Level[] =>
    levels.get(dir) ?? (dir === root ? outer : levelsOf(dirname(dir)))
  return {
    enter: (dir, hasFile) => {
      const inherited = dir === root ? outer : levelsOf(dirname(dir))
      levels.set(dir, hasFile ? [...levelOf(files, dir, '.gitignore'), ...inherited] : inherited)
    },
    ignored: (path, isDirectory) => {
      for (const level of levelsOf(dirname(path))) {
        const said = verdict(level, path, isDirectory)
        if (said !== undefined) return said === 'ignored'
      }
      return false
    },
  }
}

/** Nearest first. */
function levelsAbove(files: Files, root: string): Level[] {
  const levels: Level[] = []
  for (let dir = root; ; dir = dirname(dir)) {
    if (dir !== root) levels.push(...levelOf(files, dir, '.gitignore'))
    if (files.exists(join(dir, '.git'))) return [...levels, ...levelOf(files, dir, '.git/info/exclude')]
    if (dirname(dir) === dir) return []
  }
}

function levelOf(files: Files, dir: string, file: string): Level[] {
  const read = readText(join(dir, file), MOST_BYTES, files)
  return 'reason' in read ? [] : [{ dir, matcher: ignore({ ignorecase: false }).add(read.text) }]
}

function verdict(
  { dir, matcher }: Level,
  path: string,
  isDirectory: boolean,
): 'ignored' | 'kept' | undefined {
  // no file in a directory can say anything of the directory itself
  if (path === dir) return undefined
  const { ignored, unignored } = matcher.test(`${relative(dir, path)}${isDirectory ? '/' : ''}`)
  return ignored ? 'ignored' : unignored ? 'kept' : undefined
}
