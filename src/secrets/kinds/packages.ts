import { fields, firstOf, found, settings } from '../inspect.ts'
import { saysSecret } from '../key-names.ts'
import { type Hit, INNOCENT, type Reading, type SecretFile, type SecretKind, UNKNOWN } from '../kind.ts'
import { credentialHits, hitOf } from '../readers/hits.ts'
import { capturedPairs, jsonPairs, linePairs, xmlPairs } from '../readers/pairs.ts'
import { urlHits } from '../readers/urls.ts'

/** Credentials of package managers and registries. */
export const PACKAGE_KINDS: readonly SecretKind[] = [
  {
    id: 'npmrc',
    title: 'npm settings',
    names: ['.npmrc', '.yarnrc', '.yarnrc.yml', '.pnpmrc'],
    confirmedBy: '`_authToken`, `_auth`, `_password` or `npmAuthToken` with a literal',
    severity: { live: 'error', name: null },
    inspect: firstOf(
      fields('_authToken|_auth|_password|npmAuthToken|npmAuthIdent', { and: urlHits }),
      found(yarnClassicHits),
    ),
  },
  {
    id: 'pypirc',
    title: 'PyPI settings',
    names: ['.pypirc'],
    confirmedBy: '`password` with a literal, or a URL with a password',
    severity: { live: 'error', name: null },
    inspect: fields('password', { and: urlHits }),
  },
  {
    id: 'pip-conf',
    title: 'pip or uv settings',
    names: ['pip.conf', 'pip.ini', 'uv.toml'],
    confirmedBy: 'an index URL with a password',
    severity: { live: 'error', name: null },
    inspect: found(urlHits),
  },
  {
    id: 'poetry-auth',
    title: "Poetry's credentials",
    names: ['pypoetry/auth.toml'],
    confirmedBy: '`password` or a token with a literal',
    severity: { live: 'error', name: 'warning' },
    inspect: fields('password|token|pypi'),
  },
  {
    id: 'maven-settings',
    title: 'Maven settings',
    names: ['settings.xml', 'settings-security.xml'],
    confirmedBy: '`<password>`, `<passphrase>` or `<master>` with a literal; a warning where it is encrypted',
    severity: { live: 'error', name: null },
    inspect: found(mavenHits),
  },
  {
    id: 'gradle-props',
    title: 'Gradle properties',
    names: ['gradle.properties', 'local.properties', 'keystore.properties'],
    confirmedBy: 'a property that ends in `Password`, `Token` or the like with a literal',
    severity: { live: 'error', name: null },
    inspect: found(text => credentialHits([...linePairs(text)].filter(pair => saysSecret(pair.key)))),
  },
  {
    id: 'ivy-sbt',
    title: 'sbt or Ivy credentials',
    names: ['.credentials', '.sbt/**/credentials'],
    confirmedBy: '`password=` beside `realm=`',
    severity: { live: 'error', name: 'warning' },
    inspect: fields('password', { needs: /^[ \t]{0,16}(?:realm|host)[ \t]{0,16}=/m }),
  },
  {
    id: 'nuget-config-file',
    title: 'NuGet settings',
    names: ['nuget.config'],
    confirmedBy: '`packageSourceCredentials` with a password; a warning where Windows has encrypted it',
    severity: { live: 'error', name: null },
    inspect: found(nugetHits),
  },
  {
    id: 'composer-auth',
    title: "Composer's credentials",
    names: ['auth.json'],
    confirmedBy: '`http-basic`, `github-oauth`, `gitlab-token` or `bearer` with a literal',
    severity: { live: 'error', name: null },
    inspect: inspectComposer,
  },
  {
    id: 'cargo-credentials',
    title: "Cargo's credentials",
    names: ['.cargo/credentials', '.cargo/credentials.toml'],
    confirmedBy: '`token` with a literal',
    severity: { live: 'error', name: 'warning' },
    inspect: fields('token|secret-key'),
  },
  {
    id: 'gem-credentials',
    title: 'RubyGems or Bundler credentials',
    names: ['.gem/credentials', '.bundle/config'],
    confirmedBy: 'a key of `.gem/credentials`; `BUNDLE_…: "user:password"`',
    severity: { live: 'error', harmless: 'info', name: 'warning', nameOf: { config: null } },
    inspect: file => (file.name === 'config' ? inspectBundle(file) : inspectGem(file)),
  },
  {
    id: 'hex-mix-conda',
    title: 'settings of Hex, conda or R',
    names: ['hex.config', '.condarc', '.renviron', '.rprofile'],
    confirmedBy: 'a key, a token in a channel URL, or a literal under a name that says secret',
    severity: { live: 'error', name: null },
    inspect: settings(hexAndCondaHits),
  },
]

const YARN_CLASSIC = /(?:_authToken|_auth|_password)"?[ \t]{1,8}"?([^\s"]{1,1024})/g

/** Yarn 1 writes `"//host/:_authToken" "value"`. */
function yarnClassicHits(text: string): Hit[] {
  return credentialHits(capturedPairs(text, YARN_CLASSIC, '_authToken'))
}

/** A value in braces is encrypted with the master password of settings-security.xml. */
function mavenHits(text: string): Hit[] {
  const pairs = [...xmlPairs(text)].filter(pair => /^(?:password|passphrase|master)$/.test(pair.key))
  const plain = pairs.filter(pair => !pair.value.startsWith('{'))
  const encrypted = pairs.filter(pair => /^\{[A-Za-z0-9+/=]{16,512}\}$/.test(pair.value))
  return [
    ...credentialHits(plain),
    ...encrypted.map(pair => ({ ...hitOf(pair, 'field'), severity: 'warning' as const })),
  ]
}

function nugetHits(text: string): Hit[] {
  if (!text.includes('packageSourceCredentials')) return []
  const pairs = [...xmlPairs(text)]
  const encrypted = credentialHits(pairs.filter(pair => pair.key === 'Password'))
  return [
    ...credentialHits(pairs.filter(pair => pair.key === 'ClearTextPassword')),
    ...encrypted.map(hit => ({ ...hit, severity: 'warning' as const })),
  ]
}

const COMPOSER_SECTION =
  /"(?:http-basic|github-oauth|gitlab-oauth|gitlab-token|bearer|bitbucket-oauth|forgejo-token)"\s{0,16}:/

function inspectComposer({ text }: SecretFile): Reading {
  if (text === undefined || !COMPOSER_SECTION.test(text)) return UNKNOWN
  // a host's name is the key of its token
  const secrets = [...jsonPairs(text)].filter(
    ({ key }) => /^(?:password|token|consumer-secret)$/.test(key) || /^[\w-]+\.[\w.:-]+$/.test(key),
  )
  const hits = credentialHits(secrets)
  return hits.length > 0 ? { state: 'live', hits } : INNOCENT
}

const inspectGem = fields(':?rubygems_api_key|:?rubygems|:?[\\w-]{1,32}_api_key|:[\\w-]{1,32}')

/** Bundler writes a gem server's credentials under its host: `BUNDLE_GEMS__ACME__INTERNAL: "user:password"`. */
function inspectBundle({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const pairs = [...linePairs(text)]
    .filter(({ key, value }) => /^BUNDLE_\w+__\w+$/.test(key) && /^[^:/\s]+:[^/\s]+$/.test(value))
    .map(pair => ({ ...pair, value: pair.value.slice(pair.value.indexOf(':') + 1) }))
  const hits = credentialHits(pairs)
  return hits.length > 0 ? { state: 'live', hits } : INNOCENT
}

const HEX_KEY = /(?:auth|write|read|api)_key[^\w\n]{1,12}([0-9a-f]{32,64})(?![0-9a-f])/g
const CONDA_TOKEN = /\/t\/([A-Za-z0-9_-]{16,128})\//g

function hexAndCondaHits(text: string): Hit[] {
  return [HEX_KEY, CONDA_TOKEN].flatMap(pattern => credentialHits(capturedPairs(text, pattern, 'token')))
}
