import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import { compileSet } from '../../src/secrets/scan/detector-set.ts'
import { TokenScan } from '../../src/secrets/scan/token-scan.ts'
import { DOCUMENT_TOKENS } from '../../src/secrets/tokens/documents.ts'
import { FEED_PASSWORDS } from '../../src/secrets/tokens/feed-passwords.ts'
import { DETECTORS } from '../../src/secrets/tokens/index.ts'
import { KEY_TOKENS } from '../../src/secrets/tokens/keys.ts'
import { KUBERNETES_TOKENS } from '../../src/secrets/tokens/kubernetes.ts'
import { base64, madeUp, opensshKey, password, pem } from './examples/made-up.ts'

const ALL = compileSet(DETECTORS)

function scan(text: string, { pieceBytes = Number.POSITIVE_INFINITY } = {}) {
  const bytes = Buffer.from(text)
  const tokens = new TokenScan(ALL)
  let at = 0
  for (; bytes.length - at > pieceBytes; at += pieceBytes)
    tokens.push(bytes.subarray(at, at + pieceBytes), false)
  tokens.push(bytes.subarray(at), true)
  return tokens.finish()
}

const severities = (text: string) => scan(text).map(match => `${match.detector}: ${match.severity}`)
const PRIVATE = 'PRIVATE KEY'

describe('a private key', () => {
  const encoding = { type: 'pkcs8', format: 'pem' } as const
  const keys = {
    rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    ec: generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
    ed25519: generateKeyPairSync('ed25519').privateKey,
  }

  it.each(Object.entries(keys))('is found in whatever stands around it: %s', (_, key) => {
    const text = key.export(encoding).toString()
    const json = JSON.stringify({ key: text })
    for (const form of [text, json, JSON.stringify(json), base64(text), text.replaceAll('\n', '\r\n')])
      expect(severities(form), form.slice(0, 20)).toEqual(['private-key: error'])
  })

  it.each(Object.entries(keys))('weighs less with a passphrase: %s', (_, key) => {
    const text = key.export({ ...encoding, cipher: 'aes-256-cbc', passphrase: password() }).toString()
    expect(severities(text)).toEqual(['private-key: warning'])
  })

  it.each(Object.entries(keys))('is found as a JSON Web Key: %s', (_, key) => {
    const json = JSON.stringify(key.export({ format: 'jwk' }))
    for (const form of [json, JSON.stringify({ json }), `keys: [${json}]`])
      expect(severities(form)).toEqual(['jwk-private: error'])
  })

  it('weighs less where only its header says so', () => {
    const random = pem(PRIVATE).replace('\nMIIE', '\nzzzz')
    expect(severities(random)).toEqual(['private-key: warning'])
    expect(severities(opensshKey())).toEqual(['private-key: error'])
    expect(severities(opensshKey('aes256-ctr'))).toEqual(['private-key: warning'])
  })

  it('is shown by its label and its size, from its header on', () => {
    const [match] = scan(`\n\n  ${pem(`EC ${PRIVATE}`)}`)
    expect(match).toMatchObject({ masked: `EC ${PRIVATE}, 450 B`, position: { line: 3, column: 3 } })
  })

  it('is one of many, wherever a window or a piece ends', () => {
    const many = Array.from({ length: 90 }, () => pem(PRIVATE, { size: 2000 })).join('# another\n')
    expect(scan(many)).toHaveLength(90)
    expect(scan(many, { pieceBytes: 65_536 })).toEqual(scan(many))
  })

  it('of OpenPGP weighs less where its checksum does not hold', () => {
    const armour = (checksum: string) =>
      `-----BEGIN PGP ${PRIVATE} BLOCK-----\n\n${madeUp('base64', 64)}\n${madeUp('base64', 64)}\n${checksum}-----END PGP ${PRIVATE} BLOCK-----\n`
    expect(severities(armour(''))).toEqual(['pgp-private-key: error'])
    expect(severities(armour('=AAAA\n'))).toEqual(['pgp-private-key: warning'])
  })
})

describe('a structure speaks for what is in it', () => {
  const account = JSON.stringify({
    type: 'service_account',
    private_key_id: madeUp('hex', 40),
    private_key: pem(PRIVATE),
    client_email: 'ci@demo.iam.gserviceaccount.com',
  })

  test('a service account', () => {
    for (const form of [account, base64(account), `KEY='${account}'`]) {
      expect(scan(form)).toMatchObject([
        {
          detector: 'gcp-service-account',
          severity: 'error',
          key: 'private_key',
          masked: `${PRIVATE}, 450 B, …@demo.iam.gserviceaccount.com`,
        },
      ])
    }
  })

  test('a user of Google', () => {
    const secret = { client_secret: `GOCSPX-${madeUp('base62', 28)}` }
    const user = { type: 'authorized_user', refresh_token: `1//0${madeUp('base62', 60)}` }
    expect(severities(JSON.stringify({ ...user, ...secret }))).toEqual(['gcp-adc-user: error'])
    expect(severities(JSON.stringify(user))).toEqual(['gcp-adc-user: warning'])
  })

  test('the logins of registries, each with its host and without its user', () => {
    const login = () => ({ auth: base64(`robot:${password()}`) })
    const auths = { 'https://registry.acme.dev/v1/': login(), 'r.corp.internal:5000': login() }
    expect(scan(JSON.stringify({ auths })).map(match => match.masked)).toEqual([
      'https://***@registry.acme.dev',
      'https://***@r.corp.internal:5000',
    ])
  })

  test('a secret of Kubernetes, once a manifest', () => {
    const manifest = `kind: Secret\ndata:\n  tls.crt: ${base64(pem('CERTIFICATE'))}\n  tls.key: ${base64(pem(PRIVATE))}\n  password: ${base64(password())}\n`
    expect(scan(manifest)).toMatchObject([
      {
        detector: 'k8s-secret',
        key: 'tls.key',
        masked: `${PRIVATE}, 450 B`,
        position: { line: 4, column: 12 },
      },
    ])
    expect(severities(`${manifest}---\n${manifest.replace('password', 'token')}`)).toEqual([
      'k8s-secret: error',
    ])
    const other = `kind: Secret\nstringData:\n  password: ${password()}\n`
    expect(severities(`${manifest}---\n${other}`)).toEqual(['k8s-secret: error', 'k8s-secret: error'])
  })

  test('a profile of Azure, one password for all its ways of publishing', () => {
    const profile = `<publishProfile userName="$acme" userPWD="${madeUp('base62', 60)}" />\n`
    expect(scan(profile.repeat(3))).toMatchObject([{ detector: 'azure-publish-profile', lines: [1, 2, 3] }])
  })

  test('but not a feed for the token that it holds', () => {
    const feed = (value: string) => `<add key="ClearTextPassword" value="${value}" />`
    expect(severities(feed(password()))).toEqual(['nuget-config: error'])
    expect(severities(feed(`ghp_${madeUp('base62', 36)}`))).toEqual(['github-pat: warning'])
  })

  test('with an encrypted password weighs less', () => {
    const server = `<server><id>a</id><password>{${madeUp('base64', 43)}=}</password></server>`
    expect(severities(server)).toEqual(['maven-password: warning'])
  })
})

/** Beginnings without ends, ends without beginnings, nests, and near misses of every reader. */
const UNITS = [
  'a',
  '\n',
  '{',
  '"',
  '\\',
  '-----BEGIN ',
  `-----BEGIN ${PRIVATE}-----`,
  `-----BEGIN ${PRIVATE}-----\nMIIEpAIBAAKCAQEAabcdefgh`,
  '-----END ',
  'LS0tLS1CRUdJTi',
  'LS0tLS1CRUdJTi\n',
  '" +\n"',
  'Version: ',
  'PuTTY-User-Key-File-2: a\nPrivate-Lines: 3\nAAAA',
  '<RSAKeyValue><D>AAAA',
  '"type": "service_account"',
  '{"type": "service_account"',
  '{"type":"service_account","private_key":"',
  'NlcnZpY2VfYWNjb3Vud ',
  '{"auths":',
  '{"auths":{"a":{"auth":"',
  '"a":{"auth":"YTpi"},',
  '{"kty":"RSA"',
  '{"kty":"RSA","d":"',
  'userPWD="aaaaaaaa',
  'user=ocid1.user.oc1..',
  'kind: Secret\n',
  '- kind: Secret\n',
  ' kind: Secret\ndata:\n  a: |\n',
  '  a: YWJjZGVm\n',
  '{"kind": "Secret"',
  '{"kind":"Secret","data":{"a":"YWJjZGVm"}}',
  '<packageSourceCredentials',
  '<add key="ClearTextPassword" value="',
  '<server><password>',
  '<!--',
]
const OPENINGS = [
  '',
  'kind: Secret\ndata:\n',
  '{"auths": {',
  '{"kty":"RSA",',
  `-----BEGIN ${PRIVATE}-----\n`,
  '<server>',
]
/** What a quadratic reader takes for this is a second and more. */
const SIZE = 64 * 1024
const LIMIT_MS = 400

test.each(
  [...KEY_TOKENS, ...DOCUMENT_TOKENS, ...KUBERNETES_TOKENS, ...FEED_PASSWORDS].map(
    one => [one.id, one] as const,
  ),
)('%s reads a window of anything at once', (_, detector) => {
  const slow: string[] = []
  for (const opening of OPENINGS) {
    for (const unit of UNITS) {
      const text = (opening + unit.repeat(Math.ceil(SIZE / unit.length))).slice(0, SIZE)
      const startMs = performance.now()
      for (const _ of detector.find(text));
      if (performance.now() - startMs > LIMIT_MS) slow.push(opening + unit)
    }
  }
  expect(slow).toEqual([])
})
