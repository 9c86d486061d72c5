import { isCredential } from '../values.ts'
import { isUserAndPassword } from './authorization.ts'
import { type Member, memberPattern, membersOf, type Span } from './json-objects.ts'

/** A login of a container registry: docker/cli's config/types.AuthConfig under its host. */
export interface RegistryLogin {
  host: string
  secret: Member
  /** the login with its host */
  whole: Span
}

/** A member that is an object without others in it. */
const ENTRY = /\\{0,3}"([^"\s]{1,253})"\s{0,32}:\s{0,32}\{([^{}]{0,16384})\}/dg
const FIELDS = memberPattern('auth|identitytoken|registrytoken|password')

/** Logins that hold a password or a token, one a host, in a part of a text. */
export function* registryLogins(text: string, { start, end }: Span): Generator<RegistryLogin> {
  for (const { 1: host, indices } of text.slice(start, end).matchAll(ENTRY)) {
    const [from, to] = indices![0]!.map(at => start + at) as [number, number]
    const [inside] = indices![2]!.map(at => start + at) as [number, number]
    for (const secret of membersOf(text, { start: inside, end: to }, FIELDS)) {
      const { key, value } = secret
      if (!(key === 'auth' ? isUserAndPassword(value) : isCredential(value))) continue
      yield { host: host!.replace(/\\/g, ''), secret, whole: { start: from, end: to } }
      break
    }
  }
}
