import type { Detector } from '../tokens/detector.ts'
import { type Automaton, compileAutomaton } from './automaton.ts'

/** Detectors with the automaton of their keywords. */
export interface DetectorSet {
  detectors: readonly Detector[]
  automaton: Pick<Automaton, 'scan'>
  /** by keyword: its length in bytes, and the indices of the detectors that it wakes */
  keywords: readonly { length: number; wakes: Int32Array }[]
  /** bytes around an offset that decide what stands there */
  reach: number
  /** windows that have begun, by detector, while bytes are searched: `ends` is -1 where there is none */
  open: { detectors: number[]; starts: Int32Array; ends: Int32Array }
}

/** @param compile default: {@link compileAutomaton}, for many bytes */
export function compileSet(
  detectors: readonly Detector[],
  compile: (keywords: readonly string[]) => Pick<Automaton, 'scan'> = compileAutomaton,
): DetectorSet {
  const wakes = new Map<string, number[]>()
  for (const [index, { keywords }] of detectors.entries()) {
    for (const keyword of new Set(keywords.map(keyword => keyword.toLowerCase())))
      wakes.set(keyword, [...(wakes.get(keyword) ?? []), index])
  }
  // it takes every detector's shape, and a short text does not need it
  let reach: number | undefined
  return {
    detectors,
    automaton: compile([...wakes.keys()]),
    keywords: [...wakes].map(([keyword, woken]) => ({
      length: keyword.length,
      wakes: Int32Array.from(woken),
    })),
    open: {
      detectors: [],
      starts: new Int32Array(detectors.length),
      ends: new Int32Array(detectors.length).fill(-1),
    },
    get reach() {
      reach ??= detectors.reduce((most, { before, after }) => Math.max(most, before + after), 0)
      return reach
    },
  }
}
