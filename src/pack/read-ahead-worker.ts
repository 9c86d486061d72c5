import { workerData } from 'node:worker_threads'
import { directorySource } from '../context/directory.ts'
import type { RawPath } from '../model/path.ts'
import { claim, type ReadAheadData } from './read-ahead-protocol.ts'
import { type Piece, SLOT_MEMORY, Slot } from './slot.ts'

/** Reads one batch after another into shared memory, as long as there is room. */
const { root, batches, claims, places, taken, slots } = workerData as ReadAheadData
const source = directorySource(root)
let slot = 0

for (let batch = 0; batch < places.length; batch++) {
  Atomics.wait(taken, slot, 1)
  if (!claim(claims, batch)) continue
  Atomics.store(taken, slot, 1)
  new Slot(slots, slot * SLOT_MEMORY).fill(source, piecesOf(batch))
  Atomics.store(places, batch, slot + 1)
  Atomics.notify(places, batch)
  slot = (slot + 1) % taken.length
}

function piecesOf(batch: number): Piece[] {
  const first = batches.starts[batch]!
  const paths = batches.paths[batch]!.split('\0') as RawPath[]
  return paths.map((path, i) => ({
    path,
    from: batches.froms[first + i]!,
    bytes: batches.bytes[first + i]!,
  }))
}
