import type { Automaton } from './automaton.ts'

/** The shortest keywords have so many bytes. */
const STEM_BYTES = 3

/**
 * What an automaton tells, without the twenty milliseconds that one takes to compile: for a few short texts, such as
 * names of files.
 */
export function findKeywords(keywords: readonly string[]): Pick<Automaton, 'scan'> {
  const byStem = new Map<string, number[]>()
  const lower = keywords.map(keyword => keyword.toLowerCase())
  for (const [index, keyword] of lower.entries()) {
    const stem = keyword.slice(0, STEM_BYTES)
    const same = byStem.get(stem)
    if (same) same.push(index)
    else byStem.set(stem, [index])
  }
  return {
    scan(bytes, hit) {
      const text = Buffer.from(bytes).toString('latin1').toLowerCase()
      const hits: { keyword: number; end: number }[] = []
      for (let at = 0; at + STEM_BYTES <= text.length; at++) {
        for (const keyword of byStem.get(text.slice(at, at + STEM_BYTES)) ?? []) {
          if (text.startsWith(lower[keyword]!, at)) hits.push({ keyword, end: at + lower[keyword]!.length })
        }
      }
      for (const { keyword, end } of hits.sort((a, b) => a.end - b.end)) hit(keyword, end)
    },
  }
}
