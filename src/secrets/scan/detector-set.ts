import type { Detector } from '../tokens/detector.ts'
import { compileAutomaton } from './automaton.ts'
import type { Finder } from './finder.ts'

/** Detectors with what finds their keywords. */
export interface DetectorSet {
  detectors: readonly Detector[]
  finder: Finder
  /** by keyword: its length in bytes, and the indices of the detectors that it wakes */
  keywords: readonly { length: number; wakes: Int32Array }[]
  /** bytes around an offset that decide what stands there */
  reach: number
  /** windows that have begun, by detector, while bytes are searched: `ends` is -1 where there is none */
  open: { detectors: number[]; starts: Int32Array; ends: Int32Array }
}

/** Where the keywords of detectors stand. */
export interface KeywordSearch extends Pick<DetectorSet, 'finder'> {
  /** in lower case, each once */
  keywords: readonly string[]
}

/** @param compile default: {@link compileAutomaton}, for many bytes */
export function searchFor(
  detectors: readonly Detector[],
  compile: (keywords: readonly string[]) => Finder = compileAutomaton,
): KeywordSearch {
  const keywords = [...new Set(detectors.flatMap(detector => detector.keywords.map(lower)))]
  return { keywords, finder: compile(keywords) }
}

/** @param search for the keywords of these detectors, and maybe of others; default: for theirs */
export function compileSet(detectors: readonly Detector[], search = searchFor(detectors)): DetectorSet {
  const wakes = new Map(search.keywords.map(keyword => [keyword, new Set<number>()]))
  for (const [index, { keywords }] of detectors.entries())
    for (const keyword of keywords) wakes.get(lower(keyword))!.add(index)
  // it takes every detector's shape, and a short text does not need it
  let reach: number | undefined
  return {
    detectors,
    finder: search.finder,
    keywords: [...wakes].map(([{ length }, woken]) => ({ length, wakes: Int32Array.from(woken) })),
    get reach() {
      reach ??= detectors.reduce((most, { before, after }) => Math.max(most, before + after), 0)
      return reach
    },
    open: {
      detectors: [],
      starts: new Int32Array(detectors.length),
      ends: new Int32Array(detectors.length).fill(-1),
    },
  }
}

function lower(keyword: string): string {
  return keyword.toLowerCase()
}
