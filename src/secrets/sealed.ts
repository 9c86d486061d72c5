import { bytesAt, startsWith } from './decode.ts'

const HEADERS = [
  '$ANSIBLE_VAULT;',
  'age-encryption.org/v1',
  '-----BEGIN AGE ENCRYPTED FILE-----',
  '-----BEGIN PGP MESSAGE-----',
  // transcrypt: `Salted__` in base64
  'U2FsdGVkX1',
  // a pointer of Git LFS, which has a rule of its own
  'version https://git-lfs.github.com/spec/',
]
const GIT_CRYPT = [0x00, 0x47, 0x49, 0x54, 0x43, 0x52, 0x59, 0x50, 0x54, 0x00]

/** Whether a tool has encrypted the file as a whole, or left a pointer in its place. */
export function isSealed(bytes: Uint8Array, text: string | undefined): boolean {
  if (bytesAt(bytes, 0, GIT_CRYPT) || HEADERS.some(header => startsWith(bytes, header))) return true
  if (text === undefined) return false
  const isSops = text.includes('ENC[AES256_GCM,') && text.includes('sops') && text.includes('mac')
  return isSops || /^kind:[ \t]{0,8}(?:SealedSecret|ExternalSecret)\b/m.test(text)
}
