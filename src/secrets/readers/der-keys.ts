import { bytesAt } from '../decode.ts'
import type { Hit } from '../kind.ts'
import { maskBlock } from '../mask.ts'

/** The beginnings of private keys in DER; lengths are left open. */
const DER_KEYS: readonly { label: string; bytes: readonly (number | null)[] }[] = [
  // PKCS#8: version 0, then the identifier of RSA, or that of an elliptic curve
  {
    label: 'PKCS #8 RSA private key',
    bytes: [0x30, 0x82, null, null, 2, 1, 0, 0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1],
  },
  {
    label: 'PKCS #8 EC private key',
    bytes: [0x30, 0x81, null, 2, 1, 0, 0x30, null, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1],
  },
  {
    label: 'PKCS #8 Ed25519 private key',
    bytes: [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70],
  },
  // PKCS#1: version 0, then the modulus
  { label: 'RSA private key', bytes: [0x30, 0x82, null, null, 2, 1, 0, 2, 0x82] },
  // SEC1: version 1, then the key of 32 bytes
  { label: 'EC private key', bytes: [0x30, 0x77, 2, 1, 1, 4, 0x20] },
]

/** A private key in DER, by how the file begins. */
export function derKeyHit(bytes: Uint8Array): Hit | undefined {
  const found = DER_KEYS.find(key => bytesAt(bytes, 0, key.bytes))
  return found && { masked: maskBlock(found.label, bytes.length), ground: 'token' }
}
