import { describe, expect, test } from 'vitest'
import { genericMatches, isConfigLike } from '../../src/secrets/generic.ts'
import { madeUp, password } from './examples/made-up.ts'

const SECRET = password()
const OTHER = madeUp('base62', 32)

describe('a file', () => {
  test.each([
    '.env',
    'apps/web/.env.production',
    'prod.env',
    'config/settings.ini',
    'etc/app.conf',
    'web.config',
    'application.properties',
    'config.toml',
    'deploy/app.yml',
    'appsettings.json',
    'Web.xml',
    'prod.tfvars',
    'Info.plist',
    'scripts/deploy.sh',
    'deploy.ps1',
    'Dockerfile',
    'docker/Dockerfile.prod',
    'compose.override.yaml',
    'qa.yml',
  ])('named %s is looked at', path => expect(isConfigLike(path)).toBe(true))

  test.each([
    'src/index.ts',
    'README.md',
    'node_modules/a/config.json',
    'vendor/a/app.yml',
    'test/fixtures/app.yml',
    'docs/config.yml',
    'examples/.env',
    'locales/en.yml',
    'src/lang/de.json',
    'config/locales.de.yml',
    'en-US.json',
    'messages_fr.properties',
    'res/values/strings.xml',
    '__snapshots__/a.json',
    'dist/config.json',
    'package-lock.json',
    'pnpm-lock.yaml',
    'packages.lock.json',
    'package.json',
    'composer.json',
    'tsconfig.build.json',
    'config.schema.json',
    'openapi.yaml',
    'api/swagger.json',
    '.env.example',
    'config.sample.yml',
    'dockerfile_secrets_test.go',
    'compose.go',
    'composer.phar',
  ])('named %s is left alone', path => expect(isConfigLike(path)).toBe(false))
})

describe('a literal under a name that says secret', () => {
  test.each([
    ['.env', `A=1\nDB_PASSWORD=${SECRET}\n`, 2, 13],
    ['.env', `export DB_PASSWORD="${SECRET}" # main\n`, 1, 21],
    ['a.yml', `db:\n  password: '${SECRET}'\n`, 2, 14],
    ['a.yml', `env:\n  - name: DB_PASSWORD\n    value: ${SECRET}\n`, 3, 12],
    ['a.json', `{"a": "ü🔑", "clientSecret": "${SECRET}"}`, 1, 31],
    ['a.json', `{"env": [{"name": "API_KEY", "value": "${SECRET}"}]}`, 1, 40],
    ['a.json', `{\r\n  "a": 1,\r\n  "token": "${SECRET}"\r\n}`, 3, 13],
    ['a.xml', `<a>\n  <!-- b\n --> <password>${SECRET}</password>\n</a>`, 3, 16],
    ['web.config', `<add key="ApiPassword" value="${SECRET}" />`, 1, 31],
    ['Info.plist', `<key>apiToken</key>\n<string> ${SECRET}</string>`, 2, 10],
    ['a.sh', `PGPASSWORD=${SECRET} psql -h db.corp.net\n`, 1, 12],
    ['a.ps1', `$env:API_KEY = "${SECRET}"\n`, 1, 17],
    ['Dockerfile', `FROM alpine\nENV API_KEY=${SECRET}\n`, 2, 13],
  ])('in %s is found where it stands: %s', (path, text, line, column) => {
    const { matches, more } = genericMatches(path, text)
    expect(matches).toHaveLength(1)
    expect(matches[0]).toMatchObject({ detector: 'generic-assignment', line, column })
    expect(matches[0]!.masked).toBe(`${SECRET.slice(0, 4)}… (16)`)
    expect(more).toBe(0)
  })

  test.each([
    ['.env.production', 'warning'],
    ['deploy/prod.env', 'warning'],
    ['config/credentials.yml', 'warning'],
    ['app-secrets.yaml', 'warning'],
    ['terraform/prod.tfvars', 'warning'],
    ['ansible/group_vars/all.yml', 'warning'],
    ['config/app.yml', 'info'],
    ['compose.yml', 'info'],
  ])('in %s is of severity %s', (path, severity) => {
    const { matches } = genericMatches(path, `api_key: ${OTHER}\n`)
    expect(matches.map(match => match.severity)).toEqual([severity])
  })

  test('is listed five times, and counted after that', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `TOKEN_${i}_SECRET=${madeUp('base62', 24)}`)
    const { matches, more } = genericMatches('.env', lines.join('\n'))
    expect(matches.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5])
    expect(more).toBe(7)
  })

  test('counts once where an element can be read in two ways', () => {
    const text = `<property name="password" value="${SECRET}"/>`
    expect(genericMatches('a.xml', text).matches).toHaveLength(1)
  })

  test.each([
    ['a description of an interface', `openapi: 3.1.0\nx-token: ${OTHER}\n`],
    ['a sealed manifest', `kind: SealedSecret\npassword: ${OTHER}\n`],
    ['the name of another secret', 'tokenSecret: payments-github-token\n'],
    ['an alias', 'password: *productionPassword1\n'],
    ['its own name', 'client_secret: ClientSecret-1\n'],
    ['a sentence', 'password: "Please, enter it twice: 8 letters"\n'],
    ['the hash of one', `password: $2b$12$${madeUp('base62', 53)}\n`],
    ['what every browser is given', `mixpanelToken: ${madeUp('hex', 32)}\n`],
    ['a token that detectors judge', `api_key: AIza${madeUp('base62', 35)}\n`],
  ])('is none in %s', (_, text) => {
    expect(genericMatches('config/app.yml', text)).toEqual({ matches: [], more: 0 })
  })
})

/** A quadratic reader takes minutes for 512 KiB. */
test.each(['a.yml', 'a.json', 'a.xml'])('%s of anything is read at once', path => {
  const units = [
    '"',
    '"a":"',
    '"password":"',
    'password=k7Zq2vT8\n',
    'name: a\n',
    '<!--',
    '<a b="',
    '=',
    ' \n',
    '\r',
  ]
  for (const unit of units) {
    const startMs = performance.now()
    genericMatches(path, unit.repeat((512 * 1024) / unit.length))
    expect(performance.now() - startMs, unit).toBeLessThan(5000)
  }
})
