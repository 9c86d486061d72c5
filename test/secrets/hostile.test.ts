import { expect, test } from 'vitest'
import { classify, SECRET_KINDS } from '../../src/secrets/index.ts'

const SIZE = 64 * 1024

function filled(opening: string, unit: string): Buffer {
  return Buffer.from((opening + unit.repeat(Math.ceil(SIZE / unit.length))).slice(0, SIZE))
}

/** Beginnings without ends, ends without beginnings, separators, and near misses of every reader. */
const UNITS = [
  'a',
  'A',
  '0',
  ' ',
  '\t',
  '\n',
  '\r',
  '"',
  "'",
  '=',
  ':',
  '\\',
  '<',
  '-',
  '.',
  '$',
  '{',
  '[',
  '"":',
  '"a":"',
  '"a":"\\"',
  'a=',
  'a = \t',
  'a:\n',
  '- a: "',
  'password=',
  'password="',
  "password: '",
  'password = \\',
  '"password" : "x',
  'machine a password ',
  'https://',
  'https://a',
  'https://a:b',
  'https://a:b@',
  'jdbc:',
  'jdbc:a?',
  'Authorization: Basic ',
  'curl -u ',
  'mysql -p',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  'LS0tLS1CRUdJTi',
  'AGE-SECRET-KEY-1',
  'AKIA',
  '<!--',
  '<a ',
  '<a name="',
  '<key>',
  '<password>',
  'define("A",',
  'INSERT INTO users ',
  'a:1:a:a:',
  'x:$6$',
  '#HttpOnly_a\tTRUE\t',
  'production:\n a: ',
  'data:\n a: ',
  '"name":"',
  '"accessTokens":{',
  '1,',
  'ab ',
  'a@',
  '/t/',
  'write_key ',
  'PrivateKey = ',
  'BUNDLE_A__B: a:',
]

/** What makes the formats believe that a text is their own. */
const OPENING =
  'kind: Config\nrealm=\n{"auths": "terraform_version" "type": "service_account", "http-basic": packageSourceCredentials '

/** A quadratic reader takes several seconds for 64 KiB; the slowest linear one some tens of milliseconds. */
const LIMIT_MS = 1000

test.each(SECRET_KINDS.map(kind => [kind.id, kind] as const))(
  '%s reads 64 KiB of anything at once',
  (_, kind) => {
    const path = kind.names[0]!.replace(/\{([^,}]*)[^}]*\}/g, '$1')
      .replace(/\*+/g, 'a')
      .replace('#', '1')
    const slow: string[] = []
    for (const unit of UNITS) {
      for (const opening of ['', OPENING]) {
        const startMs = performance.now()
        classify(path, filled(opening, unit), { kinds: [kind] })
        if (performance.now() - startMs > LIMIT_MS) slow.push(unit)
      }
    }
    expect(slow).toEqual([])
  },
)
