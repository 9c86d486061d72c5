import type { Position, Word } from '../model/dockerfile.ts'

/** Text that knows where each part of it stands in the Dockerfile. Taking a part of it costs nothing. */
export interface Located {
  readonly text: string
  /** where the lines that it is made of begin, in order */
  readonly marks: readonly Mark[]
  /** offset of `text` in what the marks count */
  readonly from: number
}

interface Mark extends Position {
  at: number
}

/** A line as it stands; `column` is that of its first character. */
export function located(text: string, line: number, column = 1): Located {
  return { text, marks: [{ at: 0, line, column }], from: 0 }
}

export function part(whole: Located, start: number, end = whole.text.length): Located {
  return { text: whole.text.slice(start, end), marks: whole.marks, from: whole.from + start }
}

/** Parts of single lines, one after the other. */
export function join(parts: readonly Located[]): Located {
  if (parts.length === 1) return parts[0]!
  let at = 0
  const marks = parts.map(one => {
    const mark = { at, ...place(one) }
    at += one.text.length
    return mark
  })
  return { text: parts.map(one => one.text).join(''), marks, from: 0 }
}

/** Where the character at `offset` stands. */
export function place(text: Located, offset = 0): Position {
  const at = text.from + offset
  let low = 0
  let high = text.marks.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (text.marks[middle]!.at <= at) low = middle
    else high = middle
  }
  const mark = text.marks[low]!
  return { line: mark.line, column: Math.max(1, mark.column + at - mark.at) }
}

export function wordOf(text: Located): Word {
  const { line, column } = place(text)
  return { text: text.text, line, column }
}
