import { bytesAt, startsWith } from '../decode.ts'
import { containerOf, fields, found, magic } from '../inspect.ts'
import {
  HARMLESS,
  INNOCENT,
  liveOr,
  type Reading,
  type SecretFile,
  type SecretKind,
  UNKNOWN,
} from '../kind.ts'
import { connectionHits } from '../readers/connection-strings.ts'
import { credentialHits } from '../readers/hits.ts'
import { capturedPairs, xmlPairs } from '../readers/pairs.ts'

/** Credentials of databases, and databases. */
export const DATABASE_KINDS: readonly SecretKind[] = [
  {
    id: 'pgpass',
    title: "PostgreSQL's passwords",
    names: ['.pgpass', 'pgpass.conf', 'pg_service.conf'],
    confirmedBy: 'five fields a line, the last one a literal; `password=` of a service',
    severity: { live: 'error', name: 'warning' },
    inspect: file => (file.name === 'pg_service.conf' ? inspectService(file) : inspectPgpass(file)),
  },
  {
    id: 'my-cnf',
    title: "MySQL's credentials",
    names: ['.my.cnf', 'my.cnf', '.mylogin.cnf'],
    confirmedBy: '`password` with a literal; `.mylogin.cnf` hides it without protecting it',
    severity: { live: 'error', name: null },
    inspect: file => (file.name === '.mylogin.cnf' ? inspectLoginPath(file) : inspectMyCnf(file)),
  },
  {
    id: 'odbc-dsn',
    title: 'a data source with its password',
    names: ['odbc.ini', '.odbc.ini', '*.dsn', '*.udl', 'tnsnames.ora'],
    confirmedBy: '`PWD=` or `Password=` with a literal',
    severity: { live: 'error', name: null },
    inspect: found(connectionHits),
  },
  {
    id: 'ide-data-sources',
    title: "a tool's stored connections",
    names: [
      '.idea/{datasources.local,webservers,deployment}.xml',
      'robomongo.json',
      '.dbeaver/credentials-config.json',
      '.dbeaver-data-sources.xml',
      '.mssql-cli',
    ],
    confirmedBy: 'a password, also one that is encrypted with a key that everybody knows',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectDataSources,
  },
  {
    id: 'dumps',
    title: 'a dump',
    names: ['*.sql', '*.dump', 'dump.rdb', '*.mdmp', '*.hprof', 'core.#', 'heapdump*'],
    confirmedBy:
      'rows of users, accounts or sessions with hashes or mail addresses; the magic number of a memory dump',
    severity: { live: 'warning', name: 'info' },
    inspect: inspectDump,
  },
  {
    id: 'app-db',
    title: 'a database',
    names: ['*.sqlite3', '*.sqlite', '*.db', '*.mdb', '*.fdb'],
    confirmedBy: 'the magic number of SQLite; a warning where the name says users, auth, session or prod',
    severity: { live: 'warning', name: 'info' },
    inspect: inspectDatabase,
  },
]

const PGPASS = /^[^\s#:][^:\n]{0,255}:(?:\d{1,5}|\*):[^:\n]{1,128}:[^:\n]{1,128}:([^\n\r]{1,512})\r?$/gm

function inspectPgpass({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const pairs = capturedPairs(text, PGPASS, 'password')
  return liveOr(credentialHits(pairs), pairs.length > 0 || /^#/.test(text) ? HARMLESS : UNKNOWN)
}

const inspectService = fields('password')
const inspectMyCnf = fields('password|pass')

/** mysql_config_editor: four zero bytes, the key, and what is encrypted with it. */
function inspectLoginPath(file: SecretFile): Reading {
  return bytesAt(file.bytes, 0, [0, 0, 0, 0]) && file.fileBytes > 24
    ? containerOf('MySQL login file', file)
    : UNKNOWN
}

const PASSWORD_FIELD = /password|passphrase/i

function inspectDataSources(file: SecretFile): Reading {
  // DBeaver encrypts with a key of its source code
  if (file.name === 'credentials-config.json') return containerOf('DBeaver credentials', file)
  if (file.text === undefined) return UNKNOWN
  if (file.name.endsWith('.xml')) {
    const pairs = [...xmlPairs(file.text)].filter(pair => PASSWORD_FIELD.test(pair.key))
    return liveOr(credentialHits(pairs), INNOCENT)
  }
  return inspectStoredPassword(file)
}

const inspectStoredPassword = fields('(?:user|encrypted)?_?password|(?:encrypted)?passphrase', {
  otherwise: INNOCENT,
})

const ROWS =
  /\b(?:INSERT\s{1,8}INTO|COPY)\s{1,8}[\w."`[\]]{0,128}?(?:user|account|session|member|customer|auth)/i
const PERSONAL = /\$2[aby]\$\d\d\$|\$argon2|\$6\$|[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,24}|[0-9a-f]{40,64}/i
const SCHEMA_ONLY = /\b(?:INSERT\s{1,8}INTO|COPY\s{1,8}[\w."`]{1,128})/i

function inspectDump(file: SecretFile): Reading {
  const { name, bytes, text } = file
  if (startsWith(bytes, 'REDIS') || startsWith(bytes, 'MDMP') || startsWith(bytes, 'JAVA PROFILE'))
    return containerOf('memory dump', file)
  // PostgreSQL's own format
  if (startsWith(bytes, 'PGDMP')) return containerOf('database dump', file)
  if (name.startsWith('core.')) return isElfCore(bytes) ? containerOf('core dump', file) : INNOCENT
  if (text === undefined) return UNKNOWN
  if (ROWS.test(text) && PERSONAL.test(text)) return containerOf('rows of users', file)
  return name.endsWith('.sql') && !SCHEMA_ONLY.test(text) ? INNOCENT : HARMLESS
}

/** e_type 4, in the file's own byte order. */
function isElfCore(bytes: Uint8Array): boolean {
  return startsWith(bytes, '\x7fELF') && (bytes[16] === 4 || bytes[17] === 4)
}

const PERSONAL_NAME = /user|auth|session|account|prod/
const isSqlite = magic('SQLite database', 'SQLite format 3\0')

function inspectDatabase(file: SecretFile): Reading {
  const reading = isSqlite(file)
  if (reading.state === 'live' && !PERSONAL_NAME.test(file.name)) return HARMLESS
  if (reading.state === 'live') return reading
  // `.db` is also what thumbnails, fonts and package lists are called
  return /\.(?:mdb|fdb)$/.test(file.name) ? UNKNOWN : INNOCENT
}
