import { baseName } from '../../model/path.ts'
import { INNOCENT, liveOr, type Reading, type SecretFile, UNKNOWN } from '../kind.ts'
import { maskValue } from '../mask.ts'
import { jsonPairs, type Pair } from '../readers/pairs.ts'
import { privateKeyHits } from '../readers/private-keys.ts'
import { surroundingsOf } from '../surroundings.ts'
import { isCredential } from '../values.ts'

/** Names that people and consoles give to keys; a downloaded one is `<project>-<12 hexadecimal digits>.json`. */
const HINT =
  /service[._-]?account|credential|(?:^|[._-])(?:keys?|keyfile|sa|adc|gcp|gcs|gcloud|google|firebase|firebase-adminsdk)(?:[._-]|$)|client_?secret|-[0-9a-f]{10,12}\.json$/
const MANIFEST =
  /^(?:package|package-lock|composer|tsconfig[\w.-]*|jsconfig|lerna|nx|turbo|manifest|angular|deno)\.json$/
const MAX_HINTED = 65_536
/** A service account's key is about 2.3 KB, an authorized user's some 300 to 500 bytes. */
const UNHINTED = { least: 1024, most: 4096 }

/**
 * A key may have any name, and JSON files are many. Read are those whose name speaks, and of a project's own
 * the ones of a key's size.
 */
export function isWorthReadingForGoogleKey(path: string, fileBytes: number): boolean {
  const name = baseName(path).toLowerCase()
  // a kind of its own
  if (fileBytes > MAX_HINTED || name === 'application_default_credentials.json') return false
  if (HINT.test(name)) return true
  if (fileBytes < UNHINTED.least || fileBytes > UNHINTED.most || MANIFEST.test(name)) return false
  return !surroundingsOf(path).vendored
}

const TYPE = /"type"\s{0,8}:\s{0,8}"(service_account|authorized_user|external_account)"/

/** JSON that Google's libraries take for credentials. */
export function inspectGoogleKey({ text }: SecretFile): Reading {
  const type = TYPE.exec(text ?? '')?.[1]
  if (text === undefined || type === undefined) return UNKNOWN
  if (type === 'external_account') return INNOCENT
  const pairs = [...jsonPairs(text)]
  return type === 'service_account' ? inspectServiceAccount(pairs) : inspectUser(pairs)
}

function inspectServiceAccount(pairs: readonly Pair[]): Reading {
  const key = pairs.find(pair => pair.key === 'private_key')
  const [hit] = privateKeyHits(key?.value ?? '')
  if (!key || !hit) return INNOCENT
  const domain = pairs.find(pair => pair.key === 'client_email')?.value.split('@')[1]
  const masked = domain && /^[\w.-]{1,253}$/.test(domain) ? `${hit.masked}, …@${domain}` : hit.masked
  return { state: 'live', hits: [{ ...hit, key: 'private_key', masked, line: key.line }] }
}

function inspectUser(pairs: readonly Pair[]): Reading {
  const token = pairs.find(pair => pair.key === 'refresh_token')
  if (!token || !isCredential(token.value)) return INNOCENT
  const hit = { key: token.key, masked: maskValue(token.value), line: token.line, ground: 'field' as const }
  return liveOr([hit], INNOCENT)
}
