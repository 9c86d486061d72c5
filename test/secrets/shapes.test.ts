import { describe, expect, it, test } from 'vitest'
import { TokenScan } from '../../src/secrets/scan/token-scan.ts'
import { surroundingsOf } from '../../src/secrets/surroundings.ts'
import { detectorsFor } from '../../src/secrets/tokens/sets.ts'
import { base64, madeUp, password } from './examples/made-up.ts'

/** What is found in a text, as detector and severity. */
function foundIn(text: string, path = 'src/a.txt'): [string, string][] {
  const scan = new TokenScan(detectorsFor(surroundingsOf(path)))
  scan.push(Buffer.from(text), true)
  return scan.finish().map(({ detector, severity }) => [detector, severity])
}

const SECRET = password()
const part = (claims: object) => base64(JSON.stringify(claims)).replace(/=+$/, '')
const jwt = (claims: object, header: object = { alg: 'HS256' }, signature = madeUp('base62', 43)) =>
  `${part(header)}.${part(claims)}.${signature}`
const FAR = 4_102_444_800

describe('a JSON web token', () => {
  test.each([
    ['without an end', jwt({ sub: 'a' }), 'warning'],
    ['that ends in a far future', jwt({ sub: 'a', exp: FAR }), 'warning'],
    ['that has expired', jwt({ sub: 'a', exp: 1_600_000_000 }), 'info'],
    ['of no algorithm', jwt({ sub: 'a' }, { alg: 'none' }), 'info'],
    ['without a signature', jwt({ sub: 'a' }, { alg: 'HS256' }, ''), 'info'],
    ['of an anonymous role', jwt({ iss: 'supabase', role: 'anon', exp: FAR }), 'info'],
  ])('%s', (_, text, severity) => expect(foundIn(`a = "${text}"`)).toEqual([['jwt', severity]]))

  it('is a Supabase service key by its claims, in bundles too', () => {
    const text = jwt({ iss: 'supabase', role: 'service_role', exp: FAR })
    expect(foundIn(text)).toEqual([['supabase-service-jwt', 'error']])
    expect(foundIn(text, 'dist/a.js')).toEqual([['supabase-service-jwt', 'error']])
    expect(foundIn(jwt({ iss: 'supabase', role: 'service_role', exp: 1_600_000_000 }))).toEqual([
      ['supabase-service-jwt', 'info'],
    ])
  })

  it('is one finding in a header', () => {
    expect(foundIn(`Authorization: Bearer ${jwt({ sub: 'a' })}`)).toEqual([['jwt', 'warning']])
  })

  it('is looked for in own files only', () => {
    expect(foundIn(jwt({ sub: 'a' }), 'dist/a.js')).toEqual([])
  })
})

describe('a URL', () => {
  test.each([
    [`postgres://app:${SECRET}@db.prod.corp.net/a`, 'url-credentials', 'error'],
    [`postgres://app:${SECRET}@localhost/a`, 'url-credentials', 'warning'],
    [`postgres://app:${SECRET}@db.example.com/a`, 'url-credentials', 'warning'],
    ['postgres://postgres:postgres@db.prod.corp.net/a', 'url-credentials', 'warning'],
    ['https://ci:k7Zq2@ci.corp.net/a', 'url-credentials', 'warning'],
    [`https://${madeUp('hex', 32)}:${madeUp('hex', 32)}@sentry.corp.net/4`, 'url-credentials', 'warning'],
    [`https://${madeUp('base62', 40)}@git.corp.net/a/b`, 'url-credentials', 'error'],
    [`https://${madeUp('base62', 40)}:x-oauth-basic@code.corp.net/a/b`, 'url-credentials', 'error'],
    [`mongodb://app:${SECRET}@m1.corp.net,m2.corp.net/a`, 'mongodb-uri', 'error'],
    [`rediss://:${SECRET}@cache.corp.net`, 'redis-uri', 'error'],
    [`redis://:${SECRET}@localhost`, 'redis-uri', 'warning'],
    [`jdbc:postgresql://app:${SECRET}@db.corp.net/a`, 'jdbc-url', 'error'],
    [`jdbc:postgresql://localhost/a?user=app&password=${SECRET}`, 'jdbc-url', 'warning'],
    ['jdbc:mysql://db.corp.net/a?user=root&password=root', 'jdbc-url', 'warning'],
    [`snowflake://app:${SECRET}@qk20417/a`, 'snowflake-password', 'error'],
    [`https://${madeUp('hex', 8)}:${madeUp('hex', 8)}@gems.contribsys.com/`, 'sidekiq-url', 'error'],
  ])('%s', (text, detector, severity) => {
    expect(foundIn(`a = "${text}"`)).toEqual([[detector, severity]])
    // lock files hold them too
    if (detector !== 'snowflake-password')
      expect(foundIn(`a = "${text}"`, 'poetry.lock')).toEqual([[detector, severity]])
    expect(foundIn(`a = "${text}"`, 'node_modules/a/a.js')).toEqual([])
  })

  test.each([
    'postgres://postgres:mysecretpassword@postgres:5432/a',
    'postgres://app:$dbPassword@db.prod.corp.net/a',
    'postgres://app:@db.password@@db.prod.corp.net/a',
    'https://anonymous:guest@ftp.corp.net/',
    'cvs://:pserver:anonymous@sources.corp.net',
    `https://${madeUp('hex', 32)}@o4501.ingest.sentry.io/4`,
    `https://${madeUp('base62', 40)}@metrics.corp.net/`,
  ])('%s is nothing', text => expect(foundIn(text)).toEqual([]))

  it('shows no password, and no token in place of a user', () => {
    const scan = new TokenScan(detectorsFor(surroundingsOf('a')))
    const user = madeUp('base62', 40)
    scan.push(
      Buffer.from(`https://ci:${SECRET}@git.corp.net/\nhttps://${user}:x-oauth-basic@git.corp.net/`),
      true,
    )
    expect(scan.finish().map(({ masked, position }) => [masked, position])).toEqual([
      ['https://ci:***@git.corp.net', { line: 1, column: 12 }],
      ['https://***@git.corp.net', { line: 2, column: 9 }],
    ])
  })
})

describe('a connection string', () => {
  test.each([
    [`Server=sql.corp.net;Database=a;User Id=b;Password=${SECRET};`, [['azure-sql-conn', 'error']]],
    [`Server=.\\SQLEXPRESS;Database=a;User Id=b;Password=${SECRET};`, [['azure-sql-conn', 'warning']]],
    [`Data Source=tcp:sql.corp.net,1433;User Id=b;Password='${SECRET};k';`, [['azure-sql-conn', 'error']]],
    ['Server=sql.corp.net;Database=a;User Id=sa;Password=P@ssw0rd;', [['azure-sql-conn', 'warning']]],
    [`Server=sql.corp.net;Database=a;Integrated Security=true;Password=${SECRET};`, []],
  ])('%s', (text, found) => expect(foundIn(`"${text}"`)).toEqual(found))
})

describe('others', () => {
  test.each([
    [`Authorization: Basic ${base64(`ci:${SECRET}`)}`, [['basic-auth-header', 'error']]],
    [`Authorization: Bearer ${madeUp('base62', 40)}`, [['bearer-header', 'warning']]],
    [`curl -u ci:${SECRET} https://ci.corp.net`, [['curl-user', 'warning']]],
    [`production:\n  secret_key_base: ${madeUp('hex', 128)}\n`, [['rails-key', 'error']]],
    [`development:\n  secret_key_base: ${madeUp('hex', 128)}\n`, [['rails-key', 'warning']]],
  ])('%s', (text, found) => expect(foundIn(text)).toEqual(found))

  it('leave to providers what is theirs', () => {
    const key = `gh${'p_'}${madeUp('base62', 36)}`
    for (const text of [
      `Authorization: Bearer ${key}`,
      `https://ci:${key}@github.com/a/b`,
      `curl -u ci:${key} https://a`,
    ])
      expect(foundIn(text).map(([detector]) => detector)).toEqual(['github-pat'])
  })
})

describe('ninety in a row are all found, however the text is cut into windows:', () => {
  let length = 0
  const many = (make: (password: string) => string) =>
    Array.from({ length: 90 }, () => make(madeUp('base62', 20 + (length++ % 40))))
  test.each([
    ['URLs', many(secret => `https://${madeUp('lower', 200)}:${secret}@ci.corp.net/`)],
    ['JDBC URLs', many(secret => `jdbc:mysql://db.corp.net/${madeUp('lower', 400)}?password=${secret}`)],
    [
      'strings',
      many(
        secret => `"Server=sql.corp.net;A=${madeUp('lower', 200)};B=${madeUp('lower', 200)};Pwd=${secret}"`,
      ),
    ],
    ['commands', many(secret => `curl -H ${madeUp('lower', 300)} -u ci:${secret}`)],
    ['headers', many(secret => `Authorization: Bearer ${secret}`)],
    ['tokens', many(secret => jwt({ sub: secret }))],
  ])('%s', (_, texts) => expect(foundIn(texts.join('\n'))).toHaveLength(90))
})
