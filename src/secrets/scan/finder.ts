/** Finds keywords in bytes, upper and lower case of ASCII the same. */
export interface Finder {
  /** Calls `hit` for every keyword that ends at an offset, in ascending order of it. Not to be called by `hit`. */
  scan(bytes: Uint8Array, hit: (keyword: number, end: number) => void): void
}

/** Keywords that begin with the same bytes, of which no more are compared at once than a number holds. */
const STEM_BYTES = 3

/**
 * Finds keywords of ASCII one by one; `hit` is told their index. For a few short texts, such as names of files: it
 * needs nothing compiled.
 */
export function findKeywords(keywords: readonly string[]): Finder {
  const texts = keywords.map(keyword => keyword.toLowerCase())
  const stemBytes = Math.min(STEM_BYTES, ...texts.map(({ length }) => length))
  const byStem = new Map<number, number[]>()
  for (const [index, text] of texts.entries()) {
    let stem = 0
    for (let at = 0; at < stemBytes; at++) stem = stem * 256 + text.charCodeAt(at)
    const same = byStem.get(stem)
    if (same) same.push(index)
    else byStem.set(stem, [index])
  }
  const most = 2 ** (8 * stemBytes)
  return {
    scan(bytes, hit) {
      const hits: { keyword: number; end: number }[] = []
      let stem = 0
      for (let at = 0; at < bytes.length; at++) {
        stem = (stem * 256 + lowerCase(bytes[at]!)) % most
        const start = at + 1 - stemBytes
        for (const keyword of (start >= 0 && byStem.get(stem)) || []) {
          const text = texts[keyword]!
          if (standsAt(text, bytes, start)) hits.push({ keyword, end: start + text.length })
        }
      }
      for (const { keyword, end } of hits.sort((a, b) => a.end - b.end)) hit(keyword, end)
    },
  }
}

function standsAt(text: string, bytes: Uint8Array, start: number): boolean {
  if (start + text.length > bytes.length) return false
  for (let i = 0; i < text.length; i++) if (lowerCase(bytes[start + i]!) !== text.charCodeAt(i)) return false
  return true
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte
}
