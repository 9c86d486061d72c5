// As much of Go's net/url as tells whether a source is a URL that can be read.

/** What follows `scheme://`. */
export interface RemoteUrl {
  path: string
  /** values by name, in order */
  query: ReadonlyMap<string, readonly string[]>
  fragment: string
}

const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/
/** Only what is beyond ASCII may be escaped in a host, but for the percent sign itself. */
const BAD_HOST_ESCAPE = /%(?!25|[89A-Fa-f][0-9A-Fa-f])/
const BAD_HOST = /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\u0080-\uffff]/
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/

/** Undefined where Go can't parse it. Mirrors go/src/net/url/url.go Parse, for texts of the form `scheme://…`. */
export function parseRemoteUrl(text: string): RemoteUrl | undefined {
  const hash = text.indexOf('#')
  const fragment = hash < 0 ? '' : text.slice(hash + 1)
  const whole = hash < 0 ? text : text.slice(0, hash)
  if (/[\0-\x1f\x7f]/.test(whole) || BAD_ESCAPE.test(fragment)) return undefined
  const mark = whole.indexOf('?')
  const address = (mark < 0 ? whole : whole.slice(0, mark)).replace(/^[^:]*:\/\//, '')
  const slash = address.indexOf('/')
  const path = slash < 0 ? '' : address.slice(slash)
  if (!isAuthority(slash < 0 ? address : address.slice(0, slash)) || BAD_ESCAPE.test(path)) return undefined
  return { path: unescaped(path), query: parseQuery(mark < 0 ? '' : whole.slice(mark + 1)).values, fragment }
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@')
  const user = authority.slice(0, Math.max(at, 0))
  if (!USER.test(user) || BAD_ESCAPE.test(user)) return false
  const host = authority.slice(at + 1)
  if (BAD_HOST.test(host) || BAD_HOST_ESCAPE.test(host)) return false
  const bracket = host.lastIndexOf('[')
  if (bracket > 0) return false
  if (bracket === 0) return /^\[[^\]]*\](?::[0-9]*)?$/.test(host)
  const colon = host.indexOf(':')
  return colon < 0 || /^:[0-9]*$/.test(host.slice(colon))
}

/** What can be read of a query; `complete` is false where some of it can't. Mirrors ParseQuery of the same file. */
export function parseQuery(text: string): { values: Map<string, string[]>; complete: boolean } {
  const values = new Map<string, string[]>()
  let complete = true
  for (const pair of text.split('&')) {
    if (pair === '') continue
    if (pair.includes(';') || BAD_ESCAPE.test(pair)) {
      complete = false
      continue
    }
    const equals = pair.indexOf('=')
    const key = unescaped((equals < 0 ? pair : pair.slice(0, equals)).replaceAll('+', ' '))
    const value = equals < 0 ? '' : unescaped(pair.slice(equals + 1).replaceAll('+', ' '))
    const before = values.get(key)
    if (before === undefined) values.set(key, [value])
    else before.push(value)
  }
  return { values, complete }
}

function unescaped(text: string): string {
  if (!text.includes('%')) return text
  const bytes = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return bytes
}
