import { isWordChain } from '../checks/identifiers.ts'
import { isPublishedLogin } from '../checks/logins.ts'
import { decodeBase64 } from '../decode.ts'
import { isRandomEnough } from '../entropy.ts'
import type { Hit } from '../kind.ts'
import { isPlaceholder, isReference, isWordy } from '../placeholder.ts'
import { isCredential } from '../values.ts'
import { hitOf } from './hits.ts'
import { lineCounter } from './lines.ts'

/** What a program or a configuration sends in an `Authorization` header. */
interface Authorization {
  scheme: 'basic' | 'bearer'
  value: string
  /** offset of the value */
  start: number
}

/** As a header, a pair of JSON, YAML or code, or the arguments of a call. */
const AUTHORIZATION =
  /authorization\\?["'`]?\]?\s{0,4}(?:=>|[:=,])\s{0,4}[bfru]?\\?["'`]?(basic|bearer|token)\s{1,4}([A-Za-z0-9+/=._~-]{8,4096})/gi

const MAX_HITS = 100

/** `Authorization` headers with the credentials written out. */
export function* authorizations(text: string): Generator<Authorization> {
  for (const match of text.matchAll(AUTHORIZATION)) {
    const [whole, named, value] = match as unknown as [string, string, string]
    const scheme = named.toLowerCase() === 'basic' ? 'basic' : 'bearer'
    const isReal = scheme === 'basic' ? isUserAndPassword(value) : isBearer(value)
    if (isReal) yield { scheme, value, start: match.index + whole.length - value.length }
  }
}

/** The same, as the kinds of files count them. */
export function authorizationHits(text: string): Hit[] {
  const lineAt = lineCounter(text)
  const hits: Hit[] = []
  for (const { value, start } of authorizations(text)) {
    hits.push(hitOf({ key: 'Authorization', value, line: lineAt(start) }, 'token'))
    if (hits.length === MAX_HITS) break
  }
  return hits
}

/** Whether base64 text is `user:password` with a password that counts. */
export function isUserAndPassword(base64: string): boolean {
  const text = decodeBase64(base64)
  const colon = text?.indexOf(':') ?? -1
  if (!text || colon < 0 || !/^[\x20-\x7e]+$/.test(text)) return false
  const password = text.slice(colon + 1)
  return isCredential(password) && !isPublishedLogin(text.slice(0, colon), password)
}

function isBearer(value: string): boolean {
  if (value.length < 20 || isReference(value) || isPlaceholder(value) || isWordy(value)) return false
  return isRandomEnough(value) && !isWordChain(value) && value !== RFC_6749_TOKEN
}

const RFC_6749_TOKEN = '2YotnFZFEjr1zCsicMWpAA'
