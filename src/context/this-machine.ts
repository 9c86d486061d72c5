import { accessSync, constants, existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import type { Files } from '../model/files.ts'
import type { BuildRequest } from '../model/request.ts'
import { directorySource, kindOf, readFileSafely } from './directory.ts'

/** The files of this machine. */
export const thisMachine: Files = {
  exists: path => existsSync(path),
  kindOf: path => {
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false })
      return stats && (kindOf(stats) ?? 'device')
    } catch {
      return undefined
    }
  },
  stat: path => {
    const kind = kindOf(statSync(path)) ?? 'device'
    return { kind, readable: isReadable(path) }
  },
  realpath: path => realpathSync(path),
  list: dir =>
    readdirSync(dir, { withFileTypes: true }).map(entry => ({
      name: entry.name,
      kind: kindOf(entry) ?? 'device',
    })),
  read: (path, limit) => readFileSafely(path, limit, 'follow'),
  source: directorySource,
  treeAt: () => undefined,
}

/** The files that the paths of a request are about. */
export function filesOf({ context }: Pick<BuildRequest, 'context'>): Files {
  return context.files ?? thisMachine
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}
