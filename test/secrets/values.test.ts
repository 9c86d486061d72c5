import { describe, expect, it, test } from 'vitest'
import { isRandomEnough } from '../../src/secrets/entropy.ts'
import { saysSecret } from '../../src/secrets/key-names.ts'
import { isPlaceholder, isReference, isWordy } from '../../src/secrets/placeholder.ts'
import { isCredential, looksSecret } from '../../src/secrets/values.ts'
import { type Alphabet, madeUp, password } from './examples/made-up.ts'

describe('a reference', () => {
  test.each([
    `\${TOKEN}`,
    `\${TOKEN:-fallback}`,
    '$TOKEN',
    '$(pass show token)',
    '{{ .Values.token }}',
    '<%= ENV["TOKEN"] %>',
    '%TOKEN%',
    '#{token}',
    '@@token@@',
    'env(TOKEN)',
    'getenv("TOKEN")',
    'process.env.TOKEN',
    'os.environ["TOKEN"]',
    'vault:secret/data/app#token',
    'op://vault/item/field',
    'ref+awsssm://app/token',
    'ssm:/app/token',
    'arn:aws:secretsmanager:eu-west-1:1:secret:app',
    '!Ref Token',
    '!Sub "x"',
    'var.token',
    '{{resolve:secretsmanager:app}}',
    `\${{ secrets.TOKEN }}`,
    '$CI_JOB_TOKEN',
    "credentials('deploy')",
  ])('%s is no value', value => {
    expect(isReference(value)).toBe(true)
    expect(isCredential(value)).toBe(false)
  })
})

describe('a placeholder', () => {
  test.each([
    '<token>',
    '[your key]',
    '__TOKEN__',
    '***',
    'abcd…',
    'sk_live_...',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    'abababababababababababab',
    'k3y00000000000000',
    '0123456789',
    'token-abcdefghij',
    '1234567890abcdef',
    'deadbeefdeadbeefdeadbeef',
    'abc123abc123abc123',
    'AKIAIOSFODNN7EXAMPLE',
    'my-sample-value-81',
    'REDACTED',
    'changeme42!',
    'change_me_please',
    'your-api-key-here',
    'dummy-7fk3-value',
    'xxxxxxxx-1f',
  ])('%s is no value', value => {
    expect(isPlaceholder(value)).toBe(true)
    expect(isCredential(value)).toBe(false)
  })

  test.each([
    'password',
    'Password1',
    'my_secret_token',
    'admin123',
    'postgres',
    'TestUser',
    'hunter2',
    'null',
    'put your unique phrase here',
    'SuperSecretPassword!',
  ])('%s is made of words that stand for one', value => {
    expect(isWordy(value)).toBe(true)
    expect(isCredential(value)).toBe(false)
  })

  it('is not every password that holds a word', () => {
    for (const value of ['rootVegetable-9', 'p4ssw0rd-Kx7', 'keystone84627', 'tokenizer8c71'])
      expect(isCredential(value), value).toBe(true)
  })

  it('is hardly ever a random value', () => {
    const values = Array.from({ length: 10_000 }, () => madeUp('base62', 32))
    expect(values.filter(value => !isCredential(value)).length).toBeLessThanOrEqual(10)
  })
})

describe('the entropy gate', () => {
  test.each<[Alphabet, number]>([
    ['hex', 12],
    ['hex', 20],
    ['hex', 32],
    ['hex', 64],
    ['lower', 16],
    ['lower', 40],
    ['base32', 16],
    ['base62', 8],
    ['base62', 16],
    ['base62', 24],
    ['base62', 40],
    ['base64', 40],
    ['digits', 24],
  ])('lets at least 999 of 1,000 random %s values of %i characters pass', (alphabet, length) => {
    const values = Array.from({ length: 10_000 }, () => madeUp(alphabet, length))
    expect(values.filter(value => !isRandomEnough(value)).length).toBeLessThanOrEqual(10)
  })

  it('stops what is too regular for a secret', () => {
    for (const value of ['aaaabbbb', 'aaaaaaaabbbb', '1111222', 'aaaaAAAAaaaa'])
      expect(isRandomEnough(value), value).toBe(false)
  })
})

describe('the name of a key', () => {
  test.each([
    'password',
    'DB_PASSWORD',
    'dbPasswd',
    'PGPASS_PWD',
    'sshPassphrase',
    'CLIENT_SECRET',
    'api-token',
    'apiKey',
    'OPENAI_API_KEY',
    'aws_secret_access_key',
    'PRIVATE_KEY',
    'gcp.credentials',
    'ENCRYPTION_KEY',
    'jwt.signing-key',
    'ConnectionString',
    'SECRET_KEY_BASE',
    'DOTENV_PRIVATE_KEY',
    'MAIL_PASS',
  ])('%s says secret', key => expect(saysSecret(key)).toBe(true))

  test.each([
    'TOKEN_URL',
    'secretName',
    'passwordFile',
    'API_KEY_HEADER',
    'token_type',
    'passwordMinLength',
    'tokenTtl',
    'MAX_TOKENS',
    'secret_arn',
    'password_hash',
    'publicKey',
    'PUBLIC_API_KEY',
    'NEXT_PUBLIC_API_KEY',
    'no_password',
    'disableToken',
    'isSecret',
    'has_token',
    'compass',
    'AWS_ACCESS_KEY_ID',
    'password_placeholder',
  ])('%s does not', key => expect(saysSecret(key)).toBe(false))
})

describe('a value under a name that says secret', () => {
  test.each([
    ['a path', '/run/secrets/db_password'],
    ['a relative path', './keys/server.key'],
    ['a Windows path', 'C:\\keys\\server.key'],
    ['a URL without credentials', 'https://login.corp.internal/oauth/token'],
    ['a UUID', '0b5e0a1c-7d4f-4b0e-9a6f-3f2d1c0b9a8e'],
    ['a number', '1234567890123'],
    ['a date', '2026-11-21T08:00:00Z'],
    ['a version', '1.24.0-alpine3'],
    ['a colour', '#aabbccdd'],
    ['a hash algorithm', 'sha-512'],
    ['a cipher', 'aes-256-gcm'],
    ['a class', 'com.corp.auth.TokenProvider'],
    ['a MIME type', 'application/jwt'],
    ['a call', 'getToken(request)'],
    ['a type', 'SecretString'],
    ['a name of another variable', 'SET_BY_PIPELINE'],
    ['a phrase', 'Enter your current password'],
    ['a label in another language', 'Bitte geben Sie ein Kennwort ein'],
    ['a publishable key', `pk_live_${'4fT9'}${'kQz7Lm2XvB8nRw3Y'}`],
    ['a test key', `sk_test_${'9aPq'}${'kQz7Lm2XvB8nRw3Y'}`],
    ['something short', 'aX3$k'],
  ])('is none where it is %s', (_, value) => expect(looksSecret('api_key', value)).toBe(false))

  it('is one where it is random', () => {
    for (const value of [password(), madeUp('hex', 32), madeUp('base62', 40), 'vT8!kq#Lz2'])
      expect(looksSecret('api_key', value), value).toBe(true)
  })

  it('may be a UUID where the name says token or secret', () => {
    expect(looksSecret('DEPLOY_TOKEN', '0b5e0a1c-7d4f-4b0e-9a6f-3f2d1c0b9a8e')).toBe(true)
  })
})
