import { severityOfLogin } from '../checks/logins.ts'
import type { Hit } from '../kind.ts'
import { maskUrl, maskValue } from '../mask.ts'
import type { RawMatch } from '../tokens/detector.ts'
import { isCredential } from '../values.ts'
import { hitOf } from './hits.ts'
import { lineCounter, matchesOf } from './lines.ts'

const CONNECTION_FIELD =
  /(?<!\w)(password|pwd|accountkey|sharedaccesskey|accesskey)\s{0,2}=\s{0,2}([^;"'<>\s&]{1,512})/gi

/** Passwords and keys inside connection strings: `Server=…;Password=…;`. */
export function connectionHits(text: string): Hit[] {
  const lineAt = lineCounter(text)
  const pairs = [...matchesOf(text, CONNECTION_FIELD)].map(match => ({
    key: match[1]!,
    value: match[2]!,
    line: lineAt(match.index),
  }))
  return pairs.filter(pair => isCredential(pair.value)).map(pair => hitOf(pair, 'token'))
}

const MAX_HITS = 100

/** Passwords in JDBC URLs, as the kinds of files count them. */
export function jdbcHits(text: string): Hit[] {
  const lineAt = lineCounter(text)
  const hits: Hit[] = []
  for (const { masked, severity, key, whole } of jdbcSecrets(text)) {
    const lower = severity === 'error' ? {} : { severity }
    const line = lineAt(whole!.start)
    hits.push({ ...(key !== undefined && { key }), masked, ground: 'token', line, ...lower })
    if (hits.length === MAX_HITS) break
  }
  return hits
}

const JDBC_URL = /(?<![A-Za-z0-9])jdbc:([a-z][a-z0-9]{1,24}):[^\s"'<>`]{1,1024}/gi
/** Separators of parameters: those of a query, of SQL Server, of Db2, and an ampersand as JSON or XML may write it. */
const JDBC_PASSWORD = /(?:[?;&:,]|\\u0026)(?:password|pwd)=([^&;\\]{1,256})/i
const JDBC_USER = /(?:[?;&:,]|\\u0026)(?:user|username|uid)=([^&;\\]{1,128})/i
/** `user:password@host`, and Oracle's `user/password@host` */
const JDBC_LOGIN = /(?::\/\/|:(?:thin|oci8?):)([^\s:/@]{1,128})[:/]([^\s/]{1,256})@(?:\/\/)?([\w.-]{1,255})/i
const JDBC_HOST = /(?::\/\/|@(?:\/\/)?)([\w.-]{1,255})/

/** Passwords in JDBC URLs: as a parameter or before the host. */
export function* jdbcSecrets(text: string): Generator<RawMatch> {
  for (const match of text.matchAll(JDBC_URL)) {
    const [url, database] = match as unknown as [string, string]
    const found = jdbcParameter(url) ?? jdbcLogin(url, `jdbc:${database}`)
    if (found === undefined) continue
    const start = match.index + found.at
    const whole = { start: match.index, end: match.index + url.length }
    const { key, masked, severity } = found
    yield { start, end: start + found.length, whole, masked, severity, ...(key !== undefined && { key }) }
  }
}

/** A password in a URL, by its offset there. */
interface Found extends Pick<RawMatch, 'key' | 'masked' | 'severity'> {
  at: number
  length: number
}

function jdbcParameter(url: string): Found | undefined {
  const parameter = JDBC_PASSWORD.exec(url)
  if (parameter === null) return undefined
  const password = parameter[1]!
  const user = JDBC_USER.exec(url)?.[1] ?? ''
  const severity = severityOfLogin({ user, password, host: JDBC_HOST.exec(url)?.[1] ?? '' })
  const at = parameter.index + parameter[0].length - password.length
  return severity && { at, length: password.length, key: 'password', masked: maskValue(password), severity }
}

function jdbcLogin(url: string, scheme: string): Found | undefined {
  const login = JDBC_LOGIN.exec(url)
  if (login === null) return undefined
  const [whole, user, password, host] = login as unknown as [string, string, string, string]
  const severity = severityOfLogin({ user, password, host })
  const at = login.index + whole.indexOf(password, whole.indexOf(user) + user.length + 1)
  return severity && { at, length: password.length, masked: maskUrl({ scheme, user, host }), severity }
}

/** How connection strings of ADO.NET begin; the order of their fields is free, but for most writers. */
const ADO_START = /(?<![A-Za-z])(?:data source|datasource|server|address|addr|host)\s{0,2}=/gi
/** One field; a value that holds a semicolon stands in quotes. */
const ADO_FIELD = /\s{0,8}([A-Za-z][A-Za-z _]{0,40})=([^;'"\r\n<>`]{0,256})(?:'([^'"\r\n]{0,256})')?/y
const ADO_END = /^(?:[;"'<>`\r\n]|$)/
const MAX_FIELDS = 40

/** Passwords in connection strings of ADO.NET; none where the system's own account logs in. */
export function* adoSecrets(text: string): Generator<RawMatch> {
  let done = 0
  for (const start of text.matchAll(ADO_START)) {
    if (start.index < done) continue
    const { fields, end } = adoFields(text, start.index)
    done = end
    const of = (names: RegExp) => fields.find(({ name }) => names.test(name))
    const password = of(/^(?:password|pwd)$/)
    if (password === undefined || fields.length < 3 || isIntegrated(of(INTEGRATED)?.value)) continue
    const user = of(/^(?:user id|uid|user|username|user name)$/)?.value ?? ''
    const severity = severityOfLogin({ user, password: password.value, host: hostOf(fields[0]!.value) })
    if (severity === undefined) continue
    yield {
      start: password.start,
      end: password.start + password.value.length,
      whole: { start: start.index, end },
      masked: maskValue(password.value),
      severity,
      key: 'Password',
    }
  }
}

const INTEGRATED = /^(?:trusted_connection|integrated security)$/

function isIntegrated(value: string | undefined): boolean {
  return value !== undefined && /^(?:true|yes|sspi)$/i.test(value.trim())
}

interface AdoField {
  /** in lower case */
  name: string
  value: string
  start: number
}

function adoFields(text: string, from: number): { fields: AdoField[]; end: number } {
  const fields: AdoField[] = []
  let end = from
  while (fields.length < MAX_FIELDS) {
    ADO_FIELD.lastIndex = end
    const match = ADO_FIELD.exec(text)
    if (match === null) break
    const [whole, name, bare, quoted] = match as unknown as [string, string, string, string?]
    const past = match.index + whole.length
    const next = text.slice(past, past + 1)
    if (!ADO_END.test(next)) break
    const value = quoted ?? bare.trim()
    const start = quoted === undefined ? past - bare.trimStart().length : past - 1 - quoted.length
    fields.push({ name: name.trim().toLowerCase(), value, start })
    end = past + 1
    if (next !== ';') break
  }
  return { fields, end: Math.min(Math.max(end, from + 1), text.length) }
}

/** Without the protocol, the port and the instance: `tcp:host,1433`, `.\SQLEXPRESS`. */
function hostOf(server: string): string {
  return server
    .trim()
    .replace(/^(?:tcp|np|lpc):/i, '')
    .split(/[,\\:]/)[0]!
}
