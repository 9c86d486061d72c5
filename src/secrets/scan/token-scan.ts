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
export type RankedMatch = TokenMatch & {
  rank: Rank
  /** first and last line of all that the match is about, each time it stands there */
  about: [from: number, to: number][]
}

/** Values of one detector and severity that are listed of one file, and places of one value. */
const MOST_PER_DETECTOR = 100
const MOST_PLACES = 1000

/** A match while its value may still be compared: never leaves this module. */
interface Occurrence {
  id: string
  rank: Rank
  value: string
  /** offsets in the file */
  start: number
  end: number
  whole: { start: number; end: number }
  position?: TokenMatch['position']
  /** lines of the whole before the value's first one, and after it */
  around: { before: number; after: number }
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
  /** by detector and severity: the values that are kept, and how often */
  readonly #values = new Map<string, Map<string, number>>()
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
    const all = this.#carried.length === 0 ? bytes : Buffer.concat([this.#carried, bytes])
    const until = last ? all.length : Math.max(this.#from, all.length - this.#set.reach)
    const found = this.#lookIn(all, until)
    const positions = this.#at && new Positions(all, this.#at)
    for (const one of found) {
      const position = positions?.of(one.start - this.#base)
      this.#occurrences.push({ ...one, ...(position && { position }) })
    }

    const keptFrom = last ? all.length : Math.max(0, until - this.#set.reach)
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
        const occurrence = occurrenceOf(detector, match, text, this.#base + window.start)
        if (this.#mayKeep(occurrence)) found.push(occurrence)
      }
    })
    return found.sort((a, b) => a.start - b.start)
  }

  /** What is one value many times, or of little weight, must not use up the room for what is worse. */
  #mayKeep({ id, value, found }: Occurrence): boolean {
    const group = `${id} ${found.severity}`
    const values = this.#values.get(group) ?? new Map<string, number>()
    this.#values.set(group, values)
    const times = values.get(value)
    if (times === undefined ? values.size >= MOST_PER_DETECTOR : times >= MOST_PLACES) {
      this.gap ??= 'matches'
      return false
    }
    values.set(value, (times ?? 0) + 1)
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
    end: base + end,
    whole: { start: base + whole.start, end: base + whole.end },
    around: {
      before: linesIn(text.slice(whole.start, start)),
      after: linesIn(text.slice(start, whole.end)),
    },
    found: { severity, masked, ...(confidence && { confidence }), ...(key !== undefined && { key }) },
  }
}

function linesIn(text: string): number {
  return text.match(/\n/g)?.length ?? 0
}

/** What other kinds of secrets are made of: inside them it is none of its own. */
const PARTS: ReadonlySet<string> = new Set([
  'private-key',
  'pgp-private-key',
  'google-oauth-secret',
  'google-refresh-token',
])

/** Of those that see the same value the most telling, and of equals the one that sees more. */
function withoutOverlaps(occurrences: readonly Occurrence[]): Occurrence[] {
  const best = occurrences.toSorted(
    (a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) || lengthOf(b) - lengthOf(a) || a.start - b.start,
  )
  const kept: Occurrence[] = []
  for (const one of best) {
    const hides = (other: Occurrence) => {
      const { start, end } = PARTS.has(one.id) ? other.whole : other
      return one.start < end && one.end > start
    }
    if (!kept.some(hides)) kept.push(one)
  }
  return kept.sort((a, b) => a.start - b.start)
}

function lengthOf({ whole }: Occurrence): number {
  return whole.end - whole.start
}

/** A value that stands in several places is one secret. */
function mergeValues(occurrences: readonly Occurrence[]): RankedMatch[] {
  const matches = new Map<string, RankedMatch & { lines: number[] }>()
  for (const { id, rank, value, position, around, found } of occurrences) {
    const key = `${id}:${value}`
    const first = { detector: id, rank, ...found, ...(position && { position }), lines: [], about: [] }
    const match = matches.get(key) ?? first
    matches.set(key, match)
    if (position === undefined) continue
    match.about.push([position.line - around.before, position.line + around.after])
    if (match.lines.at(-1) !== position.line) match.lines.push(position.line)
  }
  return [...matches.values()]
}
