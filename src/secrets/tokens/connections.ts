import { isDefaultPassword, isInterpolated } from '../checks/logins.ts'
import { maskValue } from '../mask.ts'
import { adoSecrets, jdbcSecrets } from '../readers/connection-strings.ts'
import { urlSecrets } from '../readers/urls.ts'
import { isCredential, looksSecret } from '../values.ts'
import type { Detector, RawMatch } from './detector.ts'

const LONGEST_STRING = 1280
/** from the name of the warehouse to its password, in a profile or a call */
const PROFILE = 512

/** Logins to databases, in the forms of their drivers. */
export const CONNECTION_TOKENS: readonly Detector[] = [
  {
    id: 'snowflake-password',
    title: 'a Snowflake password',
    rank: 'context',
    severity: 'error',
    keywords: ['snowflake'],
    before: PROFILE,
    after: PROFILE + 256,
    *find(text) {
      yield* urlSecrets(text, { schemes: scheme => scheme === 'snowflake' })
      yield* snowflakeFields(text)
    },
    examples: {
      finds: [
        'SNOWFLAKE_PASSWORD=vK7mQ2¦xLp9zTw4',
        'prod:\n  type: snowflake\n  account: qk20417.eu-west-1\n  user: LOADER\n  password: vK7mQ2¦xLp9zTw4\n',
        'url = "snowflake://loader:vK7mQ2¦xLp9zTw4@qk20417.eu-west-1/raw"',
        'jdbc:snowflake://qk20417.snowflakecomputing.com/?user=LOADER&password=vK7mQ2¦xLp9zTw4',
        "snowflake.connector.connect(user='LOADER', password='vK7mQ2¦xLp9zTw4')",
      ],
      leaves: [
        'type: postgres\nuser: LOADER\npassword: vK7mQ2xLp9zTw4\n',
        'snowflake:\n  password: "{{ env_var(\'SNOWFLAKE_PASSWORD\') }}"\n',
        'snowflake.connector.connect(user=user, password=config.snowflake.password)',
        'snowflake://user:password@account/db',
        'snowflake_password_file: /run/secrets/snowflake',
      ],
    },
  },
  {
    id: 'jdbc-url',
    title: 'a JDBC URL with a password',
    rank: 'shape',
    severity: 'error',
    scope: 'generated',
    keywords: ['jdbc:'],
    // as the password may be the last field
    before: LONGEST_STRING,
    after: LONGEST_STRING,
    find: jdbcSecrets,
    examples: {
      finds: [
        'spring.datasource.url=jdbc:postgresql://db.prod.corp.net/app?user=app&password=vK7mQ2¦xLp9zTw4',
        'jdbc:sqlserver://sql.corp.net:1433;databaseName=app;user=app;password=vK7mQ2¦xLp9zTw4;encrypt=true',
        '<url>jdbc:mysql://db.corp.net/app?useSSL=true&amp;password=vK7mQ2¦xLp9zTw4</url>',
        'jdbc:oracle:thin:scott/vK7mQ2¦xLp9zTw4@//ora.corp.net:1521/app',
        'jdbc:postgresql://app:vK7mQ2¦xLp9zTw4@db.prod.corp.net/app',
      ],
      leaves: [
        'jdbc:postgresql://db:5432/app?user=postgres&password=postgres',
        'jdbc:postgresql://db.prod.corp.net/app',
        `jdbc:mysql://db.corp.net/app?password=\${DB_PASSWORD}`,
        'jdbc:h2:mem:test;USER=sa;PASSWORD=',
        'jdbc:oracle:thin:@//ora.corp.net:1521/app',
      ],
    },
  },
  {
    id: 'azure-sql-conn',
    title: 'a database connection string with a password',
    rank: 'shape',
    severity: 'error',
    keywords: ['server=', 'server =', 'data source', 'datasource=', 'address=', 'host='],
    before: LONGEST_STRING,
    after: LONGEST_STRING,
    find: adoSecrets,
    examples: {
      finds: [
        '"Main": "Server=tcp:sql1.database.windows.net,1433;Initial Catalog=app;User ID=app;Password=vK7mQ2¦xLp9zTw4;Encrypt=True;"',
        "conn = 'Data Source=sql.corp.net;Initial Catalog=app;uid=app;pwd=vK7mQ2¦xLp9zTw4'",
        '<add connectionString="Host=pg.corp.net;Username=app;Password=vK7mQ2¦xLp9zTw4;Database=app" />',
      ],
      leaves: [
        '"Server=sql.corp.net;Database=app;Trusted_Connection=True;Password=vK7mQ2xLp9zTw4;"',
        '"Data Source=sql.corp.net;Initial Catalog=app;Integrated Security=SSPI;"',
        '"Server=localhost;Database=app;User Id=sa;Password=Your_password123;"',
        '"Server=db;Database=app;User Id=sa;Password=P@ssw0rd;"',
        '"Server=sql.corp.net;Database=app;User Id=app;Password={password};"',
        '"Server=sql.corp.net;Database=app;User Id=app;Password=$(SqlPassword);"',
        'server=web1 password=1',
      ],
    },
  },
]

const FIELD =
  /(?<![A-Za-z0-9])(?:SNOWFLAKE_)?PASS(?:WORD|WD)\\?["']?\]?\s{0,8}(?:=>|[:=])\s{0,8}(?:\\?"([^"\\\n]{4,256})|'([^'\n]{4,256})'|([^\s"'\\,;&<>(){}[\]]{4,256}))/gi

function* snowflakeFields(text: string): Generator<RawMatch> {
  for (const match of text.matchAll(FIELD)) {
    const near = text.slice(Math.max(0, match.index - PROFILE), match.index + match[0].length)
    const quoted = match[1] ?? match[2]
    const value = quoted ?? match[3]!
    if (!/snowflake/i.test(near)) continue
    if (quoted === undefined ? !looksSecret('password', value) : !isCredential(value)) continue
    if (isInterpolated(value) || isDefaultPassword(value)) continue
    const end = match.index + match[0].length - (match[2] === undefined ? 0 : 1)
    const start = end - value.length
    yield { start, end, masked: maskValue(value), severity: 'error', key: 'password' }
  }
}
