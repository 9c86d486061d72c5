import { isPlaceholder } from '../placeholder.ts'
import type { Candidate, Verdict } from '../tokens/token.ts'

type Claims = Readonly<Record<string, unknown>>

interface JsonWebToken {
  header: Claims
  payload: Claims
  /** base64url; empty where it is not signed */
  signature: string
}

/** RFC 7519, compact form; undefined where a part is no JSON object, or where no algorithm is named. */
export function readJwt(value: string): JsonWebToken | undefined {
  const parts = value.split('.')
  if (parts.length !== 3) return undefined
  const header = objectOf(parts[0]!)
  if (typeof header?.alg !== 'string') return undefined
  const payload = objectOf(parts[1]!)
  return payload && { header, payload, signature: parts[2]! }
}

function objectOf(base64: string): Claims | undefined {
  const json = Buffer.from(base64, 'base64url').toString().trim()
  // an exception costs more than the rest
  if (!json.startsWith('{') || !json.endsWith('}')) return undefined
  try {
    return JSON.parse(json) as Claims
  } catch {
    return undefined
  }
}

/** A JWT of anybody: what has expired, is not signed or is public by design opens nothing. */
export function jwtVerdict({ value }: Candidate): Verdict {
  const jwt = readJwt(value)
  if (jwt === undefined || isPublished(jwt)) return null
  return isPowerless(jwt) ? { severity: 'info' } : {}
}

/** Supabase signs the keys of a project as JWTs: that of the service role passes every row's policy. */
export function supabaseServiceRole({ value }: Candidate): Verdict {
  const jwt = readJwt(value)
  if (jwt?.payload.iss !== 'supabase' || jwt.payload.role !== 'service_role') return null
  return isPowerless(jwt) ? { severity: 'info' } : {}
}

/** A verdict on a JWT beside a name, within 64 bytes; others are none of it. */
export function jwtBeside(name: RegExp, algorithm?: string): (candidate: Candidate) => Verdict {
  return candidate => {
    if (!name.test(candidate.before.slice(-64))) return null
    if (algorithm !== undefined && readJwt(candidate.value)?.header.alg !== algorithm) return null
    return jwtVerdict(candidate)
  }
}

function isPowerless({ header, payload, signature }: JsonWebToken): boolean {
  const isUnsigned = signature === '' || /^none$/i.test(header.alg as string)
  return isUnsigned || payload.role === 'anon' || hasExpired(payload)
}

/** `exp` is in seconds. */
function hasExpired({ exp }: Claims): boolean {
  return typeof exp === 'number' && exp * 1000 < Date.now()
}

/** Examples of debuggers, standards and libraries, by their claims or signature, and the keys of a local Supabase. */
function isPublished({ payload, signature }: JsonWebToken): boolean {
  if (payload.sub === '1234567890' && payload.name === 'John Doe') return true
  if (payload.iss === 'supabase-demo' || 'http://example.com/is_root' in payload) return true
  if (payload.some === 'payload' || payload.foo === 'bar' || payload.hello === 'world') return true
  return /^(?:SflKxwRJ|TJVA95Or)/.test(signature) || (signature !== '' && isPlaceholder(signature))
}
