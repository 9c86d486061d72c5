import type { Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import glob from 'fast-glob'
import { thisMachine } from '../context/this-machine.ts'
import type { Files } from '../model/files.ts'
import { compareBytes } from '../model/path.ts'
import { gitIgnore } from './git-ignore.ts'
import { type BuildFile, buildFileOf } from './names.ts'

/** Trees that tools fill with the work of others. */
const DEPENDENCIES = [
  'node_modules',
  'bower_components',
  'vendor',
  '.venv',
  'venv',
  'site-packages',
  '__pycache__',
  '.tox',
  '.terraform',
  '.git',
  '.hg',
  '.svn',
]

export interface FoundFiles {
  /** absolute, by path in byte order */
  files: { file: string; kind: BuildFile }[]
  /** directories that could not be listed */
  unreadable: { dir: string; reason: string }[]
}

/**
 * Every Dockerfile, compose and bake file below `root` by its name, dot files too; no link is followed. Left out are
 * dependency trees, and on disk what git ignores: what a commit or an archive holds is there whatever `.gitignore` says.
 */
export function findBuildFiles(root: string, files: Files = thisMachine): FoundFiles {
  const ignored = files.treeAt(root) === undefined ? gitIgnore(root, files) : undefined
  const unreadable: FoundFiles['unreadable'] = []
  const list = (dir: string): Listed[] => {
    let entries: Listed[]
    try {
      entries = files.list(dir).map(listed)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const odd = dir.includes('\ufffd')
      // what vanishes while it is looked for is not there
      if (code !== 'ENOENT' || odd)
        unreadable.push({
          dir,
          reason: odd ? 'a name is not UTF-8' : code === 'EACCES' ? 'permission denied' : message,
        })
      return []
    }
    ignored?.enter(
      dir,
      entries.some(({ name }) => name === '.gitignore'),
    )
    // most files are dropped by their name, before any pattern is tried
    return entries.filter(
      entry =>
        (entry.isDirectory() || (mayBeFile(entry) && buildFileOf(entry.name) !== undefined)) &&
        !ignored?.ignored(join(dir, entry.name), entry.isDirectory()),
    )
  }
  const found = glob.sync('**', {
    cwd: root,
    dot: true,
    followSymbolicLinks: false,
    onlyFiles: false,
    objectMode: true,
    ignore: [`**/{${DEPENDENCIES.join(',')}}/**`],
    // the one form in which the library calls it
    fs: { readdirSync: list as unknown as typeof readdirSync },
  })
  const buildFiles = found.flatMap(({ path, dirent }) =>
    dirent.isDirectory() ? [] : [{ file: join(root, path), kind: buildFileOf(dirent.name)! }],
  )
  return { files: buildFiles.sort((a, b) => compareBytes(a.file, b.file)), unreadable }
}

/** As much of a Dirent as is asked for. */
type Listed = Pick<Dirent, 'name' | 'isDirectory' | 'isFile' | 'isSymbolicLink'>

function listed({ name, kind }: ReturnType<Files['list']>[number]): Listed {
  return {
    name,
    isDirectory: () => kind === 'directory',
    isFile: () => kind === 'file',
    isSymbolicLink: () => kind === 'symlink',
  }
}

function mayBeFile(entry: Listed): boolean {
  return entry.isFile() || entry.isSymbolicLink()
}
