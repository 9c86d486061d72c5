import { isRandomEnough } from '../entropy.ts'
import type { Hit } from '../kind.ts'
import { maskUrl } from '../mask.ts'
import { isPlaceholder, isWordy } from '../placeholder.ts'
import { isLiteral } from '../values.ts'
import { lineCounter } from './lines.ts'

interface UrlWithUser {
  scheme: string
  user: string
  /** absent where the URL names a user only */
  password?: string
  host: string
  index: number
}

const MAX_AUTHORITY = 1024
const MAX_URLS = 1000

/** URLs with something before an `@`: found by their `://`, so that the cost is that of the text. */
function* urlsWithUser(text: string): Generator<UrlWithUser> {
  let left = MAX_URLS
  for (let at = text.indexOf('://'); at >= 0 && left > 0; at = text.indexOf('://', at + 3), left--) {
    const scheme = /[A-Za-z][A-Za-z0-9+.-]{0,30}$/.exec(text.slice(Math.max(0, at - 31), at))?.[0]
    const authority = /^[^\s/?#"'<>`\\]*/.exec(text.slice(at + 3, at + 3 + MAX_AUTHORITY))![0]
    const sign = authority.lastIndexOf('@')
    if (!scheme || sign <= 0) continue
    const [user, ...rest] = authority.slice(0, sign).split(':')
    const host = authority.slice(sign + 1).split(/[,:;)]/)[0]!
    if (host === '') continue
    const password = rest.length > 0 ? decoded(rest.join(':')) : undefined
    yield { scheme, user: user!, ...(password !== undefined && { password }), host, index: at }
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const LOCAL_HOST =
  /^(?:localhost|127\.0\.0\.1|\[|::1|0\.0\.0\.0|host|host\.docker\.internal|db|database|postgres|mysql|mariadb|redis|mongo|mongodb|rabbitmq|example\.\w+|[\w.-]+\.(?:test|invalid|example|localhost)|[\w.-]+\.example\.\w+)$/i

/**
 * Credentials in URLs. A real password is a hit; with a host of this machine or of documentation it is a
 * warning, as a default password is with any other host.
 */
export function urlHits(text: string, options: { tokenAsUser?: boolean } = {}): Hit[] {
  const lineAt = lineCounter(text)
  const hits: Hit[] = []
  for (const url of urlsWithUser(text)) {
    const hit = options.tokenAsUser && isTokenAlone(url) ? tokenHit(url) : passwordHit(url)
    if (hit) hits.push({ ...hit, line: lineAt(url.index) })
  }
  return hits
}

function passwordHit(url: UrlWithUser): Hit | undefined {
  const { user, password, host } = url
  if (password === undefined || !isLiteral(password) || isPlaceholder(password)) return undefined
  if (/^(?:user|username|usr|foo)$/i.test(user) && isWordy(password)) return undefined
  const weak = password.length < 6 || isWordy(password) || password === user
  const local = LOCAL_HOST.test(host)
  if (weak && local) return undefined
  const shownUser = isToken(user) ? undefined : user.slice(0, 64)
  const masked = maskUrl({ scheme: url.scheme, user: shownUser, host })
  return { masked, ground: 'token', ...((weak || local) && { severity: 'warning' as const }) }
}

function tokenHit(url: UrlWithUser): Hit {
  return { masked: maskUrl({ scheme: url.scheme, user: undefined, host: url.host }), ground: 'token' }
}

/** Git hosts take a token as the user's name, with no password or with one that says so. */
function isTokenAlone({ user, password }: UrlWithUser): boolean {
  const noPassword = password === undefined || password === '' || password === 'x-oauth-basic'
  return noPassword && isToken(user)
}

function isToken(user: string): boolean {
  if (!/^[\w-]{20,256}$/.test(user) || user.replace(/[^0-9]/g, '').length < 2) return false
  return isRandomEnough(user) && !isPlaceholder(user)
}
