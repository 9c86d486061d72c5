/** Finds the line of an offset. Offsets must be asked in ascending order: the whole then costs one pass. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1
  let next = text.indexOf('\n')
  return offset => {
    while (next >= 0 && next < offset) {
      line++
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}

/** The lines of a text without their ends. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/)
}

/** Matches one detector may have in one file. */
export const MAX_MATCHES = 100

/** The first matches of a global pattern. */
export function* matchesOf(text: string, pattern: RegExp): Generator<RegExpExecArray> {
  let left = MAX_MATCHES
  for (const match of text.matchAll(pattern)) {
    yield match
    if (--left === 0) return
  }
}
