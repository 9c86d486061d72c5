import { bytesAt } from '../decode.ts'
import { containerOf, firstOf, magic } from '../inspect.ts'
import { HARMLESS, INNOCENT, type Reading, type SecretFile, type SecretKind, UNKNOWN } from '../kind.ts'

/** Password managers, wallets and browsers' stores. */
export const STORE_KINDS: readonly SecretKind[] = [
  {
    id: 'keepass',
    title: 'a KeePass database',
    names: ['*.kdbx', '*.kdb'],
    confirmedBy: 'the magic number of KeePass',
    severity: { live: 'error', name: 'warning' },
    inspect: magic('KeePass database', [0x03, 0xd9, 0xa2, 0x9a]),
  },
  {
    id: 'password-stores',
    title: "a password manager's store",
    names: [
      '*.agilekeychain/data/default/encryptionkeys.js',
      '*.opvault/default/profile.js',
      '*.psafe3',
      '.password-store/**.gpg',
      '*.enpassdb',
      'logins.json',
      'login data',
      '*.keychain',
      '*.keychain-db',
    ],
    confirmedBy: "the store's magic number, or its JSON",
    severity: { live: 'error', name: 'warning' },
    inspect: firstOf(
      magic('password store', 'PWS3', 'kych'),
      magic('SQLite database', 'SQLite format 3\0'),
      inspectStoreJson,
    ),
  },
  {
    id: 'wallets',
    title: 'a wallet',
    names: ['wallet.dat', 'keystore/utc--*', '*.wallet', 'id.json', 'mnemonic*'],
    confirmedBy: 'an encrypted key with its parameters, an array of 64 bytes, or a seed phrase',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectWallet,
  },
  {
    id: 'cookies',
    title: "a browser's cookies",
    names: ['cookies.txt', 'cookies'],
    confirmedBy: "rows of Netscape's format, or an SQLite database",
    severity: { live: 'warning', name: 'info' },
    inspect: firstOf(magic('SQLite database', 'SQLite format 3\0'), inspectCookies),
  },
]

const STORE_JSON =
  /"(?:encryptedPassword|overviewKey|masterKey)"\s{0,8}:\s{0,8}"[^"]{8}|"data"\s{0,8}:\s{0,8}"[^"]{64}/

function inspectStoreJson(file: SecretFile): Reading {
  if (file.text === undefined) return UNKNOWN
  if (STORE_JSON.test(file.text)) return containerOf('password store', file)
  // Firefox writes the list before there is anything in it
  return /"logins"\s{0,8}:\s{0,8}\[\s{0,8}\]/.test(file.text) ? INNOCENT : UNKNOWN
}

function inspectWallet(file: SecretFile): Reading {
  const { name, text, bytes } = file
  if (name === 'id.json') return isByteArray(text ?? '') ? containerOf('array of 64 bytes', file) : INNOCENT
  // Berkeley DB's magic stands at 12
  const isDatabase =
    bytesAt(bytes, 12, [0x62, 0x31, 0x05, 0x00]) || bytesAt(bytes, 12, [0x00, 0x05, 0x31, 0x62])
  if (isDatabase) return containerOf('wallet database', file)
  if (text === undefined) return UNKNOWN
  if (/"crypto"/i.test(text) && text.includes('"ciphertext"')) return containerOf('encrypted wallet', file)
  if (!name.startsWith('mnemonic')) return UNKNOWN
  return isSeedPhrase(text) ? containerOf('seed phrase', file) : UNKNOWN
}

/** Solana writes a key pair as numbers. */
function isByteArray(text: string): boolean {
  if (!/^\s{0,64}\[[\d,\s]{127,1024}\]\s{0,64}$/.test(text)) return false
  return text.split(',').filter(number => Number(number.replace(/[[\]\s]/g, '')) <= 255).length === 64
}

const SEED_LENGTHS = new Set([12, 15, 18, 21, 24])

/** BIP 39 allows 12 to 24 words; those of tests repeat one of them or end in `junk`. */
function isSeedPhrase(text: string): boolean {
  if (text.length > 1024) return false
  const words = text.trim().split(/[\s,]+/)
  if (!SEED_LENGTHS.has(words.length) || !words.every(word => /^[a-z]{3,8}$/.test(word))) return false
  return new Set(words).size > words.length / 2 && words.at(-1) !== 'junk'
}

/** Domain, flag, path, flag, expiry, name, value; separated by tabs. */
const COOKIE_ROW =
  /^(?:#HttpOnly_)?[\w.-]{1,253}\t(?:TRUE|FALSE)\t[^\t\n]{1,512}\t(?:TRUE|FALSE)\t\d{1,16}\t[^\t\n]{1,256}\t[^\t\n]/m

function inspectCookies(file: SecretFile): Reading {
  if (file.text === undefined) return UNKNOWN
  if (COOKIE_ROW.test(file.text)) return containerOf('cookies', file)
  return file.text.includes('HTTP Cookie File') ? HARMLESS : UNKNOWN
}
