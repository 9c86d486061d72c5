import { maskValue } from '../mask.ts'
import { isPlaceholder } from '../placeholder.ts'
import type { Detector, RawMatch } from './detector.ts'

/** and what stands before it */
const LONGEST_USER = 64 + 16
const LONGEST_HASH = 256

/** crypt(5): sha512crypt, yescrypt, gost-yescrypt, scrypt, sha256crypt, md5crypt, bcrypt. */
const SHADOW_METHODS = ['6', 'y', 'gy', '7', '5', '1', '2a', '2b', '2y']
/** htpasswd's; a dollar sign may be doubled, as compose files want it. */
const HTPASSWD = /\$\$?(?:apr1|2y|2b)\$/

/** A line of shadow(5): nine fields, of which the days are numbers or empty. */
const SHADOW_LINE =
  /(?<![\w.-])([A-Za-z_][\w.-]{0,63}):(\$(?:6|y|gy|7|5|1|2[aby])\$[./A-Za-z0-9$=,]{12,256}):(?:-?\d{0,6}:){5}\d{0,6}:/g

/** A line of an htpasswd file, or the same in a label or a list. */
const HTPASSWD_ENTRY =
  /(?<![\w.@-])([\w.@-]{1,64}):(\$\$?apr1\$\$?[./A-Za-z0-9]{1,8}\$\$?[./A-Za-z0-9]{22}|\$\$?2[by]\$\$?\d\d\$\$?[./A-Za-z0-9]{53}|\{SHA\}[A-Za-z0-9+/]{27}=)(?![./A-Za-z0-9$=])/g

/** Hashes of passwords: to be guessed offline. */
export const HASH_TOKENS: readonly Detector[] = [
  {
    id: 'shadow-hash',
    title: 'a password hash of a system account',
    rank: 'shape',
    severity: 'error',
    keywords: SHADOW_METHODS.map(method => `:$${method}$`),
    before: LONGEST_USER,
    after: LONGEST_HASH + 64,
    find: text => hashes(text, SHADOW_LINE, 'error'),
    examples: {
      finds: [
        'root:$6$wKMHqV77b87Dcn9I$HBSzAkTmQkY5u0bUOZv23EkCIphNxJEAY¦qlgFF8.qm4gyuC5penail.zCQhRNF77gqC5pqaiDouR2HxHvvWnJr:19700:0:99999:7:::',
        'app:$y$j9T$wKMHqV77b87Dcn9I$HCHXq89E3q8q3jH.H5¦Vlk6VeWojL.NaQbtaTDpJLIMV:19700::::::',
      ],
      leaves: [
        'root:*:19700:0:99999:7:::',
        'root:$6$wKMHqV77b87Dcn9I$HBSzAkTmQkY5u0bUOZv23EkCIphNxJEAYqlgFF8.qm4gyuC5penail.zCQhRNF77gqC5pqaiDouR2HxHvvWnJr',
        'root:$6$xxxxxxxxxxxxxxxx$xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx:19700:0:99999:7:::',
        'commit:$6$short:19700:0:99999:7:::',
      ],
    },
  },
  {
    id: 'htpasswd-hash',
    title: 'a password hash for HTTP',
    rank: 'shape',
    severity: 'warning',
    keywords: [':$apr1$', ':$$apr1$$', ':$2y$', ':$$2y$$', ':$2b$', ':$$2b$$', ':{SHA}'],
    before: LONGEST_USER,
    after: 128,
    find: text => hashes(text, HTPASSWD_ENTRY, 'warning'),
    examples: {
      finds: [
        'deploy:$apr1$wKMHqV77$VNxjuAaKL¦nNsYQNrwHtu1p',
        'deploy:$2y$10$6Q/3qA5P.D0V7/.UYiviPB0FAV¦odL7mi1u1cEy.aPtxjxHwR.qGcE',
        'deploy:{SHA}+1kc1zaU5e4D¦ZEhYCXYM//Sd+cQ=',
        '- "traefik.http.middlewares.a.basicauth.users=deploy:$$apr1$$wKMHqV77$$VNxjuAaKL¦nNsYQNrwHtu1p"',
      ],
      leaves: [
        "'password' => '$2y$10$6Q/3qA5P.D0V7/.UYiviPB0FAVodL7mi1u1cEy.aPtxjxHwR.qGcE'",
        'password: $2b$10$6Q/3qA5P.D0V7/.UYiviPB0FAVodL7mi1u1cEy.aPtxjxHwR.qGcE',
        'deploy:$apr1$wKMHqV77$VNxjuAaKLnNsYQNrwHtu1',
        'user:$apr1$xxxxxxxx$xxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  },
]

function* hashes(text: string, line: RegExp, severity: RawMatch['severity']): Generator<RawMatch> {
  for (const match of text.matchAll(line)) {
    const [whole, user, hash] = match as unknown as [string, string, string]
    if (isPlaceholder(hash.replace(HTPASSWD, ''))) continue
    const start = match.index + user.length + 1
    yield {
      start,
      end: start + hash.length,
      whole: { start: match.index, end: match.index + whole.length },
      masked: maskValue(hash),
      severity,
      key: user,
    }
  }
}
