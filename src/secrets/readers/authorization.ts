import { decodeBase64 } from '../decode.ts'
import { isRandomEnough } from '../entropy.ts'
import type { Hit } from '../kind.ts'
import { isPlaceholder, isReference, isWordy } from '../placeholder.ts'
import { isCredential } from '../values.ts'
import { hitOf } from './hits.ts'
import { lineCounter, matchesOf } from './lines.ts'

const AUTHORIZATION =
  /authorization["']?\s{0,4}[:=,]\s{0,4}["']?(basic|bearer|token)\s{1,4}([A-Za-z0-9+/=._~-]{8,4096})/gi

/** `Authorization` headers with the credentials written out. */
export function authorizationHits(text: string): Hit[] {
  const lineAt = lineCounter(text)
  const hits: Hit[] = []
  for (const match of matchesOf(text, AUTHORIZATION)) {
    const [, scheme, value] = match as unknown as [string, string, string]
    const real = scheme.toLowerCase() === 'basic' ? isUserAndPassword(value) : isBearer(value)
    if (real) hits.push(hitOf({ key: 'Authorization', value, line: lineAt(match.index) }, 'token'))
  }
  return hits
}

/** Whether base64 text is `user:password` with a password that counts. */
export function isUserAndPassword(base64: string): boolean {
  const text = decodeBase64(base64)
  const colon = text?.indexOf(':') ?? -1
  if (!text || colon < 0 || !/^[\x20-\x7e]+$/.test(text)) return false
  return isCredential(text.slice(colon + 1))
}

function isBearer(value: string): boolean {
  if (value.length < 20 || isReference(value) || isPlaceholder(value) || isWordy(value)) return false
  return isRandomEnough(value)
}
