import { LESS } from '../../model/finding.ts'
import { isRandomEnough } from '../entropy.ts'
import { maskUrl, maskValue } from '../mask.ts'
import { isPlaceholder } from '../placeholder.ts'
import { base64Around } from '../readers/base64-blocks.ts'
import { type GoogleKey, googleKeys } from '../readers/google-keys.ts'
import { objectsAround } from '../readers/json-objects.ts'
import { JWK_BYTES, privateJwks } from '../readers/jwk.ts'
import { registryLogins } from '../readers/registry-logins.ts'
import type { Detector, RawMatch } from './detector.ts'
import {
  DOCKER_EXAMPLES,
  JWK_EXAMPLES,
  OCI_EXAMPLES,
  PUBLISH_EXAMPLES,
  SERVICE_ACCOUNT_EXAMPLES,
  USER_EXAMPLES,
} from './document-examples.ts'

/** A key of Google is some 2.4 KB of JSON, and 3.2 KB of base64. */
const GOOGLE_BYTES = 8 * 1024
const LOGINS_BYTES = 16 * 1024

/** JSON, XML and profiles with all their fields. */
export const DOCUMENT_TOKENS: readonly Detector[] = [
  {
    id: 'gcp-service-account',
    title: 'a Google Cloud service account key',
    rank: 'whole',
    severity: 'error',
    // the others are the same words in base64, as they stand at each of its three places
    keywords: ['service_account', 'c2VydmljZV9hY2NvdW50', 'NlcnZpY2VfYWNjb3Vud', 'zZXJ2aWNlX2FjY291bn'],
    before: GOOGLE_BYTES,
    after: GOOGLE_BYTES,
    *find(text) {
      yield* googleMatches(text, 'service_account')
      yield* encodedServiceAccounts(text)
    },
    examples: SERVICE_ACCOUNT_EXAMPLES,
  },
  {
    id: 'gcp-adc-user',
    title: "a Google user's application-default credentials",
    rank: 'whole',
    severity: 'error',
    keywords: ['authorized_user'],
    before: GOOGLE_BYTES,
    after: GOOGLE_BYTES,
    find: text => googleMatches(text, 'authorized_user'),
    examples: USER_EXAMPLES,
  },
  {
    id: 'docker-auth',
    title: "a container registry's login",
    rank: 'whole',
    severity: 'error',
    keywords: ['auths"', 'auths\\"'],
    before: LOGINS_BYTES,
    after: LOGINS_BYTES,
    find: registryMatches,
    examples: DOCKER_EXAMPLES,
  },
  {
    id: 'jwk-private',
    title: 'a private JSON Web Key',
    rank: 'whole',
    severity: 'error',
    keywords: ['"kty', "'kty", 'kty:'],
    before: JWK_BYTES,
    after: JWK_BYTES,
    *find(text) {
      for (const { secret, whole, masked, known } of privateJwks(text)) {
        const { start, end, key } = secret
        yield { start, end, key, whole, masked, severity: known ? 'error' : 'warning' }
      }
    },
    examples: JWK_EXAMPLES,
  },
  {
    id: 'azure-publish-profile',
    title: 'the password of an Azure publish profile',
    rank: 'whole',
    severity: 'error',
    keywords: ['userPWD'],
    before: 2048,
    after: 1024,
    shape: 'b62{60}',
    find: publishPasswords,
    examples: PUBLISH_EXAMPLES,
  },
  {
    id: 'oracle-oci',
    title: 'a profile of the Oracle Cloud command line',
    rank: 'context',
    severity: 'info',
    keywords: ['ocid1.user.'],
    before: 1024,
    after: 1024,
    find: ociProfiles,
    examples: OCI_EXAMPLES,
  },
]

function* googleMatches(text: string, wanted: GoogleKey['type']): Generator<RawMatch> {
  for (const { type, secret, whole, masked, complete } of googleKeys(text)) {
    if (type !== wanted) continue
    const { start, end, key } = secret
    // a private key opens something whatever stands beside it
    const severity = complete || type === 'service_account' ? 'error' : LESS.error
    yield { start, end, key, whole, masked, severity }
  }
}

const ENCODED = /c2VydmljZV9hY2NvdW50|NlcnZpY2VfYWNjb3Vud|zZXJ2aWNlX2FjY291bn/g
/** An opening brace with what may follow it: a quote, a blank, a line end. */
const ENCODED_OPENING = /eyJ|eyAi|ewog|ewoJ|ew0K/

function* encodedServiceAccounts(text: string): Generator<RawMatch> {
  for (const { start, end, decoded } of base64Around(text, ENCODED, ENCODED_OPENING)) {
    const found = [...googleKeys(decoded)].find(key => key.type === 'service_account')
    if (found) yield { start, end, key: found.secret.key, masked: found.masked, severity: 'error' }
  }
}

const AUTHS = /auths\\{0,3}"\s{0,8}:/g

function* registryMatches(text: string): Generator<RawMatch> {
  for (const span of objectsAround(text, AUTHS)) {
    for (const { host, secret, whole } of registryLogins(text, span)) {
      const { start, end, key } = secret
      const masked = maskUrl({ scheme: 'https', user: undefined, host: hostOf(host) })
      yield { start, end, key, whole, masked, severity: 'error' }
    }
  }
}

/** Docker Hub has its API's URL for a name. */
function hostOf(name: string): string {
  const authority = name.replace(/^https?:\/\//, '').split('/')[0]!
  return authority.slice(authority.lastIndexOf('@') + 1)
}

const PUBLISH_PASSWORD = /\buserPWD\s{0,4}=\s{0,4}\\{0,3}["']([A-Za-z0-9]{60})\\{0,3}["']/dg

/** One password stands in a profile for each way of publishing. */
function* publishPasswords(text: string): Generator<RawMatch> {
  for (const { 1: value, indices, index } of text.matchAll(PUBLISH_PASSWORD)) {
    if (isPlaceholder(value!) || !isRandomEnough(value!)) continue
    const [start, end] = indices![1]!
    const opening = text.slice(Math.max(0, index - 2048), index).lastIndexOf('<publishProfile ')
    const from = opening < 0 ? index : Math.max(0, index - 2048) + opening
    const whole = { start: from, end: end + 1 }
    yield { start, end, key: 'userPWD', whole, masked: maskValue(value!), severity: 'error' }
  }
}

const OCI_USER =
  /^[ \t]{0,16}user[ \t]{0,8}=[ \t]{0,8}(ocid1\.user\.oc\d{1,3}\.[\w-]{0,32}\.[a-z0-9]{40,80})\b/dgm
const OCI_FINGERPRINT = /^[ \t]{0,16}fingerprint[ \t]{0,8}=[ \t]{0,8}(?:[0-9a-f]{2}:){15}[0-9a-f]{2}/m
const OCI_REACH = 1024

/** The key that the profile names is the secret: this says that there is one. */
function* ociProfiles(text: string): Generator<RawMatch> {
  for (const { 1: value, indices } of text.matchAll(OCI_USER)) {
    const [start, end] = indices![1]!
    const around = text.slice(Math.max(0, start - OCI_REACH), end + OCI_REACH)
    if (!OCI_FINGERPRINT.test(around) || !/^[ \t]{0,16}key_(?:file|content)[ \t]{0,8}=/m.test(around))
      continue
    yield { start, end, key: 'user', masked: maskValue(value!), severity: 'info' }
  }
}
