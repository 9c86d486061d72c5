import { maskValue } from '../mask.ts'
import { isCredential } from '../values.ts'
import { privateKeys } from './armour.ts'
import { type Member, memberPattern, membersOf, objectsAround, type Span } from './json-objects.ts'

/** Credentials that Google's libraries take, with the member that is the secret. */
export interface GoogleKey {
  type: 'service_account' | 'authorized_user'
  secret: Member
  /** the object */
  whole: Span
  masked: string
  /** whether everything stands there that such a file has */
  complete: boolean
}

const TYPE = /type\\{0,3}["']?\s{0,8}:\s{0,8}\\{0,3}["'](?:service_account|authorized_user)\\{0,3}["']/g
const MEMBERS = memberPattern('type|private_key|private_key_id|client_email|client_secret|refresh_token')

/** Service accounts with their private key, and users' credentials with their refresh token. */
export function* googleKeys(text: string): Generator<GoogleKey> {
  for (const whole of objectsAround(text, TYPE)) {
    const members = new Map<string, Member>()
    for (const member of membersOf(text, whole, MEMBERS))
      if (!members.has(member.key)) members.set(member.key, member)
    const isService = members.get('type')?.value === 'service_account'
    const found = isService ? serviceAccount(members) : authorizedUser(members)
    if (found) yield { ...found, whole }
  }
}

type Members = ReadonlyMap<string, Member>

/** The mask is that of the key, and says whose it is. */
function serviceAccount(members: Members): Omit<GoogleKey, 'whole'> | undefined {
  const secret = members.get('private_key')
  const [key] = privateKeys(secret?.value ?? '')
  if (!secret || !key) return undefined
  const domain = members.get('client_email')?.value.split('@')[1]
  const masked = domain && /^[\w.-]{1,253}$/.test(domain) ? `${key.masked}, …@${domain}` : key.masked
  const complete = domain !== undefined && /^[0-9a-f]{40}$/.test(members.get('private_key_id')?.value ?? '')
  return { type: 'service_account', secret, masked, complete }
}

function authorizedUser(members: Members): Omit<GoogleKey, 'whole'> | undefined {
  const secret = members.get('refresh_token')
  if (!secret || !isCredential(secret.value)) return undefined
  const complete = members.has('client_secret') && /^1\/\/[\w-]{40,200}$/.test(secret.value)
  return { type: 'authorized_user', secret, masked: maskValue(secret.value), complete }
}
