import type { BuildPlan, PathNeed } from '../model/build-plan.ts'
import type { EntryKind } from '../model/entry.ts'
import type { Range, SourceFailure } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type Landings, landings } from './landing.ts'
import type { CompiledPatterns } from './patterns.ts'
import { everyEntry, requestedEntries, type VisibleEntries } from './requested.ts'
import { type EntryTree, entryTree } from './tree.ts'

/** What all transfers of a build from one context have in common. */
export interface CopyGround {
  snapshot: Snapshot
  need: PathNeed
  tree: EntryTree
  /** what the builder finds when it comes to copy; for podman all that the ignore file leaves */
  requested: VisibleEntries
  /** where things came to lie so far */
  landings: Landings
  /** what was selected below a directory, by directory and patterns */
  selections: Map<string, readonly Range[]>
  /** what podman judges by, by the --exclude of a transfer */
  filters: Map<string, CompiledPatterns>
}

/** Something that a source stands for: what its path, or a match of its wildcard, leads to. */
export interface Taken {
  /** of the entry behind all links; ROOT for the whole context */
  index: number
  /** the last name as it is written or matched: a file keeps it in a directory */
  name: string
  /** of a directory: the entries that are taken; default: all that the builder finds */
  runs?: readonly Range[]
  /** path below the destination by which it comes to lie there, whatever it is (podman's --parents) */
  below?: string
  /** an archive that is unpacked */
  unpacked?: true
}

/** What a builder makes of one source. */
export interface Take {
  taken: readonly Taken[]
  /** of podman: the kind of what it comes upon first, whether it takes it or not */
  first?: EntryKind | undefined
  failure?: SourceFailure
}

/** The snapshot is that of the main context, or of the named one that its request names. */
export function copyGround(snapshot: Snapshot, plan: BuildPlan): CopyGround {
  const { named, builder } = snapshot.request
  const need = named === undefined ? plan.context : plan.named[named]!
  const tree = entryTree(snapshot)
  const asked = builder === 'podman' ? everyEntry(snapshot) : requestedEntries(snapshot, need, tree)
  // the source that spoils all is named by itself; the others are judged as if it were not there
  const requested = asked.problem === undefined ? asked : everyEntry(snapshot)
  return {
    snapshot,
    need,
    tree,
    requested,
    landings: landings(plan, tree, origin =>
      named === undefined ? origin.kind === 'context' : origin.kind === 'named' && origin.name === named,
    ),
    selections: new Map(),
    filters: new Map(),
  }
}
