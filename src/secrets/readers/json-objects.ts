/** A part of a text, by offsets. */
export interface Span {
  start: number
  end: number
}

/**
 * The objects that matches of a global pattern stand in, braces included; of nested ones the innermost that has one.
 * So none of them overlap, and to read each once costs no more than the text. One that is not closed ends with the
 * text. Braces in strings are taken for braces: what is looked for here has none.
 */
export function objectsAround(text: string, pattern: RegExp): Span[] {
  const marks = Array.from(text.matchAll(pattern), match => match.index)
  if (marks.length === 0) return []
  const found: Span[] = []
  const open: { start: number; marked: boolean; hasInner: boolean }[] = []
  let next = 0
  const close = (end: number) => {
    const { start, marked, hasInner } = open.pop()!
    if (marked && !hasInner) found.push({ start, end })
    const outer = open.at(-1)
    if (outer && (marked || hasInner)) outer.hasInner = true
  }
  for (const { index } of text.matchAll(/[{}]/g)) {
    for (; next < marks.length && marks[next]! < index; next++) mark()
    if (text[index] === '{') open.push({ start: index, marked: false, hasInner: false })
    else if (open.length > 0) close(index + 1)
  }
  for (; next < marks.length; next++) mark()
  while (open.length > 0) close(text.length)
  return found

  function mark(): void {
    const innermost = open.at(-1)
    if (innermost) innermost.marked = true
  }
}

/** A string in an object, by offsets in the text that was read. */
export interface Member extends Span {
  key: string
  value: string
}

/**
 * String members of these names (a pattern's source) whose values hold no quotes. The quotes may be escaped, as of
 * JSON inside a string, and single ones: what code writes is read too.
 */
export function memberPattern(names: string): RegExp {
  return new RegExp(
    `(?<![\\w$-])\\\\{0,3}["']?(${names})\\\\{0,3}["']?\\s{0,32}:\\s{0,32}\\\\{0,3}(["'])([^"']{0,16384})\\2`,
    'dg',
  )
}

/** Those members in a part of the text. */
export function* membersOf(text: string, { start, end }: Span, pattern: RegExp): Generator<Member> {
  for (const { 1: key, 3: raw, indices } of text.slice(start, end).matchAll(pattern)) {
    // a quote that ends the value may be escaped
    const value = raw!.replace(/\\{1,3}$/, '')
    const at = start + indices![3]![0]
    yield { key: key!, value, start: at, end: at + value.length }
  }
}
