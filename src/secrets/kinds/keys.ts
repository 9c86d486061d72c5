import { bytesAt } from '../decode.ts'
import { containerOf, found, magic } from '../inspect.ts'
import {
  HARMLESS,
  INNOCENT,
  liveOr,
  type Reading,
  type SecretFile,
  type SecretKind,
  UNKNOWN,
} from '../kind.ts'
import { maskBlock } from '../mask.ts'
import { fieldPairs, fieldPattern } from '../readers/fields.ts'
import { credentialHits } from '../readers/hits.ts'
import { derKeyHit, isPublishedKey, privateKeyHits } from '../readers/private-keys.ts'

/** Private keys and the containers that hold them. */
export const KEY_KINDS: readonly SecretKind[] = [
  {
    id: 'ssh-private-key',
    title: 'an SSH private key',
    names: ['id_rsa', 'id_dsa', 'id_ecdsa*', 'id_ed25519*', '*_rsa', 'identity', 'ssh_host_*_key'],
    confirmedBy: 'a private key in PEM or OpenSSH form; a warning where it is encrypted',
    severity: { live: 'error', name: 'warning' },
    inspect: file => (file.name.endsWith('.pub') ? INNOCENT : inspectKey(file)),
  },
  {
    id: 'mobile-signing',
    title: 'a signing key of an app',
    names: [
      'key.properties',
      'authkey_*.p8',
      'google-services.json',
      'googleservice-info.plist',
      'fastlane/*.p12',
      '.appstoreconnect*',
    ],
    confirmedBy:
      "a private key or a store's password; Google's files hold public keys and are an information",
    severity: {
      live: 'error',
      name: 'warning',
      nameOf: { 'google-services.json': 'info', 'googleservice-info.plist': 'info' },
    },
    inspect: inspectMobile,
  },
  {
    id: 'pem-key',
    title: 'a private key',
    names: ['*.pem', '*.key', '*.p8', '*.pk8'],
    confirmedBy: 'a private key in PEM or DER; a warning where it is encrypted',
    severity: { live: 'error', name: null },
    inspect: file => inspectKey(file),
  },
  {
    id: 'putty-key-file',
    title: 'a PuTTY private key',
    names: ['*.ppk'],
    confirmedBy: '`PuTTY-User-Key-File-`; a warning where it is encrypted',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectPutty,
  },
  {
    id: 'pkcs12',
    title: 'a PKCS #12 key store',
    names: ['*.p12', '*.pfx'],
    confirmedBy: 'the structure of PKCS #12; a warning where the name says trust or CA',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectPkcs12,
  },
  {
    id: 'java-keystore',
    title: 'a Java key store',
    names: ['*.jks', '*.keystore', '*.bks', '*.uber', '*.jceks'],
    confirmedBy: 'the magic number of a key store; an information for trust stores and `debug.keystore`',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectJavaKeystore,
  },
  {
    id: 'gpg-keyring',
    title: 'an OpenPGP private key',
    names: ['secring.gpg', 'private-keys-v1.d/*.key', '*.asc'],
    confirmedBy: 'a secret-key packet, a key of gpg-agent, or private armour',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectGpg,
  },
  {
    id: 'krb-keytab',
    title: 'a Kerberos keytab or ticket cache',
    names: ['*.keytab', 'krb5cc_*'],
    confirmedBy: 'the magic number of a keytab or a ticket cache',
    severity: { live: 'error', name: 'warning' },
    inspect: magic('Kerberos keys', [5, 2], [5, 4]),
  },
]

const PUBLIC_BLOCK =
  /-----BEGIN (?:TRUSTED |X509 )?(?:CERTIFICATE|CERTIFICATE REQUEST|NEW CERTIFICATE REQUEST|(?:RSA )?PUBLIC KEY|(?:X9\.42 )?DH PARAMETERS|EC PARAMETERS|X509 CRL|PKCS7|SSH2 PUBLIC KEY)-----/
const PUBLIC_LINE = /^(?:ssh-[a-z0-9-]{1,32}|ecdsa-[a-z0-9-]{1,32}|sk-[a-z0-9@.-]{1,48}) AAAA/m

/** A key that stands in a file of its own: a line would say nothing. */
function inspectKey({ bytes, text }: SecretFile): Reading {
  const der = derKeyHit(bytes)
  if (der) return { state: 'live', hits: [der] }
  if (text === undefined) return UNKNOWN
  const hits = privateKeyHits(text).map(({ line: _, ...hit }) => hit)
  const isPublic = PUBLIC_BLOCK.test(text) || PUBLIC_LINE.test(text)
  // cut short is not innocent: only a key that everybody has, or the place for one, is
  const isSample = text.includes('PRIVATE KEY') && (isPublishedKey(text) || /\.{3}|…|<|\$\{|\{\{/.test(text))
  return liveOr(hits, isPublic || isSample ? INNOCENT : UNKNOWN)
}

const STORE_PASSWORD = fieldPattern('storePassword|keyPassword|password|issuer_id|key')

function inspectMobile(file: SecretFile): Reading {
  if (/^google-?service/.test(file.name)) return HARMLESS
  if (file.name.endsWith('.p12')) return inspectPkcs12(file)
  const key = inspectKey(file)
  if (key.state === 'live' || file.name !== 'key.properties') return key
  return liveOr(credentialHits(fieldPairs(file.text ?? '', STORE_PASSWORD)), HARMLESS)
}

function inspectPutty({ text, fileBytes }: SecretFile): Reading {
  if (!text?.startsWith('PuTTY-User-Key-File-')) return UNKNOWN
  const encrypted = !/^Encryption: none/m.test(text)
  const masked = maskBlock('PuTTY key', fileBytes)
  return { state: 'live', hits: [{ masked, ground: 'token', ...(encrypted && { severity: 'warning' }) }] }
}

/** SEQUENCE, version 3, SEQUENCE, and soon the identifier of PKCS#7 data. RFC 7292. */
const PKCS12: readonly (readonly (number | null)[])[] = [
  [0x30, 0x80, 2, 1, 3, 0x30],
  [0x30, 0x81, null, 2, 1, 3, 0x30],
  [0x30, 0x82, null, null, 2, 1, 3, 0x30],
  [0x30, 0x83, null, null, null, 2, 1, 3, 0x30],
]
const TRUST_NAME = /trust|cacert|(?:^|[._-])ca(?:[._-]|$)/

function inspectPkcs12(file: SecretFile): Reading {
  if (!PKCS12.some(beginning => bytesAt(file.bytes, 0, beginning))) return UNKNOWN
  return lowered(containerOf('PKCS #12', file), TRUST_NAME.test(file.name) ? 'warning' : undefined)
}

function inspectJavaKeystore(file: SecretFile): Reading {
  const { bytes, name } = file
  const jks = [
    [0xfe, 0xed, 0xfe, 0xed],
    [0xce, 0xce, 0xce, 0xce],
  ].some(mark => bytesAt(bytes, 0, mark))
  const pkcs12 = PKCS12.some(beginning => bytesAt(bytes, 0, beginning))
  // BouncyCastle: versions 0 to 2 as four bytes, then the length of the salt
  const bouncyCastle = /\.(?:bks|uber)$/.test(name) && bytesAt(bytes, 0, [0, 0, 0, null, 0, 0, 0, 20])
  const isPublic = TRUST_NAME.test(name) || name === 'debug.keystore'
  if (jks || pkcs12 || bouncyCastle)
    return lowered(containerOf('key store', file), isPublic ? 'info' : undefined)
  return isPublic ? HARMLESS : UNKNOWN
}

function lowered(reading: Reading, severity: 'warning' | 'info' | undefined): Reading {
  if (reading.state !== 'live' || severity === undefined) return reading
  return { state: 'live', hits: reading.hits.map(hit => ({ ...hit, severity })) }
}

/** RFC 9580, 4.3: packet types 5 (secret key) and 7 (secret subkey), in the old and the new form. */
function isSecretKeyPacket(first: number | undefined): boolean {
  if (first === undefined || first < 0x80) return false
  const type = first >= 0xc0 ? first & 0x3f : (first & 0x3f) >> 2
  return type === 5 || type === 7
}

const AGENT_KEY = /\((?:\d{1,2}:)?(?:protected-|shadowed-)?private-key/

function inspectGpg(file: SecretFile): Reading {
  if (file.name.endsWith('.asc')) return inspectArmour(file)
  const agent = AGENT_KEY.test(Buffer.from(file.bytes.subarray(0, 4096)).toString('latin1'))
  return agent || isSecretKeyPacket(file.bytes[0]) ? containerOf('OpenPGP private key', file) : UNKNOWN
}

const inspectArmour = found(privateKeyHits)
