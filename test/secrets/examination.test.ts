import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Examination } from '../../src/secrets/examination.ts'
import { parseShape } from '../../src/secrets/tokens/shape.ts'
import { GITHUB_TOKEN, NETLIFY_TOKEN } from '../helpers/secrets.ts'
import { randomFrom, sample } from './sampler.ts'

const PASSWORD = ['Zq7vR2wKx9', 'LpT4mB'].join('')
const REFRESH = ['1//', 'Zq7vR2wKx9LpT4mBa8fGq1zz'].join('')

const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

function examined(path: string, content: string | Uint8Array) {
  const bytes = Buffer.from(content)
  const examination = new Examination(path, bytes.length)
  examination.push(bytes, true)
  return examination.finish()
}

const detectors = (path: string, content: string | Uint8Array) =>
  examined(path, content)?.tokens.map(match => match.detector)

describe('one secret hides no other', () => {
  test('that stands in the same object', () => {
    const object = `{ type: "authorized_user", refresh_token: "${REFRESH}", github: "${GITHUB_TOKEN}", db: "postgres://app:${PASSWORD}@db.prod.internal/x" }`
    expect(detectors('e.js', `export const cfg = ${object}\n`)).toEqual([
      'gcp-adc-user',
      'github-pat',
      'url-credentials',
    ])
  })

  test('by standing there a thousand times', () => {
    const decoys = `# x ${NETLIFY_TOKEN}\n`.repeat(2000)
    const other = NETLIFY_TOKEN.replace('Qm3', 'Wm4')
    const found = examined('a.txt', `${decoys}tok ${other}\n`)
    expect(found?.tokens).toHaveLength(2)
    expect(found?.tokens[1]?.position?.line).toBe(2001)
  })

  test('by being many that are less severe', () => {
    const random = randomFrom(7)
    const shape = parseShape("'gh' 'p_' b62{36}")
    const decoys = Array.from({ length: 300 }, () => sample(shape, random)).join('\n')
    const found = examined('a.txt', `${decoys}\n${GITHUB_TOKEN}\n`)
    expect(found?.tokens.filter(match => match.severity === 'error')).toHaveLength(1)
    expect(found?.gaps).toEqual(['matches'])
  })

  test('and the name of a pair is no second one', () => {
    const id = ['AK', 'IALRWFVEALKXWKKXZW'].join('')
    const secret = ['dBzwqHVVX363HcCF78Y9', '7o/UjYp7RNmxNyHaYV9N'].join('')
    expect(detectors('app.sh', `export AWS_ACCESS_KEY=${id}\nexport AWS_SECRET_KEY=${secret}\n`)).toEqual([
      'aws-key-pair',
    ])
  })
})

test.each([
  ['vendor/a/keys_test_data.go', 'info'],
  ['vendor/a/keys.go', 'error'],
  ['src/keys_test.go', 'error'],
])('a private key in %s is an %s', (path, severity) => {
  expect(examined(path, `const key = \`${privateKey}\`\n`)?.tokens).toMatchObject([
    { detector: 'private-key', severity },
  ])
})

test('a file of settings for tests is one of settings', () => {
  expect(examined('.env.test.local', `DB_PASSWORD=${PASSWORD}\n`)?.file).toMatchObject({ state: 'live' })
})

describe('text is searched as it is written', () => {
  test.each<[string, (text: string) => Uint8Array]>([
    ['UTF-16, little end first, with its mark', text => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first, with its mark', text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', text => Buffer.from(text, 'utf16le')],
    ['UTF-8 with a mark', text => Buffer.from(`\ufeff${text}`)],
    ['Latin-1', text => Buffer.from(`caf\xe9\n${text}`, 'latin1')],
    ['as the kernel lists an environment', text => Buffer.from(`HOME=/\0${text}\0`.replaceAll('\n', '\0'))],
  ])('%s', (_, encode) => {
    expect(detectors('notes.txt', encode(`one line of text\nTOKEN=${GITHUB_TOKEN}\n`))).toEqual([
      'github-pat',
    ])
  })

  test('a file with a zero at its end is still what it is', () => {
    expect(examined('.env', `DB_PASSWORD=${PASSWORD}\n\0`)?.file).toMatchObject({
      state: 'live',
      severity: 'error',
    })
  })

  test('a remark about encryption does not make a file encrypted', () => {
    const text = `# encrypted with sops, mac: ENC[AES256_GCM,\nDB_PASSWORD=${PASSWORD}\n`
    expect(examined('.env', text)?.file).toMatchObject({ state: 'live' })
  })
})

describe('what stands beside a secret is shown only if it is none', () => {
  const shown = (path: string, content: string) => JSON.stringify(examined(path, content))

  test.each([
    ['the name of a setting', '.env', `${GITHUB_TOKEN}_TOKEN=${PASSWORD}\n`],
    ['a key of a manifest', 'k.yaml', `kind: Secret\nstringData:\n  ${GITHUB_TOKEN}: ${PASSWORD}\n`],
    ['the name beside a value', 'app.yaml', `- name: "${GITHUB_TOKEN} token"\n  value: ${PASSWORD}\n`],
    ['the user of a URL', 'u.txt', `https://${GITHUB_TOKEN.slice(4)}:${PASSWORD}@db.prod.internal/x\n`],
    [
      'the user of a repository',
      '.git-credentials',
      `https://abcdefghij.klmnopqrstuvw:x-oauth-basic@github.com\n`,
    ],
  ])('%s', (_, path, content) => {
    expect(shown(path, content)).not.toContain(GITHUB_TOKEN.slice(8, 20))
    expect(shown(path, content)).not.toContain('abcdefghij')
    expect(shown(path, content)).not.toContain(PASSWORD.slice(4))
  })
})

test('a head that was read into memory which is used again is still the head', () => {
  const memory = Buffer.alloc(64, 'DB_PASSWORD=Zq7vR2wKx9LpT4mB\n# more\n')
  const examination = new Examination('.env', 1000)
  examination.push(memory, true)
  examination.skip()
  memory.fill('#')
  examination.push(memory, true)
  expect(examination.finish()?.file).toMatchObject({ state: 'live', severity: 'error' })
})
