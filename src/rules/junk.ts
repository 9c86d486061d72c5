import type { ContextEntry } from '../model/entry.ts'
import type { RuleContext } from '../model/finding.ts'
import { type ContextPath, joinPath, parentPath } from '../model/path.ts'
import { isTracked } from './git-state.ts'
import { JUNK_DIRECTORIES, type JunkName } from './junk-names.ts'

export interface JunkDirectory {
  as: 'junk'
  entry: ContextEntry
  junk: JunkName
  /** an exception of the ignore file names it, or something in it: somebody wants it to be sent */
  letIn: boolean
}

const BY_NAME = new Map(JUNK_DIRECTORIES.map(junk => [junk.name, junk]))

/** Tells of a directory whether it is junk. What git tracks is nobody's junk. */
export function junkFinder(ctx: RuleContext): (directory: ContextEntry) => JunkDirectory | undefined {
  const extensions = extensionMarkers(ctx.snapshot.entries)
  const isThere = (dir: ContextPath | '', marker: string) =>
    marker.startsWith('*')
      ? extensions.has(joinPath(dir, marker))
      : ctx.entryAt(joinPath(dir, marker)) !== undefined

  return entry => {
    const junk = junkNameOf(entry.path)
    if (!junk) return undefined
    const files = ctx.below(entry.path).filter(below => below.kind !== 'directory')
    if (files.length === 0) return undefined
    if (isOwn(junk)) {
      if (files.some(file => isTracked(ctx, file))) return undefined
      const marked =
        junk.beside?.some(marker => isThere(parentPath(entry.path), marker)) ||
        junk.inside?.some(marker => isThere(entry.path, marker))
      if (!marked && !files.every(file => ctx.git?.stateOf(file.path) === 'ignored')) return undefined
    } else if (files.every(file => isTracked(ctx, file))) return undefined
    return { as: 'junk', entry, junk, letIn: isLetIn(ctx, entry) }
  }
}

/** Whether people also give this name to directories of their own. */
export function isOwn(junk: JunkName): boolean {
  return junk.beside !== undefined || junk.inside !== undefined
}

function junkNameOf(path: ContextPath): JunkName | undefined {
  const [parent, name] = path.split('/').slice(-2)
  return BY_NAME.get(name ?? parent!) ?? (name === undefined ? undefined : BY_NAME.get(`${parent}/${name}`))
}

function isLetIn(ctx: RuleContext, { path, parentOnly }: ContextEntry): boolean {
  if (parentOnly) return true
  const name = junkNameOf(path)!.name
  const exceptions = ctx.snapshot.ignoreFile?.patterns.filter(pattern => pattern.negated) ?? []
  return exceptions.some(
    ({ pattern }) => pattern === path || pattern.startsWith(`${path}/`) || pattern === `**/${name}`,
  )
}

/** `dir/*.ext` for every file whose extension marks a stack. */
function extensionMarkers(entries: readonly ContextEntry[]): ReadonlySet<string> {
  const markers = new Set<string>()
  for (const { kind, path } of entries) {
    const extension = kind === 'file' && path.slice(path.lastIndexOf('.'))
    if (extension && MARKING_EXTENSIONS.has(extension))
      markers.add(joinPath(parentPath(path), `*${extension}`))
  }
  return markers
}

const MARKING_EXTENSIONS = new Set(
  JUNK_DIRECTORIES.flatMap(junk => junk.beside ?? [])
    .filter(marker => marker.startsWith('*.'))
    .map(marker => marker.slice(1)),
)
