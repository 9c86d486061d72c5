import { describe, expect, it, test } from 'vitest'
import { classify, kindsNamed, kindsWokenBy, SECRET_KINDS } from '../../src/secrets/index.ts'
import { base64, binary, madeUp, password, pem } from './examples/made-up.ts'

function classified(path: string, content: string | Uint8Array) {
  return classify(path, typeof content === 'string' ? Buffer.from(content) : content)
}

describe('the name', () => {
  it.each([
    ['.ENV', 'dotenv'],
    ['deploy/ID_RSA', 'ssh-private-key'],
    ['Config/Master.Key', 'rails-keys'],
  ])('is the same in capitals: %s', (path, kind) => {
    expect(kindsNamed(path).map(({ id }) => id)).toContain(kind)
  })

  it.each(['aws/credentials', 'my.aws/credentials2', '.kube/configs', 'xcore.12', 'core.12a', '.envx'])(
    'is matched as a whole: %s is nothing',
    path => expect(kindsNamed(path)).toEqual([]),
  )

  it.each(['kubeconfig.go', 'id_ed25519.md', '.env.ts', 'heapdump.js'])(
    'with an open end does not mean source: %s is nothing',
    path => expect(kindsNamed(path)).toEqual([]),
  )

  it.each([
    '.env.example',
    'example.env',
    '.env.dist',
    '.env-sample',
    'prod.env.template',
    'wp-config-sample.php',
    'server.example.key',
    'credentials.default.json',
  ])('may say that it is a sample: %s is nothing', path => expect(kindsNamed(path)).toEqual([]))

  it('alone is never an error', () => {
    for (const { severity } of SECRET_KINDS) {
      expect([severity.name, ...Object.values(severity.nameOf ?? {})]).not.toContain('error')
    }
    expect(classify('.env', undefined)).toMatchObject({ severity: 'info', state: 'unknown', values: [] })
    expect(classify('.ssh/id_rsa', undefined)).toMatchObject({ severity: 'warning', state: 'unknown' })
    expect(classify('server.pem', undefined)).toBeUndefined()
  })

  it('of a JSON file says nothing before a key of Google was found in it', () => {
    const idsFor = (path: string, detector: string) => kindsWokenBy(path, [detector]).map(({ id }) => id)
    expect(kindsNamed('gcp-key.json')).toEqual([])
    expect(idsFor('src/anything.json', 'gcp-service-account')).toEqual(['gcp-key-file'])
    expect(idsFor('src/anything.json', 'gcp-adc-user')).toEqual(['gcp-key-file'])
    expect(idsFor('src/anything.json', 'private-key')).toEqual([])
    expect(idsFor('src/anything.yaml', 'gcp-service-account')).toEqual([])
    expect(idsFor('key.example.json', 'gcp-service-account')).toEqual([])
    expect(kindsWokenBy('src/anything.json', [])).toEqual([])
  })
})

describe('an encrypted file', () => {
  const secret = `API_TOKEN=${password(32)}\n`
  it.each([
    ['ansible-vault', `$ANSIBLE_VAULT;1.1;AES256\n${secret}`],
    ['age', `age-encryption.org/v1\n-> X25519 x\n${secret}`],
    ['armoured age', `-----BEGIN AGE ENCRYPTED FILE-----\n${secret}`],
    ['OpenPGP', `-----BEGIN PGP MESSAGE-----\n\n${secret}`],
    ['transcrypt', `U2FsdGVkX1${madeUp('base64', 80)}`],
    ['a pointer of Git LFS', `version https://git-lfs.github.com/spec/v1\n${secret}`],
    ['SOPS', `${secret}x=ENC[AES256_GCM,data:x]\nsops_mac=ENC[AES256_GCM,data:y]\n`],
  ])('is left alone: %s', (_, content) => expect(classified('.env', content)).toBeUndefined())

  it('is left alone: git-crypt', () => {
    expect(classified('.env', binary([0x00, 0x47, 0x49, 0x54, 0x43, 0x52, 0x59, 0x50, 0x54]))).toBeUndefined()
  })
})

describe('a value', () => {
  const secret = `Kq7${madeUp('base62', 28)}`
  it.each([
    ['at the first byte', `API_KEY=${secret}`],
    ['without a final newline', `PORT=1\nAPI_KEY=${secret}`],
    ['before \\r\\n', `A=1\r\nAPI_KEY=${secret}\r\nB=2\r\n`],
    ['in single quotes', `API_KEY='${secret}'`],
    ['in double quotes before a comment', `API_KEY="${secret}" # live`],
    ['before a comment', `API_KEY=${secret} # live`],
    ['after export', `export API_KEY=${secret}`],
    ['across 4,096 bytes', `${`# ${'-'.repeat(60)}\n`.repeat(64)}API_KEY=${secret}\n`],
  ])('is found %s, with its length', (_, content) => {
    const masked = `${secret.slice(0, 4)}… (31)`
    expect(classified('.env', content)?.values).toMatchObject([{ key: 'API_KEY', masked }])
  })

  it.each([
    ['UTF-8 with a mark', Buffer.from(`﻿API_KEY=${secret}\n`)],
    ['UTF-16 LE with a mark', Buffer.from(`﻿API_KEY=${secret}\n`, 'utf16le')],
    ['UTF-16 BE with a mark', Buffer.from(`﻿API_KEY=${secret}\n`, 'utf16le').swap16()],
    ['UTF-16 LE without one', Buffer.from(`API_KEY=${secret}\n`, 'utf16le')],
    ['UTF-16 BE without one', Buffer.from(`API_KEY=${secret}\n`, 'utf16le').swap16()],
    ['latin1', Buffer.from(`# gr\u00fc\u00dfe\nAPI_KEY=${secret}\n`, 'latin1')],
  ])('is found in %s', (_, content) => {
    expect(classify('.env', content)?.values).toMatchObject([{ key: 'API_KEY' }])
  })

  it('has the line it begins on', () => {
    const key = pem('PRIVATE KEY')
    const match = classified('.env', `PORT=1\nTLS="${key}"\n\nAPI_KEY=${secret}\n`)
    expect(match?.values.map(({ key, line }) => [key, line])).toEqual([
      ['TLS', 2],
      ['API_KEY', 16],
    ])
  })

  it('under several kinds of one name is reported for the gravest', () => {
    const auths = `{"auths": {"r.corp.internal": {"auth": "${base64(`ci:${password()}`)}"}}}`
    expect(classified('auth.json', auths)?.kind.id).toBe('docker-config')
    const composer = `{"http-basic": {"r.corp.internal": {"password": "${password()}"}}}`
    expect(classified('auth.json', composer)?.kind.id).toBe('composer-auth')
  })
})

describe('credentials in a URL', () => {
  const severityOf = (url: string) => classified('pip.conf', `index-url = ${url}`)?.severity

  it('are an error with a real password', () => {
    expect(severityOf(`https://ci:${password(14)}@pypi.corp.internal/simple`)).toBe('error')
    expect(severityOf(`https://ci:${encodeURIComponent('a/b@c:d%9kQ')}@pypi.corp.internal/`)).toBe('error')
  })

  it('are a warning with a default password on a host of others, or a real one on this machine', () => {
    expect(severityOf('postgres://postgres:postgres@db.corp.com/app')).toBe('warning')
    expect(severityOf(`redis://app:${password()}@localhost:6379`)).toBe('warning')
  })

  it.each([
    'postgres://postgres:postgres@db:5432/app',
    'amqp://guest:guest@localhost',
    'https://user:pass@corp.com/',
    'https://user:password@corp.com/',
    `https://ci:\${TOKEN}@corp.com/`,
    'https://ci:***@corp.com/',
    'https://ci:<token>@corp.com/',
    'https://ci@corp.com/',
    'https://corp.com/a@b',
  ])('are none in %s', url => expect(severityOf(url)).toBeUndefined())

  it('are shown without the password', () => {
    const secret = password()
    expect(classified('pip.conf', `index-url = https://ci:${secret}@pypi.corp.internal/`)?.values).toEqual([
      { masked: 'https://ci:***@pypi.corp.internal', line: 1 },
    ])
  })

  it('are shown without the user where that is the token', () => {
    const token = `tok${madeUp('base62', 40)}42`
    const config = `[remote "origin"]\nurl = https://${token}@git.corp.internal/a.git\n`
    expect(classified('.git/config', config)?.values).toEqual([
      { masked: 'https://***@git.corp.internal', line: 2 },
    ])
  })
})

describe('where a file lies', () => {
  const npmrc = `//r.corp.internal/:_authToken=${madeUp('base62', 36)}\n`
  const dotenv = `API_TOKEN=${madeUp('base62', 36)}\n`
  const key = pem('PRIVATE KEY')
  const severityOf = (path: string, content: string) => classified(path, content)?.severity

  test('guesses count in own files only', () => {
    expect(severityOf('.env', dotenv)).toBe('error')
    expect(severityOf('test/fixtures/.env', dotenv)).toBe('warning')
    expect(severityOf('node_modules/a/.env', dotenv)).toBeUndefined()
  })

  test('a field weighs less among tests and in packages', () => {
    expect(severityOf('.npmrc', npmrc)).toBe('error')
    expect(severityOf('examples/.npmrc', npmrc)).toBe('warning')
    expect(severityOf('node_modules/a/.npmrc', npmrc)).toBe('warning')
  })

  test('a private key is one everywhere but in the tests of packages', () => {
    expect(severityOf('test/server.key', key)).toBe('error')
    expect(severityOf('node_modules/a/server.key', key)).toBe('error')
    expect(severityOf('node_modules/a/test/server.key', key)).toBe('info')
  })
})

describe('what stays silent', () => {
  const quiet = (path: string, content: string | Uint8Array) =>
    expect(classified(path, content)?.severity ?? 'info', path).toBe('info')

  it('public keys, certificates and what is signed', () => {
    quiet('id_rsa.pub', `ssh-rsa AAAA${madeUp('base64', 300)} me`)
    quiet('.ssh/known_hosts', `host ssh-ed25519 AAAA${madeUp('base64', 64)}`)
    quiet('.ssh/authorized_keys', `ssh-ed25519 AAAA${madeUp('base64', 64)}`)
    quiet('etc/ssl/cert.pem', pem('CERTIFICATE').repeat(20))
    quiet('cacert.pem', pem('TRUSTED CERTIFICATE'))
    quiet('dh2048.pem', pem('DH PARAMETERS'))
    quiet('site.pem', pem('NEW CERTIFICATE REQUEST'))
    quiet('cosign.pem', pem('PUBLIC KEY'))
    quiet('etc/ssl/java/cacerts', binary([0xfe, 0xed, 0xfe, 0xed]))
    quiet('app.tar.gz.asc', pem('PGP SIGNATURE'))
    quiet('SHA256SUMS', `${madeUp('hex', 64)}  app.tar.gz\n`)
  })

  it('manifests, lock files, translations and source that speak of secrets', () => {
    quiet('package.json', '{"name": "secret-token", "keywords": ["password"]}')
    quiet('package-lock.json', `{"integrity": "sha512-${madeUp('base64', 86)}=="}`)
    quiet('locales/en.json', '{"password": "Password", "token": "Your access token"}')
    quiet('src/secrets.ts', `const password: string = getPassword()`)
    quiet('docs/secret.md', '# Secrets')
  })

  it('templates of configuration', () => {
    quiet('chart/templates/secret.yaml', 'kind: Secret\nstringData:\n  token: {{ .Values.token }}\n')
    quiet('application.yml', `password: \${DB_PASSWORD:changeit}\n`)
    quiet('database.yml', 'production:\n  password: <%= ENV.fetch("DB") %>\n')
    quiet('prod.tfvars', 'token = "var.token"\n')
  })

  it('published examples', () => {
    quiet(
      '.aws/credentials',
      `[default]\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY${'EXAMPLE'}KEY\n`,
    )
    quiet('local.settings.json', '{"AzureWebJobsStorage": "UseDevelopmentStorage=true"}')
    quiet(
      'appsettings.json',
      `{"Store": "AccountName=devstoreaccount1;AccountKey=Eby8vdM0${madeUp('base64', 78)}==;"}`,
    )
  })
})
