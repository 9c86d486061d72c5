import { decodeBase64 } from '../decode.ts'
import { maskValue } from '../mask.ts'
import { isCredential } from '../values.ts'
import { privateKeys } from './armour.ts'
import { memberPattern, membersOf, objectsAround, type Span } from './json-objects.ts'
import { jsonPairs, linePairs } from './pairs.ts'
import { registryLogins } from './registry-logins.ts'
import { settingHits, tokenHits } from './tokens.ts'
import { type Entry, yamlSecrets } from './yaml-manifests.ts'

/** A Kubernetes Secret with the values in it that look real. */
export interface SecretManifest {
  whole: Span
  values: readonly (Span & { key: string; masked: string })[]
}

const JSON_KIND = /kind\\{0,3}"\s{0,8}:\s{0,8}\\{0,3}"Secret\\{0,3}"/g
const JSON_DATA = /(?<![A-Za-z])(stringData|data)\\{0,3}"\s{0,8}:\s{0,8}\{([^{}]{0,16384})\}/dg
const ANY_MEMBER = memberPattern('[\\w.-]{1,253}')

/** Secrets in YAML and in JSON. What is sealed, encrypted or filled in by a template has no value that looks real. */
export function* secretManifests(text: string): Generator<SecretManifest> {
  for (const { whole, entries } of yamlSecrets(text)) yield { whole, values: [...liveValues(entries)] }
  for (const whole of objectsAround(text, JSON_KIND))
    yield { whole, values: [...liveValues(jsonEntries(text, whole))] }
}

function* jsonEntries(text: string, { start, end }: Span): Generator<Entry> {
  for (const { 1: section, indices } of text.slice(start, end).matchAll(JSON_DATA)) {
    const [from, to] = indices![2]!
    const encoded = section === 'data'
    for (const member of membersOf(text, { start: start + from, end: start + to }, ANY_MEMBER))
      yield { ...member, encoded }
  }
}

/** Names of what stands beside a password, and of certificates. */
const PUBLIC_ENTRY =
  /^(?:user(?:_?name)?|login|host(?:_?name)?|port|db(?:_?name)?|database|schema|region|namespace|e-?mail|tls\.crt|ca\.crt|ca-?bundle|ca\.pem|tenant_?id|client_?id)$/i

function* liveValues(entries: Iterable<Entry>): Generator<SecretManifest['values'][number]> {
  for (const { key, value, encoded, start, end } of entries) {
    if (PUBLIC_ENTRY.test(key)) continue
    // `echo` ends with a line end, and people forget that
    const plain = (encoded ? decodeBase64(value) : value)?.replace(/\s{1,8}$/, '')
    const masked = plain && maskOf(key, plain)
    if (masked) yield { key, masked, start, end }
  }
}

/** The mask of a value that looks real. A file in a value counts for what it holds. */
function maskOf(key: string, value: string): string | undefined {
  const [privateKey] = privateKeys(value)
  if (privateKey) return privateKey.masked
  if (value.startsWith('-----BEGIN')) return undefined
  const isReal = /^\.dockerc(?:onfigjson|fg)$/.test(key)
    ? !registryLogins(value, { start: 0, end: value.length }).next().done
    : value.includes('\n')
      ? holdsSecret(value)
      : isCredential(value)
  return isReal ? maskValue(value) : undefined
}

function holdsSecret(text: string): boolean {
  const pairs = text.trimStart().startsWith('{') ? jsonPairs(text) : linePairs(text)
  return settingHits(tokenHits(text), pairs).length > 0
}
