import { severityOfLogin } from '../checks/logins.ts'
import { isRandomEnough } from '../entropy.ts'
import type { Hit } from '../kind.ts'
import { maskUrl } from '../mask.ts'
import { isPlaceholder } from '../placeholder.ts'
import type { RawMatch } from '../tokens/detector.ts'
import { lineCounter } from './lines.ts'

interface UrlWithUser {
  scheme: string
  user: string
  /** absent where the URL names a user only */
  password?: string
  host: string
  /** at most so many characters of what follows the host */
  path: string
  /** offsets of the scheme, the user name, the password and the end of the host */
  start: number
  userStart: number
  passwordStart: number
  passwordEnd: number
  end: number
}

/** Credentials of a URL, as they stand in a text. */
interface UrlSecret extends RawMatch {
  /** in lower case */
  scheme: string
  whole: { start: number; end: number }
}

export interface UrlOptions {
  /** default: every scheme counts */
  schemes?(scheme: string): boolean
  /** whether a random user name without a password is a token: `git` where the URL is that of a repository */
  tokenAsUser?: 'always' | 'git'
}

const MAX_AUTHORITY = 1024
const MAX_USER = 256
const MAX_PATH = 128
const MAX_HITS = 100

/** JSON may write slashes with an escape. */
const OPENING = /:(?:\/\/|\\\/\\\/)/g
const SCHEME = /[A-Za-z][A-Za-z0-9+.-]{0,30}$/
const PATH = /^[^\s"'<>`]*/
/** What no user name holds unless it is a pattern, or text that runs on. */
const NO_USER = /[,;|()[\]^*]/

/** URLs with something before an `@`: found by their `://`, so that the cost is that of the text. */
function* urlsWithUser(text: string): Generator<UrlWithUser> {
  // most texts with URLs in them have none with a user
  if (!text.includes('@')) return
  const authority = new RegExp(`[^\\s/?#"'<>\`\\\\]{1,${MAX_AUTHORITY}}`, 'y')
  for (const opening of text.matchAll(OPENING)) {
    const userStart = opening.index + opening[0].length
    authority.lastIndex = userStart
    const [found = ''] = authority.exec(text) ?? []
    const sign = found.lastIndexOf('@')
    if (sign <= 0) continue
    const scheme = SCHEME.exec(text.slice(Math.max(0, opening.index - 31), opening.index))?.[0]
    const host = found.slice(sign + 1).split(/[,:;)]/)[0]!
    if (!scheme || !/^[A-Za-z0-9[${%]/.test(host)) continue
    const [user, ...rest] = found.slice(0, sign).split(':')
    if (user!.length > MAX_USER || NO_USER.test(user!)) continue
    const end = userStart + sign + 1 + host.length
    yield {
      scheme: scheme.toLowerCase(),
      user: user!,
      ...(rest.length > 0 && { password: decoded(rest.join(':')) }),
      host,
      path: PATH.exec(text.slice(end, end + MAX_PATH))![0],
      start: opening.index - scheme.length,
      userStart,
      passwordStart: userStart + user!.length + 1,
      passwordEnd: userStart + sign,
      end,
    }
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Passwords in URLs, and tokens that stand in their place: offsets are those of the secret alone. */
export function* urlSecrets(text: string, options: UrlOptions = {}): Generator<UrlSecret> {
  const { schemes = () => true, tokenAsUser } = options
  for (const url of urlsWithUser(text)) {
    if (!schemes(url.scheme)) continue
    const found = isTokenAlone(url, tokenAsUser) ? tokenOf(url) : passwordOf(url)
    if (found) yield found
  }
}

/** Credentials in URLs, as the kinds of files count them. */
export function urlHits(text: string, options: { tokenAsUser?: boolean } = {}): Hit[] {
  const lineAt = lineCounter(text)
  const hits: Hit[] = []
  for (const { masked, severity, whole } of urlSecrets(text, options.tokenAsUser ? GIT_CONFIG : {})) {
    const lower = severity === 'error' ? {} : { severity }
    hits.push({ masked, ground: 'token', ...lower, line: lineAt(whole.start) })
    if (hits.length === MAX_HITS) break
  }
  return hits
}

const GIT_CONFIG: UrlOptions = { tokenAsUser: 'always' }

function passwordOf(url: UrlWithUser): UrlSecret | undefined {
  const { user, password, host } = url
  const severity = password === undefined ? undefined : severityOfLogin({ user, password, host })
  if (severity === undefined) return undefined
  const shownUser = SHOWN_USER.test(user) && !/^x-|^x?$/.test(password!) ? user : undefined
  return {
    ...placeOf(url, url.passwordStart),
    masked: maskUrl({ scheme: url.scheme, user: shownUser, host }),
    severity: isSentryKey(user) && isSentryKey(password!) ? 'warning' : severity,
  }
}

/** A name that people have, or a service: not a token that stands in its place. */
const SHOWN_USER = /^(?=.{1,24}$)[A-Za-z]{1,16}(?:[._@+-][A-Za-z]{1,16}){0,3}\d{0,4}$/

function tokenOf(url: UrlWithUser): UrlSecret {
  const masked = maskUrl({ scheme: url.scheme, user: undefined, host: url.host })
  const end = url.userStart + url.user.length
  return { ...placeOf(url, url.userStart), end, masked, severity: 'error' }
}

function placeOf(url: UrlWithUser, start: number) {
  const { scheme, passwordEnd, end } = url
  return { scheme, start, end: passwordEnd, whole: { start: url.start, end } }
}

/** Git hosts take a token as the user's name, with no password or with one that says so. */
function isTokenAlone({ user, password, ...url }: UrlWithUser, tokenAsUser: UrlOptions['tokenAsUser']) {
  if (tokenAsUser === undefined || (password && password !== 'x-oauth-basic') || !isToken(user)) return false
  return tokenAsUser === 'always' || password !== undefined || isRepository(url)
}

function isRepository({ scheme, host, path }: Pick<UrlWithUser, 'scheme' | 'host' | 'path'>): boolean {
  return scheme.startsWith('git') || /(?:^|\.)(?:git|bitbucket|codeberg)/i.test(host) || /\.git\b/.test(path)
}

/** The two halves of a DSN of Sentry: they let events in and nothing out; the second is no longer in use. */
function isSentryKey(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}

function isToken(user: string): boolean {
  if (!/^[\w-]{20,256}$/.test(user) || user.replace(/[^0-9]/g, '').length < 2) return false
  return isRandomEnough(user) && !isPlaceholder(user)
}
