import type { SecretGap, TokenMatch } from '../../model/secret.ts'
import { type Detector, RANKS, type Rank, type RawMatch } from '../tokens/detector.ts'
import type { DetectorSet } from './detector-set.ts'
import { Positions } from './positions.ts'
import { forEachWindow } from './windows.ts'

/** What a scan did, for tests and the bench: it is bounded by the bytes. */
export interface Work {
  windows: number
  windowBytes: number
}

/** A match with the rank of its detector. */
export type RankedMatch = TokenMatch & { rank: Rank }

const MOST_PER_DETECTOR = 100
const MOST_PER_FILE = 1000

/** A match while its value may still be compared: never leaves this module. */
interface Occurrence {
  id: string
  rank: Rank
  value: string
  /** offsets in the file */
  start: number
  covers: { start: number; end: number }
  position?: TokenMatch['position']
  found: Pick<TokenMatch, 'severity' | 'masked' | 'confidence' | 'key'>
}

/** Looks for the secrets of a text that comes in pieces, as bytes. */
export class TokenScan {
  readonly work: Work = { windows: 0, windowBytes: 0 }
  /** what was not seen */
  gap: Extract<SecretGap, 'deadline' | 'matches'> | undefined
  readonly #set: DetectorSet
  readonly #isOver: () => boolean
  readonly #occurrences: Occurrence[] = []
  readonly #counts = new Map<string, number>()
  #carried: Uint8Array = new Uint8Array()
  /** of the first carried byte, in the file */
  #base = 0
  /** in the carried bytes: what begins before was looked for already */
  #from = 0
  #at: TokenMatch['position'] = { line: 1, column: 1 }

  /** @param isOver whether the time for this file is up; asked before every window */
  constructor(set: DetectorSet, isOver: () => boolean = () => false) {
    this.#set = set
    this.#isOver = isOver
  }

  /** Takes the next bytes; `last` where none follow, or none that are known. The bytes may be reused afterwards. */
  push(bytes: Uint8Array, last: boolean): void {
    const { reach } = this.#set
    const all = this.#carried.length === 0 ? bytes : Buffer.concat([this.#carried, bytes])
    const until = last ? all.length : Math.max(this.#from, all.length - reach)
    const found = this.#lookIn(all, until)
    const positions = this.#at && new Positions(all, this.#at)
    for (const one of found) {
      const position = positions?.of(one.start - this.#base)
      this.#occurrences.push({ ...one, ...(position && { position }) })
    }

    const keptFrom = last ? all.length : Math.max(0, until - reach)
    // behind a part that is skipped nobody knows the line
    this.#at = last || !this.#at ? undefined : new Positions(all, this.#at).of(keptFrom)
    this.#carried = last ? new Uint8Array() : Buffer.from(all.subarray(keptFrom))
    this.#from = last ? 0 : until - keptFrom
    this.#base += keptFrom
  }

  /** What was found, in the file's order: one match for one secret. */
  finish(): RankedMatch[] {
    return mergeValues(withoutOverlaps(this.#occurrences))
  }

  #lookIn(bytes: Uint8Array, until: number): Occurrence[] {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const found: Occurrence[] = []
    const seen = new Set<string>()
    forEachWindow(this.#set, bytes, window => {
      if (this.gap === 'deadline') return
      if (this.#isOver()) {
        this.gap = 'deadline'
        return
      }
      this.work.windows++
      this.work.windowBytes += window.end - window.start
      const detector = this.#set.detectors[window.detector]!
      const text = buffer.toString('latin1', window.start, window.end)
      for (const match of detector.find(text)) {
        const start = window.start + match.start
        if (start < this.#from || start >= Math.min(until, window.until)) continue
        // windows overlap
        const place = `${window.detector}:${start}`
        if (seen.has(place)) continue
        seen.add(place)
        if (!this.#mayKeep(detector.id)) break
        found.push(occurrenceOf(detector, match, text, this.#base + window.start))
      }
    })
    return found.sort((a, b) => a.start - b.start)
  }

  #mayKeep(detector: string): boolean {
    const count = this.#counts.get(detector) ?? 0
    if (count >= MOST_PER_DETECTOR || this.#occurrences.length >= MOST_PER_FILE) {
      this.gap ??= 'matches'
      return false
    }
    this.#counts.set(detector, count + 1)
    return true
  }
}

function occurrenceOf(detector: Detector, match: RawMatch, text: string, base: number): Occurrence {
  const { start, end, whole = { start, end }, severity, masked, confidence, key } = match
  return {
    id: match.detector ?? detector.id,
    rank: detector.rank,
    value: text.slice(start, end),
    start: base + start,
    covers: { start: base + whole.start, end: base + whole.end },
    found: { severity, masked, ...(confidence && { confidence }), ...(key !== undefined && { key }) },
  }
}

/** Of those that see the same bytes the most telling, and of equals the one that sees more. */
function withoutOverlaps(occurrences: readonly Occurrence[]): Occurrence[] {
  const best = occurrences.toSorted(
    (a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) || lengthOf(b) - lengthOf(a) || a.start - b.start,
  )
  const kept: Occurrence[] = []
  for (const one of best) {
    const { start, end } = one.covers
    if (!kept.some(({ covers }) => start < covers.end && end > covers.start)) kept.push(one)
  }
  return kept.sort((a, b) => a.start - b.start)
}

function lengthOf({ covers }: Occurrence): number {
  return covers.end - covers.start
}

/** A value that stands in several places is one secret. */
function mergeValues(occurrences: readonly Occurrence[]): RankedMatch[] {
  const matches = new Map<string, RankedMatch & { lines: number[] }>()
  for (const { id, rank, value, position, found } of occurrences) {
    const key = `${id}:${value}`
    const known = matches.get(key)
    if (known === undefined) {
      const lines = position ? [position.line] : []
      matches.set(key, { detector: id, rank, ...found, ...(position && { position }), lines })
    } else if (position && known.lines.at(-1) !== position.line) known.lines.push(position.line)
  }
  return [...matches.values()]
}
