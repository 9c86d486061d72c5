// Names of images. Mirrors distribution/reference normalize.go, reference.go and regexp.go.

import { lower } from '../go-text.ts'

export interface ImageReference {
  domain: string
  path: string
  tag: string
  digest: string
}

const HOST_PART = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)'
const DOMAIN = `(?:${HOST_PART}(?:\\.${HOST_PART})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`
const NAME_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}'
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}'
const REFERENCE = new RegExp(
  `^(?:(${DOMAIN})/)?(${NAME_PART}(?:/${NAME_PART})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`,
)
const IDENTIFIER = /^[a-f0-9]{64}$/
const MAX_PATH = 255
/** Longer than any name that can be valid: nothing is gained by looking at the rest. */
const MAX_REFERENCE = 2000

/** An image as `FROM` names it, spelled out; or what is wrong with it. */
export function parseReference(text: string): ImageReference | { reason: string } {
  if (IDENTIFIER.test(text))
    return { reason: `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings` }
  const { domain, rest } = splitDomain(text)
  const colon = rest.indexOf(':')
  const name = colon < 0 ? rest : rest.slice(0, colon)
  if (lower(name) !== name)
    return { reason: `invalid reference format: repository name (${name}) must be lowercase` }
  const whole = `${domain}/${rest}`
  const match = whole.length > MAX_REFERENCE ? null : REFERENCE.exec(whole)
  if (match === null) return { reason: unreadable(whole) }
  const [, host = '', path = '', tag = '', digest = ''] = match
  if (path.length > MAX_PATH)
    return { reason: `repository name must not be more than ${MAX_PATH} characters` }
  const wrong = digest === '' ? undefined : wrongDigest(digest)
  return wrong === undefined ? { domain: host, path, tag, digest } : { reason: wrong }
}

function unreadable(whole: string): string {
  const lowered = whole.length <= MAX_REFERENCE && REFERENCE.test(lower(whole))
  return lowered ? 'repository name must be lowercase' : 'invalid reference format'
}

/** `docker.io/library/alpine:latest`, a tag put in where there is neither tag nor digest. */
export function spelledOut({ domain, path, tag, digest }: ImageReference): string {
  const named = tag === '' && digest === '' ? ':latest' : tag === '' ? '' : `:${tag}`
  return `${domain}/${path}${named}${digest === '' ? '' : `@${digest}`}`
}

/** The short name under which a named context is known: `alpine`, without `:latest`. */
export function contextName({ domain, path, tag, digest }: ImageReference): string {
  const short = domain === 'docker.io' ? path.replace(/^library\/(?=[^/]*$)/, '') : `${domain}/${path}`
  return `${short}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`.replace(/:latest$/, '')
}

function splitDomain(text: string): { domain: string; rest: string } {
  const slash = text.indexOf('/')
  const first = slash < 0 ? '' : text.slice(0, slash)
  const isHost = first === 'localhost' || /[.:]/.test(first) || lower(first) !== first
  const domain = first === 'index.docker.io' || !isHost ? 'docker.io' : first
  const rest = isHost ? text.slice(slash + 1) : text
  return { domain, rest: domain === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest }
}

const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }
const ANY_DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/

/** What opencontainers/go-digest digest.go Validate says to it; undefined where it is all right. */
export function wrongDigest(digest: string): string | undefined {
  const colon = digest.indexOf(':')
  if (colon <= 0 || colon + 1 === digest.length) return 'invalid checksum digest format'
  const algorithm = digest.slice(0, colon)
  const encoded = digest.slice(colon + 1)
  if (!Object.hasOwn(DIGEST_LENGTHS, algorithm))
    return ANY_DIGEST.test(digest) ? 'unsupported digest algorithm' : 'invalid checksum digest format'
  if (encoded.length !== DIGEST_LENGTHS[algorithm]) return 'invalid checksum digest length'
  return /^[a-f0-9]+$/.test(encoded) ? undefined : 'invalid checksum digest format'
}
