import { decodeBase64 } from '../decode.ts'
import { isRandomEnough } from '../entropy.ts'
import { maskValue } from '../mask.ts'
import { isPlaceholder, isWordy } from '../placeholder.ts'
import { context } from './context.ts'
import type { Detector, RawMatch } from './detector.ts'
import type { Candidate, Verdict } from './token.ts'

/** name and punctuation */
const BEFORE = 64
const AFTER = 160
/** of an `[Interface]` section before its key */
const SECTION = 1024

const DJANGO_KEY =
  /(?<![A-Za-z0-9])(?:DJANGO_)?SECRET_KEY\\?["']?\]?\s{0,4}(?:=>|[:=])\s{0,4}\\?["']?((?:django-insecure-)?[a-zA-Z0-9!@#$%^&*(_=+)-]{50})(?![a-zA-Z0-9!@#$%^&*(_=+)-])/g

/** The eight keys and salts stand side by side: the first tells of all. */
const WORDPRESS_KEY =
  /(?<![A-Z_])AUTH_KEY\\?["']\s{0,16},\s{0,16}(["'])([\x20-\x26\x28-\x5b\x5d-\x7e]{64})\1|(?<![A-Z_])AUTH_KEY=(["'])([\x20-\x26\x28-\x5b\x5d-\x7e]{64})\3/g

const WIREGUARD_KEY = /(?:(?<![A-Za-z0-9_])|(?<=\\n))PrivateKey\s{0,8}=\s{0,8}([A-Za-z0-9+/]{43}=)(?!=)/g
const SECTION_NAME = /\[(?:Interface|WireGuard)\]/i

/** Keys with which frameworks sign and encrypt. */
export const FRAMEWORK_TOKENS: readonly Detector[] = [
  {
    id: 'django-secret',
    title: 'the secret key of a Django project',
    rank: 'shape',
    severity: 'warning',
    keywords: ['secret_key'],
    before: BEFORE,
    after: AFTER,
    *find(text) {
      for (const match of text.matchAll(DJANGO_KEY)) {
        const value = match[1]!
        // the alphabet holds what other files mark references with
        const drawn = value.replace(/^django-insecure-/, '')
        if (!isPlaceholder(drawn) && !isWordy(drawn) && isRandomEnough(drawn))
          yield ending(match, value, 'SECRET_KEY', 'warning')
      }
    },
    examples: {
      finds: [
        "SECRET_KEY = 'q#!=mal(*f8ayhf=2j13#umny¦nb!i!^ec#ql@-6&&su*#^xkpc'",
        'SECRET_KEY = "django-insecure-c7qo#k=yc_*i92mt2h1¦))pc1as_9=030s)c(%nlp(kb3lf!!&$"',
        'DJANGO_SECRET_KEY=q#!=mal(*f8ayhf=2j13#umny¦nb!i!^ec#ql@-6&&su*#^xkpc',
      ],
      leaves: [
        "SECRET_KEY = os.environ['DJANGO_SECRET_KEY_OF_THE_PRODUCTION_SITE_1']",
        "SECRET_KEY = 'q#!=mal(*f8ayhf=2j13#umnynb!i!^ec#ql@-6&&su*#^xkp'",
        "SECRET_KEY = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'",
        "COMMIT = 'q#!=mal(*f8ayhf=2j13#umnynb!i!^ec#ql@-6&&su*#^xkpc'",
      ],
    },
  },
  context({
    id: 'rails-key',
    title: 'the key of a Rails application',
    severity: 'error',
    near: ['secret_key_base', 'rails_master_key'],
    shape: '( hex{128} | hex{32} )',
    check: railsKey,
    examples: {
      finds: [
        'production:\n  secret_key_base: 307420e1a984925ef31798262a8b2e8fcd1c7e8d3d98176569154dff4eb1b417¦9e463b11d1641ce6c11b9e307e06bc9454f2dac1cf2efeb9aea122bc09d28d43\n',
        'RAILS_MASTER_KEY=42f376a85937de41¦c8f9654766a934f0',
      ],
      leaves: [
        'secret_key_base: 42f376a85937de41c8f9654766a934f0',
        'secret_key_base: <%= ENV["SECRET_KEY_BASE"] %>',
        'digest: 307420e1a984925ef31798262a8b2e8fcd1c7e8d3d98176569154dff4eb1b4179e463b11d1641ce6c11b9e307e06bc9454f2dac1cf2efeb9aea122bc09d28d43',
        'RAILS_MASTER_KEY_DIGEST=42f376a85937de41c8f9654766a934f0',
        'MASTER_KEY=42f376a85937de41c8f9654766a934f0',
      ],
    },
  }),
  context({
    id: 'laravel-key',
    title: 'the key of a Laravel application',
    severity: 'error',
    near: ['app_key'],
    shape: "'base64:' b64{43} '='",
    check: ({ value }) => (decodeBase64(value.slice('base64:'.length))?.length === 32 ? {} : null),
    examples: {
      finds: [
        'APP_KEY=base64:Fm3JRpxMIaghN85JtGb6¦LwUa9GbnSGx43NSYsC75Wm4=',
        "'key' => env('APP_KEY', 'base64:Fm3JRpxMIaghN85JtGb6¦LwUa9GbnSGx43NSYsC75Wm4='),",
      ],
      leaves: [
        'APP_KEY=',
        'APP_KEY=base64:Fm3JRpxMIaghN85JtGb6LwUa9GbnSGx43NSYsC75W==',
        'APP_KEY=base64:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
        'checksum: base64:Fm3JRpxMIaghN85JtGb6LwUa9GbnSGx43NSYsC75Wm4=',
      ],
    },
  }),
  {
    id: 'wordpress-salt',
    title: 'the keys and salts of a WordPress site',
    rank: 'shape',
    severity: 'warning',
    keywords: ['auth_key'],
    before: BEFORE,
    after: AFTER,
    *find(text) {
      for (const match of text.matchAll(WORDPRESS_KEY)) {
        const value = match[2] ?? match[4]!
        if (!isPlaceholder(value) && isRandomEnough(value))
          yield ending(match, value, 'AUTH_KEY', 'warning', 1)
      }
    },
    examples: {
      finds: [
        "define( 'AUTH_KEY',         '$Ks`?QByCFOMh{k]wL|fMCL_p=LxfJdU¦@GRcDpV$9lLp=BW%;_Q-1C;kT#Z5ek%(' );",
        "AUTH_KEY='$Ks`?QByCFOMh{k]wL|fMCL_p=LxfJdU¦@GRcDpV$9lLp=BW%;_Q-1C;kT#Z5ek%('",
      ],
      leaves: [
        "define( 'AUTH_KEY',         'put your unique phrase here' );",
        "define( 'SECURE_AUTH_KEY',  '$Ks`?QByCFOMh{k]wL|fMCL_p=LxfJdU@GRcDpV$9lLp=BW%;_Q-1C;kT#Z5ek%(' );",
        "define( 'AUTH_KEY', getenv('AUTH_KEY') );",
        "define( 'BUILD_HASH', '$Ks`?QByCFOMh{k]wL|fMCL_p=LxfJdU@GRcDpV$9lLp=BW%;_Q-1C;kT#Z5ek%(' );",
      ],
    },
  },
  {
    id: 'wireguard-key',
    title: 'a private key of WireGuard',
    rank: 'shape',
    severity: 'error',
    keywords: ['[interface]', '[wireguard]'],
    before: SECTION,
    after: SECTION,
    *find(text) {
      for (const match of text.matchAll(WIREGUARD_KEY)) {
        const value = match[1]!
        const section = text.slice(Math.max(0, match.index - SECTION), match.index)
        if (!SECTION_NAME.test(section) || isPlaceholder(value) || isManualKey(value)) continue
        if (decodeBase64(value)?.length === 32) yield ending(match, value, 'PrivateKey', 'error')
      }
    },
    examples: {
      finds: [
        '[Interface]\nAddress = 10.8.0.2/32\nPrivateKey = qigVHxN/Hj/zlktro6Ka¦VHRrdwtMy9Zx/kPD84Mqtic=\n',
        '"[Interface]\\nPrivateKey=qigVHxN/Hj/zlktro6Ka¦VHRrdwtMy9Zx/kPD84Mqtic=\\n[Peer]"',
      ],
      leaves: [
        '[Peer]\nPublicKey = qigVHxN/Hj/zlktro6KaVHRrdwtMy9Zx/kPD84Mqtic=\n',
        '[Interface]\nPrivateKey = <private key>\n',
        '[Interface]\nPrivateKey = qigVHxN/Hj/zlktro6KaVHRrdwtMy9Zx/kPD84Mqti==\n',
        'PrivateKey = qigVHxN/Hj/zlktro6KaVHRrdwtMy9Zx/kPD84Mqtic=\n',
      ],
    },
  },
]

/** A match at the end of a pattern, save so many characters of closing quotes. */
function ending(
  match: RegExpExecArray,
  value: string,
  key: string,
  severity: RawMatch['severity'],
  closing = 0,
): RawMatch {
  const end = match.index + match[0].length - closing
  return { start: end - value.length, end, masked: maskValue(value), severity, key }
}

/** 128 digits are a key base, 32 a master key; those of a developer's machine are in many repositories on purpose. */
function railsKey({ value, before }: Candidate): Verdict {
  const near = before.slice(-64).toLowerCase()
  const name = value.length === 128 ? 'secret_key_base' : 'rails_master_key'
  if (!new RegExp(`${name}["']?\\]?\\s{0,8}(?:=>|[:=])\\s{0,8}\\\\?["']?$`).test(near)) return null
  return /\b(?:development|test):/.test(near) ? { less: true } : {}
}

/** The key of wg(8), the manual. */
function isManualKey(value: string): boolean {
  return value.startsWith('yAnz5TF+')
}
