import type { Rule, RuleContext } from '../model/finding.ts'
import { formatCount, formatNumberOf } from '../model/format.ts'
import { type ContextPath, isBelow, type RawPath } from '../model/path.ts'
import { nearestAncestor } from './ancestors.ts'
import { oncePerWalk } from './once.ts'

/** How many places the message names, and how many the data lists. */
const NAMED = 3
const LISTED = 100

/**
 * One finding for them all: most contexts leave documentation and tests out on purpose, so that it is a thing to
 * glance at, not a list of faults.
 */
export const trackedExcluded: Rule = {
  id: 'tracked-excluded',
  title: 'Tracked files are excluded',
  severity: 'info',
  needs: ['git', 'dockerfile'],
  *check(ctx) {
    if (!ctx.git || !ctx.snapshot.ignoreFile) return
    const places = ownPlaces(ctx)
    if (places.length === 0) return
    const files = places.reduce((sum, place) => sum + place.files, 0)
    const named = places.slice(0, NAMED).map(place => `${place.path} (${formatCount(place.files)})`)
    const others = places.length - named.length
    const list = [...named, ...(others > 0 ? [`${formatCount(others)} more`] : [])].join(', ')
    const [are, they] = files === 1 ? ['is', 'it'] : ['are', 'them']
    yield {
      rule: trackedExcluded.id,
      severity: 'info',
      message: `${formatNumberOf(files, 'file')} that git tracks ${are} excluded from the context: ${list}; no COPY can take ${they}`,
      data: { places: places.slice(0, LISTED) },
      files,
    }
  },
}

interface Place {
  /** a directory that is left out as a whole, or a single file */
  path: ContextPath
  files: number
}

/** Without the Dockerfile, which the builder reads by itself, and without what copy-source-ignored tells of. */
function ownPlaces(ctx: RuleContext): Place[] {
  const { placeOf, counts } = excludedFiles(ctx)
  const own = new Map(counts)
  const dockerfile = placeOf.get(dockerfileIn(ctx))
  if (dockerfile !== undefined) own.set(dockerfile, own.get(dockerfile)! - 1)
  const missed = (ctx.reach?.outcomes ?? []).flatMap(({ failure }) =>
    failure?.kind === 'excluded' ? [failure.path] : [],
  )
  for (const path of own.keys())
    if (missed.some(one => one === path || isBelow(one, path) || isBelow(path, one))) own.delete(path)
  return [...own]
    .filter(([, files]) => files > 0)
    .map(([path, files]) => ({ path, files }))
    .sort((a, b) => b.files - a.files)
}

/** Tracked files that are left out, by the place that is left out as a whole, whatever the Dockerfile. */
const excludedFiles = oncePerWalk(ctx => {
  const { snapshot } = ctx
  const git = ctx.git!
  const pruned = new Set(snapshot.excluded.prunedDirectories.map(directory => directory.path))
  const placeOf = new Map<string, ContextPath>()
  const counts = new Map<ContextPath, number>()
  for (const path of git.tracked()) {
    // nobody misses the ignore file in the context
    if (ctx.entryAt(path) || path === snapshot.ignoreFile?.label) continue
    const directory = nearestAncestor(path, dir => pruned.has(dir))
    // a tracked file that is missing was deleted or left out by a sparse checkout, not excluded
    const certain = directory !== undefined && git.sparse === 0
    if (certain || isOnDisk(ctx, path)) {
      const place = directory ?? path
      placeOf.set(path, place)
      counts.set(place, (counts.get(place) ?? 0) + 1)
    }
  }
  return { placeOf, counts }
})

/** Relative to the context, where it lies inside. */
function dockerfileIn({ snapshot: { request } }: RuleContext): string {
  const { context, dockerfile } = request
  return dockerfile.kind === 'file' ? dockerfile.file.slice(context.dir.length + 1) : ''
}

function isOnDisk({ snapshot }: RuleContext, path: ContextPath): boolean {
  try {
    snapshot.source.stat(path as string as RawPath)
    return true
  } catch {
    return false
  }
}
