import type { RuleContext } from '../model/finding.ts'
import { isBelow } from '../model/path.ts'
import type { Range } from '../model/reach.ts'

/** The entry at a path with all that lies below it; undefined where it is not sent. */
export function entriesOf(
  path: string,
  { indexOf, snapshot: { entries } }: Pick<RuleContext, 'indexOf' | 'snapshot'>,
): Range | undefined {
  const from = indexOf(path)
  if (from === undefined) return undefined
  let to = from + 1
  if (entries[from]!.kind === 'directory')
    while (to < entries.length && isBelow(entries[to]!.path, path)) to++
  return { from, to }
}
