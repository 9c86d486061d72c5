import { baseName, spell } from '../model/path.ts'
import type { Incomplete } from '../model/snapshot.ts'
import type { Commit, CommitEntry } from './commit.ts'
import type { GitObjects } from './objects.ts'

/** Attributes files are small; one that is not is read in part. */
const MOST_BYTES = 2 ** 18

/** What is worth knowing of a commit, for a context at a path of it (`''` for its top). */
export function commitNotes({ entries }: Commit, objects: GitObjects): (path: string) => Incomplete[] {
  return at => {
    const below = entries.filter(({ path }) => at === '' || path.startsWith(`${at}/`))
    const submodules = below.filter(({ kind }) => kind === 'submodule')
    const missing = below.filter(({ bytes }) => Number.isNaN(bytes))
    const converting = conversionsFor(at, entries, objects)
    return [
      ...(missing.length > 0 ? [missingObjects(missing)] : []),
      ...(submodules.length > 0 ? [emptySubmodules(submodules)] : []),
      ...(converting === undefined ? [] : [notConverted(converting)]),
    ]
  }
}

/** What a checkout would change on its way to the disk: gitattributes(5). */
const CONVERSION = /[ \t](eol=crlf|filter=[^\s]+|ident|working-tree-encoding=[^\s]+)(?=[ \t\r\n]|$)/

interface Converting {
  path: string
  attribute: string
}

/** The first `.gitattributes` that speaks of files of the context and names a conversion. */
function conversionsFor(
  at: string,
  entries: readonly CommitEntry[],
  objects: GitObjects,
): Converting | undefined {
  const speaking = entries.filter(({ path, kind, bytes }) => {
    if (baseName(path) !== '.gitattributes' || (kind !== 'file' && kind !== 'executable') || !(bytes > 0))
      return false
    const dir = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
    return dir === '' || at === '' || isWithin(dir, at) || isWithin(at, dir)
  })
  for (const { path, oid, bytes } of speaking) {
    const [read] = objects.read([{ name: oid, from: 0, length: Math.min(bytes, MOST_BYTES) }])
    const attribute = CONVERSION.exec(withoutComments(Buffer.from(read!).toString('utf8')))?.[1]
    if (attribute !== undefined) return { path, attribute }
  }
  return undefined
}

function isWithin(path: string, dir: string): boolean {
  return path === dir || path.startsWith(`${dir}/`)
}

function withoutComments(text: string): string {
  return text.replace(/^#.*$/gm, '')
}

function notConverted({ path, attribute }: Converting): Incomplete {
  return {
    what: 'files of the commit may differ in a clone',
    path: spell(path),
    reason: `${attribute}: a checkout converts them, and here they are as git keeps them`,
    hint: null,
    fatal: false,
    note: true,
  }
}

function emptySubmodules(submodules: readonly CommitEntry[]): Incomplete {
  return {
    what: 'submodules are empty directories, as in a clone without them',
    path: null,
    reason: listed(submodules),
    hint: 'a recursive clone has them: audit each with --ref in its own repository',
    fatal: false,
    note: true,
  }
}

function missingObjects(missing: readonly CommitEntry[]): Incomplete {
  return {
    what: 'this clone does not have all of the commit',
    path: spell(missing[0]!.path),
    reason: `${listed(missing)}: not there, and nothing is fetched here`,
    hint: 'fetch the commit whole: git fetch --refetch --no-filter',
    fatal: true,
  }
}

function listed(entries: readonly CommitEntry[]): string {
  const first = entries.slice(0, 3).map(({ path }) => spell(path))
  return `${first.join(', ')}${entries.length > 3 ? `, and ${entries.length - 3} more` : ''}`
}
