import { LESS, type Severity } from '../../model/finding.ts'
import { isRandomEnough } from '../entropy.ts'
import { maskValue } from '../mask.ts'
import { isPlaceholder } from '../placeholder.ts'
import type { Detector, Rank, RawMatch } from './detector.ts'
import { once } from './once.ts'
import { lastAlphabets, longestOf, type Part, parseShape, sourceOf } from './shape.ts'

/** What a closer look at a value says; null where it is no secret. */
export type Verdict = {
  /** in place of the detector's own */
  severity?: Severity
  /** one step less than the detector's own */
  less?: true
  confidence?: 'checksum'
} | null

/** A value, and what stands around it. */
export interface Candidate {
  value: string
  /** the text before the value, and after it, up to the end of the window */
  before: string
  after: string
}

export interface TokenData extends Pick<Detector, 'id' | 'title' | 'severity' | 'keywords' | 'examples'> {
  shape: string
  rank?: Rank
  /** of values with the right shape: default all */
  check?(candidate: Candidate): Verdict
  /** false where a value need not look random: its check knows better */
  random?: false
  /** bytes around the value that its check looks at, beside the 16 next to it; default: 0 */
  reach?: number
  /** in place of the shape's own: what must not stand after the value, as the inside of a class */
  notAfter?: string
  /** what must not stand before the value, beside letters, digits and `_`, as the inside of a class; default: nothing */
  notBefore?: string
  /** a second value that makes a secret of the first: an id's secret */
  partner?: Partner
}

/** A value that stands within 512 bytes of another one. */
interface Partner {
  /** how the two together are reported; default: as the first */
  detector?: string
  /** what the two together are called; with `detector` */
  title?: string
  severity: Severity
  shape: string
  /** names under which it stands */
  names: RegExp
  /** of values with the right shape and name: default all */
  check?(candidate: Candidate): Verdict
}

/** Bytes in which a boundary can be seen. */
const EDGE = 16
const PARTNER_REACH = 512
/** By chance a long value holds any word: its beginning tells whether it was drawn by lot. */
const TELLING = 200

/**
 * What may stand before a value: nothing that could belong to a word. An escape (`\n`, `\u003d`, `%3D`) ends in a
 * letter and is no word. As one assertion, behind which V8 still sees the value's first characters: with a choice in
 * its place every offset is tried, which takes fifty times as long.
 */
const START = String.raw`(?<!\w(?<!\\[nrtbf])(?<!%[0-9A-Fa-f]{2})(?<!\\u[0-9A-Fa-f]{4}))`

/** A detector of values that nothing else looks like. */
export function token(data: TokenData): Detector {
  const {
    check,
    random = true,
    partner,
    shape,
    notAfter,
    notBefore,
    reach: seen = 0,
    rank = 'token',
    ...named
  } = data
  const form = once(() => {
    const parts = parseShape(shape)
    const longest = longestOf(parts)
    const reach = Math.max(seen, partner ? PARTNER_REACH + longestOf(parseShape(partner.shape)) + EDGE : 0)
    const opens = beginWithOneOf(parts, named.keywords)
    const before = (opens ? 0 : longest) + EDGE + reach
    return { parts, opens, before, after: longest + EDGE + reach }
  })
  const compiled = once(() => patternOf(form().parts, notAfter, notBefore))
  const findPartner = partner && partnerFinder(partner)
  return {
    ...named,
    rank,
    shape,
    ...(partner?.detector && { reports: { [partner.detector]: partner.title ?? named.title } }),
    get opens() {
      return form().opens
    },
    get before() {
      return form().before
    },
    get after() {
      return form().after
    },
    *find(text) {
      const partnerOf = findPartner?.(text)
      const pattern = compiled()
      const { parts } = form()
      if (!occursIn(text, pattern)) return
      for (const match of text.matchAll(pattern)) {
        const value = match[0]
        const end = match.index + value.length
        if (random && !looksReal(value, parts)) continue
        const verdict = check
          ? check({ value, before: text.slice(0, match.index), after: text.slice(end) })
          : {}
        if (verdict === null) continue
        const found = foundValue(value, match.index, named.severity, verdict)
        // of a pair the second half is the secret, and the two are one finding
        yield partnerOf?.(found) ?? found
      }
    },
  }
}

/** Whether a global pattern matches at all: in most windows it does not, and to ask is cheap. */
export function occursIn(text: string, pattern: RegExp): boolean {
  pattern.lastIndex = 0
  const occurs = pattern.test(text)
  pattern.lastIndex = 0
  return occurs
}

/** A value that passed, as it is reported. */
export function foundValue(
  value: string,
  start: number,
  severity: Severity,
  verdict: Verdict & {},
): RawMatch {
  const { confidence, less, severity: own = severity } = verdict
  return {
    start,
    end: start + value.length,
    masked: maskValue(value),
    severity: less ? LESS[own] : own,
    ...(confidence && { confidence }),
  }
}

/** Values of that shape, whole ones only: not the beginning of a longer look-alike. */
export function patternOf(parts: readonly Part[], notAfter = lastAlphabets(parts), notBefore = ''): RegExp {
  const start = notBefore === '' ? START : `${START}(?<![${notBefore}])`
  return new RegExp(`${start}${sourceOf(parts)}(?![A-Za-z0-9_${notAfter}])`, 'g')
}

/** Whether every value of that shape begins with a keyword. */
function beginWithOneOf([first]: readonly Part[], keywords: readonly string[]): boolean {
  if (first?.kind === 'text')
    return keywords.some(keyword => first.text.toLowerCase().startsWith(keyword.toLowerCase()))
  return first?.kind === 'choice' && first.options.every(option => beginWithOneOf(option, keywords))
}

/**
 * Whether the part of a value that is no fixed text could have been drawn by lot. Placeholders are looked for there
 * too: a prefix may well hold the word test.
 */
export function looksReal(value: string, parts: readonly Part[]): boolean {
  const drawn = withoutFixed(value, parts)
  return !isPlaceholder(drawn.slice(0, TELLING)) && isRandomEnough(drawn)
}

/** The value without its first fixed text. */
function withoutFixed(value: string, [first]: readonly Part[]): string {
  if (first?.kind === 'text') return value.slice(first.text.length)
  if (first?.kind !== 'choice') return value
  const start = first.options.find(([part]) => part?.kind === 'text' && value.startsWith(part.text))?.[0]
  return start?.kind === 'text' ? value.slice(start.text.length) : value
}

/** Finds the second half of pairs in a text: for each first one the nearest that is not taken yet. */
function partnerFinder({ detector, severity, shape, names, check }: Partner) {
  const compiled = once(() => {
    const parts = parseShape(shape)
    return { parts, pattern: patternOf(parts) }
  })

  function* halvesIn(text: string): Generator<{ value: string; start: number; end: number }> {
    const { parts, pattern } = compiled()
    for (const { 0: value, index: start } of text.matchAll(pattern)) {
      const end = start + value.length
      if (!names.test(text.slice(Math.max(0, start - 64), start)) || !looksReal(value, parts)) continue
      if (check?.({ value, before: text.slice(0, start), after: text.slice(end) }) !== null)
        yield { value, start, end }
    }
  }

  return (text: string) => {
    let free: { value: string; start: number; end: number }[] | undefined
    return (first: RawMatch): RawMatch | undefined => {
      // once for all first halves: a text may be full of them
      free ??= [...halvesIn(text)]
      let nearest: { at: number; gap: number } | undefined
      for (const [at, { start, end }] of free.entries()) {
        const gap = start >= first.end ? start - first.end : first.start - end
        if (gap >= 0 && gap <= PARTNER_REACH && gap < (nearest?.gap ?? Infinity)) nearest = { at, gap }
      }
      if (nearest === undefined) return undefined
      const [half] = free.splice(nearest.at, 1)
      const { value, start, end } = half!
      const whole = { start: Math.min(start, first.start), end: Math.max(end, first.end) }
      return {
        start,
        end,
        whole,
        masked: maskValue(value),
        severity,
        ...(detector !== undefined && { detector }),
      }
    }
  }
}
