/**
 * What a token looks like, in the notation of its provider's page: parts separated by blanks.
 * - `'ghp_'`: this text
 * - `b62{36}`, `b64u{20-64}`: so many characters of an alphabet
 * - `uuid`: 8-4-4-4-12 hexadecimal digits
 * - `( a | b )`: one of them; `( a )?`: or nothing
 */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'chars'; alphabet: Alphabet; least: number; most: number }
  | { kind: 'choice'; options: readonly (readonly Part[])[] }

/** Alphabets as the inside of a regular expression's class; two in a row are one too. */
export const ALPHABETS = {
  dig: '0-9',
  hex: '0-9a-f',
  HEX: '0-9A-F',
  hexi: '0-9A-Fa-f',
  low: 'a-z',
  UP: 'A-Z',
  ldig: 'a-z0-9',
  udig: 'A-Z0-9',
  b32: 'A-Z2-7',
  b62: 'A-Za-z0-9',
  word: 'A-Za-z0-9_',
  b64: 'A-Za-z0-9+/',
  b64u: 'A-Za-z0-9_\\-',
  /** bech32 without its separator, in capitals */
  BECH: '02-9AC-HJ-NP-Z',
  /** what needs no percent sign in a URL: RFC 3986's unreserved characters */
  unres: 'A-Za-z0-9._~-',
  /** base64 of URLs, with its padding and dots */
  dotted: 'A-Za-z0-9._=\\-',
  /** what a URL may hold of letters, digits and escapes */
  pct: 'A-Za-z0-9%',
  /** base64 in a URL or a cookie, its signs escaped or not */
  esc64: 'A-Za-z0-9+/%=',
  /** what a URL may hold of base64: percent signs for the rest */
  url: 'A-Za-z0-9+/_=%.~\\-',
  /** printable ASCII but for the blank, quotes and the backslash: to the end of a literal */
  print: '!#-&(-\\[\\]-_a-~',
} as const

type Alphabet = keyof typeof ALPHABETS

const PART = /'([^']+)'|(\w+)\{(\d+)(?:-(\d+))?\}|(uuid)|(\()|(\|)|(\)\??)/y

/** Throws an Error for a shape that is none. */
export function parseShape(shape: string): Part[] {
  const open: { options: Part[][] }[] = [{ options: [[]] }]
  let at = 0
  while (at < shape.length) {
    if (shape[at] === ' ') {
      at++
      continue
    }
    PART.lastIndex = at
    const match = PART.exec(shape)
    if (!match) throw new Error(`not a shape at ${at}: ${shape}`)
    at = PART.lastIndex
    const [, text, alphabet, least, most, uuid, opens, bar, closes] = match
    const current = open.at(-1)!.options
    const add = (part: Part) => current.at(-1)!.push(part)
    if (text !== undefined) add({ kind: 'text', text })
    else if (alphabet !== undefined) add(chars(alphabet, Number(least), Number(most ?? least), shape))
    else if (uuid) for (const part of UUID) add(part)
    else if (opens) open.push({ options: [[]] })
    else if (bar) current.push([])
    else if (closes) {
      const { options } = open.pop()!
      if (open.length === 0) throw new Error(`unbalanced: ${shape}`)
      if (closes === ')?') options.push([])
      open.at(-1)!.options.at(-1)!.push({ kind: 'choice', options })
    }
  }
  if (open.length !== 1) throw new Error(`unbalanced: ${shape}`)
  const { options } = open[0]!
  return options.length === 1 ? options[0]! : [{ kind: 'choice', options }]
}

function chars(alphabet: string, least: number, most: number, shape: string): Part {
  if (!Object.hasOwn(ALPHABETS, alphabet)) throw new Error(`no alphabet ${alphabet}: ${shape}`)
  if (most < least) throw new Error(`${least}-${most} is empty: ${shape}`)
  return { kind: 'chars', alphabet: alphabet as Alphabet, least, most }
}

const UUID: readonly Part[] = [8, 4, 4, 4, 12].flatMap((length, i): Part[] => {
  const part: Part = { kind: 'chars', alphabet: 'hexi', least: length, most: length }
  return i === 0 ? [part] : [{ kind: 'text', text: '-' }, part]
})

/** The shape as a regular expression's source: every quantifier has a bound, none stands in another. */
export function sourceOf(parts: readonly Part[]): string {
  return parts.map(sourceOfPart).join('')
}

function sourceOfPart(part: Part): string {
  if (part.kind === 'text') return part.text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  if (part.kind === 'choice') return `(?:${part.options.map(sourceOf).join('|')})`
  const { alphabet, least, most } = part
  return `[${ALPHABETS[alphabet]}]{${least === most ? least : `${least},${most}`}}`
}

/** Length of the longest text of that shape. */
export function longestOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + longestPart(part), 0)
}

function longestPart(part: Part): number {
  if (part.kind === 'text') return part.text.length
  return part.kind === 'chars' ? part.most : Math.max(...part.options.map(longestOf))
}

/** What a text may end with, as the inside of a class; text itself counts as word characters. */
export function lastAlphabets(parts: readonly Part[]): string {
  const last = parts.at(-1)
  if (last === undefined) return ''
  if (last.kind === 'chars') return ALPHABETS[last.alphabet]
  if (last.kind === 'text') return ''
  const before = parts.slice(0, -1)
  return last.options.map(option => lastAlphabets(option.length > 0 ? option : before)).join('')
}
