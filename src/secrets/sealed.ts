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
  return (text.includes('ENC[AES256_GCM,') && SOPS.test(text)) || isSealedManifest(text)
}

/** Where sops keeps its own data: YAML, JSON, INI, dotenv. */
const SOPS = /^sops:[ \t]{0,8}\r?$|"sops"\s{0,8}:\s{0,8}\{|^\[sops\]|^sops_mac=ENC\[/m
const SEALED_KIND = /^kind:[ \t]{0,8}(?:SealedSecret|ExternalSecret)\b/m

/** Of several documents in one file every one. */
function isSealedManifest(text: string): boolean {
  if (!SEALED_KIND.test(text)) return false
  return text.split(/^---.*$/m).every(document => !/^kind:/m.test(document) || SEALED_KIND.test(document))
}
