import { isPlaceholder, isWordy } from '../placeholder.ts'
import { isLiteral } from '../values.ts'

/** Who logs in where, with what. */
interface Login {
  user: string
  password: string
  host: string
}

/** A shorter one is no password. */
const LEAST = 4
/** A shorter one is a default, whatever it says. */
const STRONG = 6

/** Hosts of this machine, the usual names of services beside a program, and names that nobody can own (RFC 2606). */
const LOCAL_HOST =
  /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[|::1|0\.0\.0\.0|\.|\(local(?:db)?\)|host|hostname|host\.docker\.internal|db|database|postgres|mysql|mariadb|mssql|sqlserver|redis|mongo|mongodb|rabbitmq|elasticsearch|example\.\w+|[\w.-]+\.(?:test|invalid|example|localhost)|[\w.-]+\.example\.\w+)$/i

/** Users of examples: beside a word for a password they stand for anybody. */
const ANYBODY = /^(?:user|username|usr|foo|alice|bob|john|jane|me|login|name|uid)$/i

/**
 * How bad it is that a login is written out; undefined for nothing. With a host of this machine or of documentation
 * it is a warning, as a default password is with any other host.
 */
export function severityOfLogin({ user, password, host }: Login): 'error' | 'warning' | undefined {
  if (password.length < LEAST || !isLiteral(password) || isPublishedLogin(user, password)) return undefined
  if (isInterpolated(password) || isPlaceholder(password)) return undefined
  const isDefault = isDefaultPassword(password) || password === user
  if (isDefault && ANYBODY.test(user)) return undefined
  const isWeak = isDefault || password.length < STRONG
  const isLocal = LOCAL_HOST.test(host)
  if (isWeak && isLocal) return undefined
  return isWeak || isLocal ? 'warning' : 'error'
}

/** Logins of the standards' examples (RFC 7617, RFC 6749), and that of whoever has none. */
export function isPublishedLogin(user: string, password: string): boolean {
  if (/^(?:anonymous|anon|ftp)$/i.test(user) || /^:?pserver:/.test(password)) return true
  if (user === 's6BhdRkqt3' && (password === 'gX1fBat3bV' || password === '7Fjfp0ZBr1KtDRbnfVdmIw'))
    return true
  return user.toLowerCase() === 'aladdin' && /^open ?sesame$/i.test(password)
}

/** Variables and format fields as they stand inside a longer text: `$password`, `%(password)s`, `{0}`, `@db.pass@`. */
export function isInterpolated(password: string): boolean {
  return /^(?:\$[A-Za-z_]\w*|%\(\w+\)s|\{.*\}|@[\w.-]+@)$/.test(password)
}

/** Words that stand for a password: written as one, or with digits and signs for letters (`P@ssw0rd`). */
export function isDefaultPassword(password: string): boolean {
  if (isWordy(password) || RUN_TOGETHER.test(password)) return true
  return isWordy(password.replace(/[@$0135]/g, sign => LETTERS[sign]!))
}

const RUN_TOGETHER =
  /^(?:my|your|some|the|super|top|very|strong|test|dev|local|db|root|admin|user|app|postgres|mysql|redis|change|me|secret|password|passwd|pass|pwd|word){1,6}\d{0,4}!?$/i
const LETTERS: Readonly<Record<string, string>> = { '@': 'a', $: 's', '0': 'o', '1': 'i', '3': 'e', '5': 's' }
