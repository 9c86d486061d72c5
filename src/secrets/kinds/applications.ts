import { pairsOf, settings } from '../inspect.ts'
import {
  type Hit,
  INNOCENT,
  liveOr,
  type Reading,
  type SecretFile,
  type SecretKind,
  UNKNOWN,
} from '../kind.ts'
import { connectionHits, jdbcHits } from '../readers/connection-strings.ts'
import { credentialHits, hitOf } from '../readers/hits.ts'
import { linesOf } from '../readers/lines.ts'
import { codePairs, linePairs, type Pair } from '../readers/pairs.ts'
import { urlHits } from '../readers/urls.ts'
import { isCredential } from '../values.ts'

/** Configuration of applications and their frameworks. */
export const APPLICATION_KINDS: readonly SecretKind[] = [
  {
    id: 'app-config-java',
    title: 'configuration of a Java application',
    names: [
      'application*.{properties,yaml,yml}',
      'bootstrap*.{yaml,yml}',
      'hibernate.cfg.xml',
      'persistence.xml',
      'context.xml',
      'tomcat-users.xml',
    ],
    confirmedBy: 'a token or a URL with a password; a warning for a literal under a name that says secret',
    severity: { live: 'error', guess: 'warning', name: null },
    inspect: settings(jdbcHits),
  },
  {
    id: 'dotnet-settings',
    title: 'settings of a .NET application',
    names: [
      'appsettings*.json',
      'web.config',
      'app.config',
      'secrets.json',
      'connectionstrings.config',
      'launchsettings.json',
    ],
    confirmedBy: 'a connection string with its password, or a literal under a name that says secret',
    severity: { live: 'error', name: null, nameOf: { 'secrets.json': 'warning' } },
    inspect: settings(connectionHits),
  },
  {
    id: 'rails-keys',
    title: 'keys of a Rails application',
    names: ['config/master.key', 'config/credentials/*.key', 'secrets.yml', 'database.yml'],
    confirmedBy: '32 hexadecimal digits on the only line; a literal for production',
    severity: { live: 'error', name: 'warning', nameOf: { 'secrets.yml': null, 'database.yml': null } },
    inspect: file => (file.name.endsWith('.key') ? inspectMasterKey(file) : inspectRailsSettings(file)),
  },
  {
    id: 'django-laravel',
    title: 'settings of a web application',
    names: [
      'settings*.py',
      'local_settings.py',
      'wp-config.php',
      'configuration.php',
      'config.inc.php',
      'localsettings.php',
      'parameters.yml',
      'env.php',
    ],
    confirmedBy: 'a secret key, a salt or a password as a string literal; a warning for Django',
    severity: { live: 'error', name: null, nameOf: { 'wp-config.php': 'warning' } },
    inspect: inspectWebSettings,
  },
]

const MASTER_KEY = /^\s{0,8}([0-9a-f]{32}|[0-9a-f]{64})\s{0,8}$/

function inspectMasterKey({ text }: SecretFile): Reading {
  const key = MASTER_KEY.exec(text ?? '')?.[1]
  return key && isCredential(key) ? { state: 'live', hits: [hitOf({ value: key }, 'token')] } : UNKNOWN
}

const RAILS_FIELD = /^(?:password|secret_key_base|secret_token|.{1,64}_(?:key|secret|token|password))$/

/** Only production counts: development and test hold made-up values. */
function inspectRailsSettings({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const sections = sectionsOf(text)
  const live = [...linePairs(text)].filter(({ line }) =>
    /^(?:production|staging|shared)$/.test(sections[line - 1]!),
  )
  const fields = live.filter(({ key, value }) => RAILS_FIELD.test(key) && !value.startsWith('<%'))
  const urls = urlHits(text).filter(({ line }) => live.some(pair => pair.line === line))
  return liveOr([...urls, ...credentialHits(fields)], INNOCENT)
}

/** The top-level key that each line stands below. */
function sectionsOf(yaml: string): string[] {
  let section = ''
  return linesOf(yaml).map(line => {
    section = /^(\w{1,64}):/.exec(line)?.[1] ?? section
    return section
  })
}

const WEB_FIELD =
  /^(?:SECRET_KEY|DB_PASSWORD|PASSWORD|(?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)|wgDBpassword|wgSecretKey|password|dbpasswd|database_password|mailer_password|smtppass|secret|crypt\.key|blowfish_secret)$/

function inspectWebSettings({ name, text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const pairs: Iterable<Pair> = name.endsWith('.yml') ? pairsOf(text, name) : codePairs(text)
  const hits = credentialHits([...pairs].filter(pair => WEB_FIELD.test(pair.key)))
  return liveOr(name.endsWith('.py') ? hits.map(asWarning) : hits, INNOCENT)
}

function asWarning(hit: Hit): Hit {
  return { ...hit, severity: 'warning' }
}
