const VERSION = 2
const END = 0
const LOCATION = 1
const IDENTIFIER = 2
const VERIFICATION = 4
const SIGNATURE = 6
const SIGNATURE_BYTES = 32

/**
 * Whether this is base64 of a macaroon in the second binary form: the version, a section of location and identifier,
 * one for each caveat, and a signature of 32 bytes. A field is its type, its length and its bytes; a zero ends each
 * section, and one more ends them all.
 */
export function isMacaroon(base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes[0] !== VERSION || bytes[1] === END) return false
  let at = 1
  for (; at < bytes.length && bytes[at] !== END; at++) {
    for (; at < bytes.length && bytes[at] !== END; at = endOfField(bytes, at)) {
      const type = bytes[at]!
      if (type !== LOCATION && type !== IDENTIFIER && type !== VERIFICATION) return false
    }
  }
  const [type, length] = bytes.subarray(at + 1)
  return type === SIGNATURE && length === SIGNATURE_BYTES && bytes.length === at + 3 + SIGNATURE_BYTES
}

/** Lengths have seven bits a byte, lowest first; nothing here needs more than two. */
function endOfField(bytes: Uint8Array, at: number): number {
  const low = bytes[at + 1] ?? 0
  if (low < 0x80) return at + 2 + low
  return at + 3 + ((low & 0x7f) | ((bytes[at + 2] ?? 0) << 7))
}
