/** Where a member of a JSON object stands in its text. */
interface Member {
  name: string
  /** of the name's quote */
  start: number
  /** of the value */
  value: number
  /** behind the value */
  end: number
}

export interface ObjectText {
  /** of its `{` */
  open: number
  /** of its `}` */
  close: number
  members: Member[]
}

/**
 * The members of the object that begins at `open` or behind white space there; undefined where no object does. The
 * text must be JSON: nothing else of it is checked.
 */
export function objectAt(text: string, open: number): ObjectText | undefined {
  const start = skipSpace(text, open)
  if (text[start] !== '{') return undefined
  const members: Member[] = []
  let at = skipSpace(text, start + 1)
  while (text[at] === '"') {
    const nameEnd = endOfString(text, at)
    const value = skipSpace(text, skipSpace(text, nameEnd) + 1)
    const end = endOfValue(text, value)
    members.push({ name: JSON.parse(text.slice(at, nameEnd)) as string, start: at, value, end })
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return { open: start, close: at, members }
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++
  return at
}

function endOfString(text: string, at: number): number {
  let end = at + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return end + 1
}

function endOfValue(text: string, at: number): number {
  let depth = 0
  let end = at
  do {
    const char = text[end]!
    if (char === '"') end = endOfString(text, end)
    else {
      if (char === '{' || char === '[') depth++
      if (char === '}' || char === ']') depth--
      end++
    }
    // a number or a word ends where none of its characters follows
    if (depth === 0 && !/[\w.+-]/.test(text[end] ?? ' ')) return end
  } while (end < text.length)
  return end
}
