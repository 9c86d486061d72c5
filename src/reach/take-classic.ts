import { hasWildcards } from '../ignore/index.ts'
import type { Transfer, TransferSource } from '../model/build-plan.ts'
import { cleanPath } from '../model/clean-path.ts'
import { baseName, spell } from '../model/path.ts'
import type { SourceFailure } from '../model/reach.ts'
import { isArchive } from './archive.ts'
import { firstOnDisk } from './disk.ts'
import { absence } from './failure.ts'
import { matchBelow } from './glob.ts'
import type { CopyGround, Take, Taken } from './ground.ts'
import { ROOT, rawPathOf } from './tree.ts'

/** One source of COPY or ADD. Mirrors moby daemon/builder/dockerfile/copy.go calcCopyInfo and copyWithWildcards. */
export function takeForClassic(ground: CopyGround, transfer: Transfer, source: TransferSource): Take {
  const path = source.expanded.replace(/^\//, '').replace(/^\.\//, '')
  const found = hasWildcards(path) ? matches(ground, path) : [path]
  if (found.length === 0) return { taken: [], failure: noMatch(ground, path) }
  const taken: Taken[] = []
  for (const one of found) {
    const cleaned = cleanPath(one === '' ? '.' : one)
    if (cleaned === '..' || cleaned.startsWith('../')) {
      const reason = `forbidden path outside the build context: ${one} ()`
      return { taken, failure: { kind: 'forbidden', path: spell(one), fails: true, reason } }
    }
    const { outcome, index } = ground.tree.resolve(cleaned, 'stepwise')
    if (outcome !== 'found') {
      const reason = `file not found in build context or excluded by .dockerignore: stat ${one}: file does not exist`
      return { taken, failure: absence(ground, cleaned, 'stepwise', reason) }
    }
    const item: Taken = { index, name: baseName(cleaned) }
    const entry = ground.tree.entries[index]
    if (transfer.unpack && entry !== undefined && isArchive(entry, ground.snapshot.source))
      item.unpacked = true
    taken.push(item)
  }
  return { taken }
}

/** The whole context is walked, links are not entered: a wildcard behind a link matches nothing. */
function matches({ tree }: CopyGround, pattern: string): string[] {
  return matchBelow(tree, ROOT, pattern, () => true).map(index => rawPathOf(tree.entries[index]!))
}

/** It fails only where no other source has matched anything either. */
function noMatch({ snapshot }: CopyGround, path: string): SourceFailure {
  const excluded = firstOnDisk(snapshot.source, '', path)
  return {
    kind: excluded === undefined ? 'no-match' : 'excluded',
    path: spell(excluded ?? path),
    fails: false,
    reason: 'no source files were specified',
  }
}
