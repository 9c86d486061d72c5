import type { Severity } from '../model/finding.ts'
import { baseName } from '../model/path.ts'
import { isWordChain } from './checks/identifiers.ts'
import { isDefaultPassword } from './checks/logins.ts'
import type { Encoding } from './decode.ts'
import { pairsOf } from './inspect.ts'
import { SECRET_WORD, saysSecret } from './key-names.ts'
import { maskValue } from './mask.ts'
import { isSampleName } from './names.ts'
import type { Pair } from './readers/pairs.ts'
import { compileAutomaton } from './scan/automaton.ts'
import type { Finder } from './scan/finder.ts'
import { isSealed } from './sealed.ts'
import { surroundingsOf } from './surroundings.ts'
import { looksSecret } from './values.ts'

/** A literal under a name that says secret: nothing but the name and the look of it tells. */
export interface GenericMatch {
  detector: 'generic-assignment'
  severity: Severity
  masked: string
  /** the name it stands under */
  key: string
  /** of the value's first character: both from 1, columns in UTF-16 units */
  line: number
  column: number
}

const MOST = 5
/** More than so many in one file are no settings. */
const MOST_COUNTED = 1000

/** The ends of what SECRET_WORD is made of. */
const ENDINGS = [
  ...['password', 'passwd', 'passphrase', 'pass', 'pwd', 'pw', 'secret', 'token', 'credential'],
  ...['credentials', 'string', 'key', 'keys', 'base', 'pat'],
]
/** Longer than anything that SECRET_WORD matches. */
const WORD_REACH = 40
/** Most files that hold such a name have it near their beginning. */
const STRETCH_BYTES = 8192
let endings: Finder | undefined

/** Whether a name that says secret may stand in a file: most hold none, and need not be read as settings. */
export function mayHoldSetting(bytes: Uint8Array, encoding: Encoding | undefined): boolean {
  if (encoding !== 'bytes') return true
  endings ??= compileAutomaton(ENDINGS)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let may = false
  for (let from = 0; from < bytes.length && !may; from += STRETCH_BYTES) {
    const begin = Math.max(0, from - WORD_REACH)
    endings.scan(bytes.subarray(begin, from + STRETCH_BYTES), (_, at) => {
      const end = begin + at
      // most are the beginning of a longer word
      if (may || isAlphanumeric(bytes[end])) return
      may = SECRET_WORD.test(buffer.toString('latin1', Math.max(0, end - WORD_REACH), end + 1))
    })
  }
  return may
}

function isAlphanumeric(byte = 0): boolean {
  const lower = byte | 0x20
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x7a)
}

/** Guesses for the text of one file, of which `isConfigLike` holds: the first five, and how many more there are. */
export function genericMatches(path: string, text: string): { matches: GenericMatch[]; more: number } {
  const name = baseName(path).toLowerCase()
  const matches: GenericMatch[] = []
  if (isSealed(new Uint8Array(), text) || isDescription(text)) return { matches, more: 0 }
  const severity = CREDENTIALS_FILE.test(path) ? 'warning' : 'info'
  const isSecretName = remembered(saysGeneric)
  const seen = new Set<string>()
  let more = 0
  for (const pair of namedPairs(pairsOf(text, name))) {
    const { key, line, column } = pair
    const value = SHELL.test(name) && pair.quoted === false ? pair.value.split(/\s/)[0]! : pair.value
    if (column === undefined || !isSecretName(key) || !isGuess(key, value)) continue
    // several readings of one XML element find the same value
    const at = `${line}:${value}`
    if (seen.has(at)) continue
    seen.add(at)
    if (more === MOST_COUNTED) break
    if (matches.length === MOST) more++
    else
      matches.push({ detector: 'generic-assignment', severity, masked: maskValue(value), key, line, column })
  }
  return { matches, more }
}

const SHELL = /\.(?:sh|bash)$/

/** `.env` files, names that say what is inside, and the variables of infrastructure. */
const CREDENTIALS_FILE =
  /(?:^|\/)(?:\.env[^/]*|[^/]*\.env|\.envrc)$|(?:^|[/._-])(?:credentials?|creds?|secrets?|passwords?|passwd|tokens?|auth|logins?|api-?keys?|keys)(?:[._-][^/]*)?$|\.tfvars(?:\.json)?$|(?:^|\/)(?:group_vars|host_vars)\/|(?:^|\/)pulumi\.[^/]+\.ya?ml$|\.parameters\.json$/i

/** Names that stand beside their value: `name: X`, then `value: Y`. */
function* namedPairs(pairs: Iterable<Pair>): Generator<Pair> {
  let name: Pair | undefined
  for (const pair of pairs) {
    const key = pair.key.toLowerCase()
    if (key === 'value' && name !== undefined && pair.line - name.line <= 2)
      yield { ...pair, key: name.value }
    else yield pair
    name = key === 'name' ? pair : undefined
  }
}

/** Keys of telemetry and search, which every browser is given. */
const BROWSER_KEY =
  /mixpanel|amplitude|segment|posthog|hotjar|bugsnag|analytics|docsearch|search|browser|post_?client|client_?(?:api_?)?(?:token|key)|anon_?key|site_?key/i

/** What the detectors know better, or say nothing about on purpose; hashes; names of other things. */
const KNOWN_FORM: readonly RegExp[] = [
  // references of shells and YAML, commands
  /^(?:\$[A-Za-z_{(]|[*&]\w|!\w|`|@)/,
  // JWTs, Google's keys, browser keys of Datadog, New Relic, LaunchDarkly, reCAPTCHA
  /^eyJ[\w-]+\.eyJ/,
  /^AIza/,
  /^(?:pub[0-9a-f]{32}|NRJS-\w+|mob-[\w-]+|6L[\w-]{38}|sandbox-\w+)$/,
  // hashes of passwords and of content
  /^(?:\$\w{1,16}\$|\{\w{1,16}\}|pbkdf2[_:]|argon2|sha\d{1,3}[-:]|md5[-:]|h1:)/,
  // public keys and certificates without their armour
  /^(?:MII|AAAA[A-Z]|LS0tLS1CRUdJTi(?:BDRVJU|BQVUJM))/,
  // identifiers
  /^(?:arn:|AIDA|AROA|AC[0-9a-f]{32}$)/,
]

function saysGeneric(key: string): boolean {
  return saysSecret(key) && !BROWSER_KEY.test(key)
}

/** The same names come again and again. */
function remembered(answer: (key: string) => boolean): (key: string) => boolean {
  const known = new Map<string, boolean>()
  return key => {
    const before = known.get(key)
    if (before !== undefined) return before
    const now = answer(key)
    known.set(key, now)
    return now
  }
}

function isGuess(key: string, value: string): boolean {
  if (!looksSecret(key, value)) return false
  if (isPhrase(value) || isWordChain(value) || isOwnName(key, value) || isDefaultPassword(value)) return false
  return !KNOWN_FORM.some(form => form.test(value))
}

/** Sentences, lists, commands: a secret has no blank, or no more than one. */
function isPhrase(value: string): boolean {
  const words = value.split(/\s+/)
  return words.length > 2 || (words.length === 2 && /^\p{L}+[,.:!?]?\s+\p{L}+[,.:!?]?$/u.test(value))
}

/** `api_key: api-key-1` */
function isOwnName(key: string, value: string): boolean {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
  return letters(value) === letters(key) && letters(value).length >= 0.7 * value.length
}

/** Whether a text describes an interface or a form of data: names of fields stand there, and examples. */
function isDescription(text: string): boolean {
  const head = text.slice(0, 512)
  return (
    /(?:^|\n)\s{0,8}["']?(?:openapi|swagger|asyncapi)["']?\s{0,4}:/.test(head) ||
    /json-schema\.org/.test(head)
  )
}

const CONFIG_NAME =
  /^(?:\.env.*|.*\.env|dockerfile(?:\.[\w-]+)?|.*\.dockerfile|compose[\w.-]*\.ya?ml|.*\.(?:ini|cfg|conf|config|properties|toml|ya?ml|json|xml|tfvars|plist|sh|bash|ps1))$/
const LOCK_FILE =
  /^(?:.*[.-]lock(?:\..*|file)?|.*\.lock|npm-shrinkwrap\.json|project\.assets\.json|.*\.deps\.json|\.?package-lock\.json)$/
const MANIFEST =
  /^(?:package|composer|bower|manifest|deno|tsconfig.*|jsconfig.*|.*\.tsbuildinfo)\.jsonc?$|^(?:pyproject|cargo)\.toml$|^pom\.xml$/
const DESCRIPTION = /(?:^|[._-])(?:openapi|swagger|asyncapi|schemas?)(?:[._-]|$)/
const TRANSLATIONS =
  /(?:^|\/)(?:lang|langs|languages?|translations?|l10n|intl)\/|(?:^|\/)(?:messages|translations?|locales?|strings|labels)(?:[._-][^/]*)?$/
/** ISO 639-1 codes that are not the names of anything else in a project. */
const LANGUAGE =
  /^(?:ar|bg|bn|ca|cs|da|de|el|en|es|et|eu|fa|fi|fr|ga|gl|he|hi|hr|hu|is|it|ja|ko|lt|lv|ms|nb|nl|nn|no|pl|pt|ro|ru|sk|sl|sr|sv|ta|th|tr|uk|ur|vi|zh)(?:[-_][a-z]{2,4})?\./

/** Whether a file may hold settings of a project's own: others are not guessed about. */
export function isConfigLike(path: string): boolean {
  const lower = path.toLowerCase()
  const name = baseName(lower)
  if (!CONFIG_NAME.test(name) || isSampleName(name)) return false
  const { vendored, tests, generated } = surroundingsOf(lower)
  if (vendored || tests || generated) return false
  if (LOCK_FILE.test(name) || MANIFEST.test(name) || DESCRIPTION.test(name)) return false
  return !TRANSLATIONS.test(lower) && !LANGUAGE.test(name)
}
