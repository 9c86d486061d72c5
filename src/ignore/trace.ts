import type { IgnorePattern } from '../model/ignore.ts'
import type { DirectoryState, Judgement, Matcher } from './matcher.ts'

/** A line that changed or confirmed the verdict on a path, and the path it matched: its own or one above it. */
interface TraceStep {
  pattern: IgnorePattern
  at: string
  /** the verdict after this line */
  sent: boolean
}

export interface Trace {
  judgement: Judgement
  steps: TraceStep[]
  /** the nearest directory above that is itself excluded */
  belowExcluded: string | null
  /** the nearest excluded directory above that the builder does not look into, whatever the path's own verdict */
  pruned: string | null
}

/** Judges a raw path from the root down and says by which lines. It need not exist. */
export function tracePath(matcher: Matcher, path: string): Trace {
  const matchedAt = new Map<number, string>()
  let parent: DirectoryState = matcher.root
  let belowExcluded: string | null = null
  let pruned: string | null = null
  const names = path.split('/')
  for (const [depth, name] of names.entries()) {
    const here = names.slice(0, depth + 1).join('/')
    const judgement = matcher.judge(parent, name, false)
    for (const index of judgement.matched) if (!matchedAt.has(index)) matchedAt.set(index, here)
    if (depth === names.length - 1) {
      const steps = judgement.matched.map(index => {
        const pattern = matcher.patterns[index]!
        return { pattern, at: matchedAt.get(index)!, sent: pattern.negated }
      })
      return { judgement, steps, belowExcluded, pruned }
    }
    if (judgement.excluded) {
      belowExcluded = here
      if (pruned === null && matcher.fate(here, judgement) !== 'enter') pruned = here
    }
    parent = matcher.enter(judgement)
  }
  throw new Error('a path has at least one name')
}
