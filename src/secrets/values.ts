import { isRandomEnough } from './entropy.ts'
import { isEncryptedValue, isPlaceholder, isReference, isWordy } from './placeholder.ts'

const MAX_CREDENTIAL = 4096
const MIN_GUESS = 8
const MAX_GUESS = 256

/** Whether a literal stands there: something that is written out, whatever it is. */
export function isLiteral(value: string): boolean {
  return value !== '' && !isReference(value) && !isEncryptedValue(value)
}

/** Whether the value of a field that is made for credentials is one. */
export function isCredential(value: string): boolean {
  if (value.length < 4 || value.length > MAX_CREDENTIAL) return false
  return isLiteral(value) && !isPlaceholder(value) && !isWordy(value)
}

/** What stands under a name that says secret, and is none. */
const ORDINARY: readonly RegExp[] = [
  // number, date, time, duration, version
  /^[+-]?[\d.,_:]+(?:ms|s|m|h|d)?$/,
  /^\d{4}-\d\d-\d\d(?:[T ][\d:.Z+-]*)?$/,
  /^v?\d+(?:\.\d+)+(?:[-+][\w.]{1,32})?$/,
  // path, host, URL (one with credentials is found before), e-mail address
  /^(?:~|\.{1,2})?\/[\w.@-]+(?:\/[\w.@-]+)*\/?$/,
  /^(?:[A-Za-z]:\\|\.{1,2}\\|\\\\)/,
  /^[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\//,
  /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/,
  // colour, hash algorithm, MIME type
  /^#[0-9A-Fa-f]{3,8}$/,
  /^(?:md5|sha-?\d{1,3}|bcrypt|argon2\w{0,2}|scrypt|pbkdf2|hs\d{3}|rs\d{3}|es\d{3}|aes[\w-]{0,24})$/i,
  /^(?:application|text|image|audio|video|multipart)\/[\w.+-]{1,64}$/,
  // a word with a few digits, a phrase
  /^(?:[A-Z]?[a-z]{1,15}|[A-Z]{1,15}|[A-Za-z]?[a-z]{2,14}(?:[A-Z][a-z]{2,14}){1,5})\d{0,4}$/,
  /^\p{L}+(?:[ ]\p{L}+){2,}[.!?]?$/u,
  // types and code: a member chain, a call, a name in capitals
  /^[A-Za-z_]\w{0,23}(?:(?:\.|::|->)[A-Za-z_]\w{0,23})+(?:\(.*)?$/,
  /^[A-Za-z_][\w.]{0,63}\(.*\)?;?$/,
  /^[A-Z][A-Z]+(?:_[A-Z]+)+$/,
  // public by design
  /^(?:pk_(?:live|test)_|pk\.eyJ|phc_|sb_publishable_|ssh-(?:rsa|ed25519) |age1)/,
  // the first line of a block; what matters is whether a private key follows
  /^-----BEGIN /,
  // opens a sandbox only
  /^(?:sk_test_|rk_test_|rzp_test_)/,
]
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether the value under a name that says secret looks like one. */
export function looksSecret(key: string, value: string): boolean {
  if (value.length < MIN_GUESS || value.length > MAX_GUESS || !isCredential(value)) return false
  if (ORDINARY.some(form => form.test(value))) return false
  if (UUID.test(value)) return /secret|token/i.test(key)
  return isRandomEnough(value)
}
