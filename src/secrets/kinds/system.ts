import { bytesAt, startsWith } from '../decode.ts'
import { containerOf, found } from '../inspect.ts'
import {
  HARMLESS,
  INNOCENT,
  liveOr,
  type Reading,
  type SecretFile,
  type SecretKind,
  UNKNOWN,
} from '../kind.ts'
import { hitOf } from '../readers/hits.ts'
import { linesOf } from '../readers/lines.ts'
import { capturedPairs, linePairs } from '../readers/pairs.ts'
import { privateKeyHits } from '../readers/private-keys.ts'
import { settingHits, tokenHits } from '../readers/tokens.ts'
import { isCredential } from '../values.ts'

/** Accounts, histories and networks of a machine. */
export const SYSTEM_KINDS: readonly SecretKind[] = [
  {
    id: 'netrc',
    title: 'logins of netrc',
    names: ['.netrc', '_netrc'],
    confirmedBy: '`machine … login … password` with a literal',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectNetrc,
  },
  {
    id: 'htpasswd',
    title: "a web server's users",
    names: ['.htpasswd', '*.htpasswd', 'htpasswd'],
    confirmedBy: '`user:hash`',
    severity: { live: 'warning', name: 'info' },
    inspect: found(text => capturedPairs(text, HTPASSWD, 'hash').map(pair => hitOf(pair, 'token')), HARMLESS),
  },
  {
    id: 'shadow',
    title: "a system's password hashes",
    names: ['shadow', 'shadow-', 'gshadow', 'master.passwd', 'sam', 'ntds.dit'],
    confirmedBy: 'a hash (`$id$…`) in its field, or the magic number of the Windows stores',
    severity: { live: 'error', name: 'info' },
    inspect: inspectShadow,
  },
  {
    id: 'history',
    title: "a shell's or client's history",
    names: [
      '.bash_history',
      '.zsh_history',
      '.psql_history',
      '.mysql_history',
      '.python_history',
      '.node_repl_history',
      '.irb_history',
      'fish_history',
    ],
    confirmedBy: 'a command with a password, a token or a URL with credentials',
    severity: { live: 'error', harmless: 'warning', name: 'warning' },
    inspect: inspectHistory,
  },
  {
    id: 'wireguard-conf',
    title: 'a VPN profile',
    names: ['wg*.conf', '*.wg', '*.ovpn', '*.mobileconfig'],
    confirmedBy: '`PrivateKey =`, a key or a password inside',
    severity: { live: 'error', name: 'info' },
    inspect: inspectVpn,
  },
  {
    id: 'http-captures',
    title: 'captured traffic',
    names: ['*.har', '*.pcap', '*.pcapng', '*.saz', '*.chlsj'],
    confirmedBy: 'a header `Authorization`, `Cookie` or `Set-Cookie`; the magic number of a capture',
    severity: { live: 'warning', name: 'warning' },
    inspect: inspectCapture,
  },
]

const NETRC_PASSWORD = /\bpassword[ \t]{1,16}(?:\n[ \t]{0,16})?"?([^\s"]{1,512})/g

function inspectNetrc({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const pairs = capturedPairs(text, NETRC_PASSWORD, 'password').filter(pair => isCredential(pair.value))
  return liveOr(
    pairs.map(pair => hitOf(pair, 'field')),
    /\b(?:machine|default)\s/.test(text) ? INNOCENT : UNKNOWN,
  )
}

const HTPASSWD =
  /^[^:\s]{1,128}:(\$apr1\$[^\s:]{8,64}|\$2[aby]\$[^\s:]{20,80}|\{SHA\}[^\s:]{28}|\$[56]\$[^\s:]{20,128})/gm
const SHADOW = /^[\w.$-]{1,64}:(\$[a-z0-9]{1,8}\$[^:\s]{8,256}):/gm

function inspectShadow(file: SecretFile): Reading {
  const { text, bytes, name } = file
  // a registry hive; the Extensible Storage Engine's mark stands at 4
  const isWindows = startsWith(bytes, 'regf') || bytesAt(bytes, 4, [0xef, 0xcd, 0xab, 0x89])
  if (isWindows && /^(?:sam|ntds\.dit)$/.test(name)) return containerOf('password hashes', file)
  if (text === undefined) return UNKNOWN
  const hits = capturedPairs(text, SHADOW, 'hash').map(pair => hitOf(pair, 'token'))
  return liveOr(hits, /^[\w.$-]{1,64}:[*!x]{0,2}:/m.test(text) ? INNOCENT : UNKNOWN)
}

/** `-u user:password`, `-ppassword` of MySQL's client, `IDENTIFIED BY`. */
const COMMAND_PASSWORD =
  /(?:\bcurl\b[^\n]{0,512}?\s(?:-u|--user)[ =]["']?[^\s:"']{1,128}:|\bmysql[^\n]{0,256}?\s(?:-p|--password=)|\bIDENTIFIED\s{1,4}BY\s{1,4}|\bsshpass\s{1,4}-p\s{0,4})["']?([^\s"']{4,256})/gi
/** zsh's extended format: `: 1700000000:0;command` */
const ZSH_STAMP = /^: \d{1,12}:\d{1,8};/

function inspectHistory({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const commands = linesOf(text).map(line => line.replace(ZSH_STAMP, ''))
  const assignments = linePairs(commands.join('\n'))
  const passwords = capturedPairs(text, COMMAND_PASSWORD, 'password').filter(pair => isCredential(pair.value))
  const tokens = [...tokenHits(text), ...passwords.map(pair => hitOf(pair, 'token'))]
  return liveOr(settingHits(tokens, assignments), HARMLESS)
}

const WIREGUARD_KEY =
  /^[ \t]{0,8}(?:PrivateKey|PresharedKey)[ \t]{0,8}=[ \t]{0,8}([A-Za-z0-9+/]{43}=)[ \t]{0,8}\r?$/gm
const OPENVPN_LOGIN = /<auth-user-pass>\s{0,8}[^\n<]{1,128}\n([^\s<]{1,128})/g
/** of OpenVPN's tls-auth and tls-crypt */
const STATIC_KEY = /-----BEGIN OpenVPN Static key V1-----\s{0,8}([0-9a-f]{32})/g

function inspectVpn({ text, name }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  if (name.endsWith('.mobileconfig')) return inspectProfile(text)
  const captured = [
    ...capturedPairs(text, WIREGUARD_KEY, 'PrivateKey'),
    ...capturedPairs(text, OPENVPN_LOGIN, 'auth-user-pass'),
    ...capturedPairs(text, STATIC_KEY, 'static key'),
  ].filter(pair => isCredential(pair.value))
  return liveOr([...privateKeyHits(text), ...captured.map(pair => hitOf(pair, 'field'))], INNOCENT)
}

const PROFILE_PASSWORD =
  /<key>(?:\w{0,32}Password|SharedSecret)<\/key>\s{0,64}<(?:string|data)>\s{0,64}([^<>\s]{1,512})/g

function inspectProfile(text: string): Reading {
  const pairs = capturedPairs(text, PROFILE_PASSWORD, 'Password').filter(pair => isCredential(pair.value))
  return liveOr(
    pairs.map(pair => hitOf(pair, 'field')),
    INNOCENT,
  )
}

const CAPTURED_HEADER = /"name"\s{0,8}:\s{0,8}"(?:authorization|cookie|set-cookie)"/i

function inspectCapture(file: SecretFile): Reading {
  const { bytes, text } = file
  const isCapture = [
    [0xd4, 0xc3, 0xb2, 0xa1],
    [0xa1, 0xb2, 0xc3, 0xd4],
    [0x0a, 0x0d, 0x0d, 0x0a],
  ].some(mark => bytesAt(bytes, 0, mark))
  if (isCapture) return containerOf('capture', file)
  if (text === undefined) return UNKNOWN
  if (CAPTURED_HEADER.test(text)) return containerOf('capture with credentials', file)
  return bytes.length < file.fileBytes ? UNKNOWN : HARMLESS
}
