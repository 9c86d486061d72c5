import type { Rule, RuleContext } from '../model/finding.ts'
import { formatCount, formatNumberOf } from '../model/format.ts'
import type { GitFacts } from '../model/git.ts'
import type { ContextPath, RawPath } from '../model/path.ts'
import { nearestAncestor } from './ancestors.ts'

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
  needs: ['git'],
  *check(ctx) {
    if (!ctx.git || !ctx.snapshot.ignoreFile) return
    const places = excludedPlaces(ctx, ctx.git)
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

function excludedPlaces(ctx: RuleContext, git: GitFacts): Place[] {
  const pruned = new Set(ctx.snapshot.excluded.prunedDirectories.map(directory => directory.path))
  const counts = new Map<ContextPath, number>()
  for (const path of git.tracked()) {
    if (ctx.entryAt(path) || isBuildFile(ctx, path)) continue
    const directory = nearestAncestor(path, dir => pruned.has(dir))
    // a tracked file that is missing was deleted or left out by a sparse checkout, not excluded
    const certain = directory !== undefined && git.sparse === 0
    if (certain || isOnDisk(ctx, path)) {
      const place = directory ?? path
      counts.set(place, (counts.get(place) ?? 0) + 1)
    }
  }
  return [...counts].map(([path, files]) => ({ path, files })).sort((a, b) => b.files - a.files)
}

/** The builder reads these by themselves: nobody misses them in the context. */
function isBuildFile({ snapshot }: RuleContext, path: ContextPath): boolean {
  const { context, dockerfile } = snapshot.request
  const file = `${context.dir}/${path}`
  return file === snapshot.ignoreFile?.file || (dockerfile.kind === 'file' && file === dockerfile.file)
}

function isOnDisk({ snapshot }: RuleContext, path: ContextPath): boolean {
  try {
    snapshot.source.stat(path as string as RawPath)
    return true
  } catch {
    return false
  }
}
