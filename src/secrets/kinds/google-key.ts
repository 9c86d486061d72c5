import { INNOCENT, type Reading, type SecretFile, UNKNOWN } from '../kind.ts'
import { googleKeys } from '../readers/google-keys.ts'
import { lineCounter } from '../readers/lines.ts'

const TYPE = /"type"\s{0,8}:\s{0,8}"(?:service_account|authorized_user|external_account)"/

/** JSON that Google's libraries take for credentials. That of an external account holds no secret. */
export function inspectGoogleKey({ text }: SecretFile): Reading {
  if (text === undefined || !TYPE.test(text)) return UNKNOWN
  const [found] = googleKeys(text)
  if (!found) return INNOCENT
  const { secret, masked, type } = found
  const ground = type === 'service_account' ? 'token' : 'field'
  const line = lineCounter(text)(secret.start)
  return { state: 'live', hits: [{ key: secret.key, masked, line, ground }] }
}
