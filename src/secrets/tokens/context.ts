import { isRandomEnough } from '../entropy.ts'
import { isEncryptedValue, isPlaceholder, isReference, isWordy } from '../placeholder.ts'
import type { Detector } from './detector.ts'
import { once } from './once.ts'
import { lastAlphabets, longestOf, parseShape } from './shape.ts'
import { type Candidate, foundValue, occursIn, patternOf, type Verdict } from './token.ts'

export interface ContextData extends Pick<Detector, 'id' | 'title' | 'severity' | 'examples'> {
  shape: string
  /** the provider's names: one stands within 64 bytes before the value, in a key, a variable, a header or a host */
  near: readonly string[]
  /** and one of these words too, in the same place */
  and?: RegExp
  /** what must not stand there */
  notNear?: RegExp
  /** of values with the right shape in the right place: default all */
  check?(candidate: Candidate): Verdict
  random?: false
  notAfter?: string
  notBefore?: string
}

const REACH = 64
const EDGE = 16

/** What a literal stands behind: an assignment, a quote, a header's scheme, an option, a part of a URL, an element. */
const PLACE =
  /(?:[=:>]\s{0,4}\\?["'`]?|\\?["'`]|\b(?:basic|bearer|token|apikey|api-key|key|ssws|geniekey|splunk|oauth2?|login|password)[ :]{1,4}|(?:^|\s)--?[\w-]{1,40}[ =]["']?|[/?&])$/i

/** Names of what looks like a secret, and is a fingerprint of something else. */
const PUBLIC_NAME =
  /(?:^|[^A-Za-z])(?:sha(?:-?(?:1|256|384|512))?|md5|hash|digest|checksum|integrity|commit|revision|rev|ref|etag|fingerprint|thumbprint|public|pub|publishable|trace|span|uuid|guid|version|image|blob|tree|nonce|salt)(?:[_-]?(?:key|id|sum))?["']?\]?\s{0,4}(?:=>|:=|[=:])\s{0,4}["'`]?(?:sha\d{1,3}[:-])?$/i

/** A detector of values that look like many others, beside the name of who gave them. */
export function context(data: ContextData): Detector {
  const { near, and, notNear, check, random = true, shape, notAfter, notBefore, ...named } = data
  const form = once(() => {
    const parts = parseShape(shape)
    return { parts, after: REACH + longestOf(parts) + EDGE }
  })
  const compiled = once(() => {
    const { parts } = form()
    const words = near.map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    const pattern = patternOf(parts, notAfter ?? lastAlphabets(parts), notBefore)
    return { pattern, words: new RegExp(words.join('|'), 'i') }
  })
  return {
    ...named,
    rank: 'context',
    keywords: near,
    shape,
    before: REACH + EDGE,
    get after() {
      return form().after
    },
    *find(text) {
      const { pattern, words } = compiled()
      if (!occursIn(text, pattern)) return
      for (const match of text.matchAll(pattern)) {
        const value = match[0]
        const before = text.slice(Math.max(0, match.index - REACH), match.index)
        if (!words.test(before) || !PLACE.test(before) || PUBLIC_NAME.test(before)) continue
        if ((and && !and.test(before)) || notNear?.test(before)) continue
        if (isReference(value) || isEncryptedValue(value) || isPlaceholder(value) || isWordy(value)) continue
        if (random && !isRandomEnough(value)) continue
        const after = text.slice(match.index + value.length)
        const verdict = check ? check({ value, before, after }) : {}
        if (verdict !== null) yield foundValue(value, match.index, named.severity, verdict)
      }
    },
  }
}
