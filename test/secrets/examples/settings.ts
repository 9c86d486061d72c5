import { type ExamplesByKind, example } from './example.ts'
import { base64, binary, madeUp, password, pem } from './made-up.ts'

const PRIVATE_KEY = pem('PRIVATE KEY')

/** Kinds of src/secrets/kinds/environment.ts, packages.ts, applications.ts and clients.ts. */
export const SETTINGS_EXAMPLES: ExamplesByKind = {
  dotenv: {
    live: [
      example('.env', `NODE_ENV=production\nAPI_KEY=${madeUp('base62', 32)}\n`),
      example('api/.env.local', `export SESSION_SECRET='${madeUp('hex', 64)}'`),
      example('prod.env', `DATABASE_URL=postgres://app:${password()}@db.corp.internal:5432/app\n`),
      example('.env.production', `TLS_KEY="${PRIVATE_KEY}"\n`),
      example('.envrc', `export SIGNING_KEY="${PRIVATE_KEY.replaceAll('\n', '\\n')}"\n`),
      example('.dev.vars', `KEY_B64=${base64(PRIVATE_KEY)}\n`),
      example('.env', `﻿DB_PASSWORD=${password(12)}\r\n`),
      example('.env', Buffer.from(`﻿DB_PASSWORD=${password(12)}\r\n`, 'utf16le')),
      example('.env', `APP_KEY=base64:${madeUp('base64', 43)}=\n`),
      example('.env', 'PORT=3000\nLOG_LEVEL=debug\n', 'warning'),
      example('.env', 'POSTGRES_PASSWORD=postgres\n', 'warning'),
    ],
    silent: [
      example('.env', ''),
      example('.env', '# settings\n\n'),
      example('.env', `API_KEY=\nTOKEN=\${TOKEN}\nPASSWORD=$PASSWORD\nOTHER={{ vault.x }}\n`),
      example('.env.example', `API_KEY=${madeUp('base62', 32)}\n`),
      example('example.env', `API_KEY=${madeUp('base62', 32)}\n`),
      example('.env.sample', 'API_KEY=your-key\n'),
      example('.env.template', 'API_KEY=\n'),
      example('.env.dist', 'PORT=3000\n'),
      example('.env.defaults', 'PORT=3000\n'),
      example('.env.vault', `DOTENV_VAULT=${base64(madeUp('base62', 60))}\n`),
      example('.env', `#ENC\nDB_PASSWORD=ENC[AES256_GCM,data:x,type:str]\nsops_mac=ENC[AES256_GCM,data:y]\n`),
      example('.env', binary([0x00, 0x47, 0x49, 0x54, 0x43, 0x52, 0x59, 0x50, 0x54])),
      example('node_modules/some-package/.env', `PORT=3000\nSECRET_TOKEN=${madeUp('base62', 32)}\n`),
    ],
  },
  'ci-local': {
    live: [
      example('.secrets', `DEPLOY_TOKEN=${madeUp('base62', 30)}\n`),
      example('.actrc', `-P ubuntu-latest=image\n-s DEPLOY_TOKEN=${madeUp('base62', 30)}\n`),
      example('var/jenkins/secrets/master.key', madeUp('hex', 256)),
    ],
    silent: [
      example('.secrets', `DEPLOY_TOKEN=\${DEPLOY_TOKEN}\n`),
      example('.actrc', '-P ubuntu-latest=node:20\n'),
      example('.gitlab-ci-local-variables.yml', 'API_TOKEN: $API_TOKEN\n'),
    ],
  },
  npmrc: {
    live: [
      example('.npmrc', `//registry.corp.internal/:_authToken=${madeUp('base62', 36)}\n`),
      example('.npmrc', `always-auth=true\n_auth = "${base64(`ci:${password()}`)}"\n`),
      example(
        '.yarnrc.yml',
        `npmRegistries:\n  "//npm.corp.internal":\n    npmAuthToken: ${madeUp('base62', 36)}\n`,
      ),
      example('.yarnrc', `"//npm.corp.internal/:_authToken" "${madeUp('base62', 36)}"\n`),
    ],
    silent: [
      example('.npmrc', `//registry.corp.internal/:_authToken=\${NPM_TOKEN}\n`),
      example('.npmrc', 'engine-strict=true\nregistry=https://npm.corp.internal/\n'),
      example('.yarnrc.yml', `npmAuthToken: "\${NPM_TOKEN-}"\nnodeLinker: node-modules\n`),
    ],
  },
  pypirc: {
    live: [example('.pypirc', `[pypi]\nusername = __token__\npassword = ${madeUp('base62', 80)}\n`)],
    silent: [example('.pypirc', '[distutils]\nindex-servers = pypi\n[pypi]\nusername = release\n')],
  },
  'pip-conf': {
    live: [example('pip.conf', `[global]\nindex-url = https://ci:${password()}@pypi.corp.internal/simple\n`)],
    silent: [
      example('pip.conf', '[global]\nindex-url = https://pypi.corp.internal/simple\n'),
      example('uv.toml', `index-url = "https://ci:\${TOKEN}@pypi.corp.internal/simple"\n`),
    ],
  },
  'poetry-auth': {
    live: [
      example(
        '.config/pypoetry/auth.toml',
        `[http-basic.corp]\nusername = "ci"\npassword = "${password()}"\n`,
      ),
    ],
    silent: [
      example('.config/pypoetry/auth.toml', '[http-basic.corp]\nusername = "ci"\npassword = "$PASSWORD"\n'),
    ],
  },
  'maven-settings': {
    live: [
      example(
        '.m2/settings.xml',
        `<settings><servers><server><id>a</id>\n<password>${password()}</password></server></servers></settings>`,
      ),
      example(
        'settings-security.xml',
        `<settingsSecurity><master>{${madeUp('base64', 44)}}</master></settingsSecurity>`,
        'warning',
      ),
    ],
    silent: [
      example(
        'settings.xml',
        `<server><username>ci</username><password>\${env.CI_PASSWORD}</password></server>`,
      ),
      example('settings.xml', `<!-- <server>\n<password>${password()}</password></server> -->`),
    ],
  },
  'gradle-props': {
    live: [
      example('gradle.properties', `org.gradle.jvmargs=-Xmx2g\nsonatypePassword=${password()}\n`),
      example('keystore.properties', `storeFile=release.jks\nstorePassword=${password()}\n`),
    ],
    silent: [
      example('local.properties', 'sdk.dir=/opt/android\n'),
      example('gradle.properties', 'org.gradle.caching=true\nsigning.password=\n'),
    ],
  },
  'ivy-sbt': {
    live: [
      example(
        '.sbt/1.0/credentials',
        `realm=Repository\nhost=repo.corp.internal\nuser=ci\npassword=${password()}\n`,
      ),
    ],
    silent: [example('.credentials', 'realm=Repository\nhost=repo.corp.internal\nuser=ci\npassword=\n')],
  },
  'nuget-config-file': {
    live: [
      example(
        'NuGet.Config',
        `<packageSourceCredentials><corp><add key="ClearTextPassword" value="${password()}" /></corp></packageSourceCredentials>`,
      ),
      example(
        'nuget.config',
        `<packageSourceCredentials><corp><add key="Password" value="${madeUp('base64', 60)}" /></corp></packageSourceCredentials>`,
        'warning',
      ),
    ],
    silent: [
      example(
        'nuget.config',
        '<packageSourceCredentials><corp><add key="ClearTextPassword" value="%TOKEN%" /></corp></packageSourceCredentials>',
      ),
      example(
        'nuget.config',
        '<packageSources><add key="nuget" value="https://nuget.corp.internal" /></packageSources>',
      ),
    ],
  },
  'composer-auth': {
    live: [
      example(
        'auth.json',
        `{"http-basic": {"repo.corp.internal": {"username": "ci", "password": "${password()}"}}}`,
      ),
      example('auth.json', `{"github-oauth": {"github.com": "${madeUp('base62', 40)}"}}`),
    ],
    silent: [
      example('auth.json', '{"http-basic": {}, "github-oauth": {}}'),
      example('auth.json', '{"plan": "basic"}'),
    ],
  },
  'cargo-credentials': {
    live: [example('.cargo/credentials.toml', `[registry]\ntoken = "${madeUp('base62', 35)}"\n`)],
    silent: [example('.cargo/credentials.toml', '[registry]\ntoken = ""\n')],
  },
  'gem-credentials': {
    live: [
      example('.gem/credentials', `---\n:rubygems_api_key: ${madeUp('hex', 48)}\n`),
      example('.bundle/config', `---\nBUNDLE_GEMS__CORP__INTERNAL: "ci:${password()}"\n`),
    ],
    silent: [example('.bundle/config', '---\nBUNDLE_PATH: "vendor/bundle"\nBUNDLE_WITHOUT: "test"\n')],
  },
  'hex-mix-conda': {
    live: [
      example('.condarc', `channels:\n  - https://conda.corp.internal/t/${madeUp('base62', 32)}/main\n`),
      example('.Renviron', `CORP_TOKEN=${madeUp('base62', 32)}\n`),
      example('hex.config', `{<<"$write_key">>, <<"${madeUp('hex', 32)}">>}.\n`),
    ],
    silent: [
      example('.condarc', 'channels:\n  - conda-forge\n'),
      example('.Rprofile', 'options(repos = "https://cran.r-project.org")\n'),
    ],
  },
  'app-config-java': {
    live: [
      example(
        'src/main/resources/application.properties',
        `spring.datasource.url=jdbc:postgresql://db.corp.internal/a?user=a&password=${password()}\n`,
      ),
      example('application-prod.yml', `spring:\n  datasource:\n    password: ${password()}\n`, 'warning'),
      example(
        'tomcat-users.xml',
        `<tomcat-users>\n<user username="ops" password="${password()}" roles="manager"/></tomcat-users>`,
        'warning',
      ),
      example(
        'hibernate.cfg.xml',
        `<property name="connection.password">${password()}</property>`,
        'warning',
      ),
    ],
    silent: [
      example('application.yml', `spring:\n  datasource:\n    password: \${DB_PASSWORD}\n`),
      example(
        'application.properties',
        'spring.datasource.password=ENC(abcdefAF12345678)\nserver.port=8080\n',
      ),
      example(
        'application.yml',
        'jwt:\n  token-validity: 3600\n  secret-name: app-secret\n  password.min.length: 12\n',
      ),
    ],
  },
  'dotnet-settings': {
    live: [
      example(
        'appsettings.Production.json',
        `{"ConnectionStrings": {"Main": "Server=sql.corp.internal;User Id=app;Password=${password()};"}}`,
      ),
      example('appsettings.json', `{"Jwt": {\n  "SigningKey": "${madeUp('base62', 40)}"\n}}`),
      example(
        'Web.config',
        `<connectionStrings><add name="Main" connectionString="Data Source=sql;Password=${password()};" /></connectionStrings>`,
      ),
    ],
    silent: [
      example('appsettings.json', '{"ConnectionStrings": {"Main": "Server=sql;Integrated Security=true;"}}'),
      example(
        'appsettings.json',
        '{"Logging": {"LogLevel": {"Default": "Information"}}, "Secret": "SET_BY_PIPELINE"}',
      ),
    ],
  },
  'rails-keys': {
    live: [
      example('config/master.key', madeUp('hex', 32)),
      example('config/credentials/production.key', `${madeUp('hex', 32)}\n`),
      example(
        'config/secrets.yml',
        `development:\n  secret_key_base: x\nproduction:\n  secret_key_base: ${madeUp('hex', 128)}\n`,
      ),
      example('config/database.yml', `production:\n  adapter: postgresql\n  password: ${password()}\n`),
    ],
    silent: [
      example(
        'config/database.yml',
        `development:\n  password: ${password()}\nproduction:\n  password: <%= ENV["DB_PASSWORD"] %>\n`,
      ),
      example(
        'config/secrets.yml',
        `test:\n  secret_key_base: ${madeUp('hex', 128)}\nproduction:\n  secret_key_base: <%= ENV["X"] %>\n`,
      ),
    ],
  },
  'django-laravel': {
    live: [
      example('wp-config.php', `<?php\ndefine( 'DB_PASSWORD', '${password()}' );\n`),
      example('config/parameters.yml', `parameters:\n  database_password: ${password()}\n`),
      example('app/settings.py', `DEBUG = False\nSECRET_KEY = '${password(50)}'\n`, 'warning'),
      example('configuration.php', `<?php class JConfig {\n public $password = '${password()}';\n}`),
    ],
    silent: [
      example('app/settings.py', "import os\nSECRET_KEY = os.environ['SECRET_KEY']\n"),
      example(
        'wp-config.php',
        "<?php\ndefine( 'DB_PASSWORD', getenv('DB_PASSWORD') );\ndefine( 'AUTH_KEY', 'put your unique phrase here' );\n",
      ),
      example('wp-config-sample.php', `<?php\ndefine( 'DB_PASSWORD', '${password()}' );\n`),
      example('env.php', "<?php return ['password' => env('DB_PASSWORD')];"),
    ],
  },
  'ftp-sftp-config': {
    live: [
      example('sftp-config.json', `{\n  "host": "web.corp.internal",\n  "password": "${password()}"\n}`),
      example(
        'filezilla.xml',
        `<Server><Host>a</Host><Pass encoding="base64">${base64(password())}</Pass></Server>`,
      ),
    ],
    silent: [
      example('sftp-config.json', '{"host": "web.corp.internal", "ssh_key_file": "~/.ssh/id"}'),
      example('filezilla.xml', '<Server><Host>a</Host></Server>'),
    ],
  },
  'mail-chat-config': {
    live: [
      example('.msmtprc', `account default\nhost smtp.corp.internal\npassword ${password()}\n`),
      example('.muttrc', `set imap_pass = "${password()}"\n`),
    ],
    silent: [
      example('.msmtprc', 'account default\npasswordeval "pass show mail"\n'),
      example('.muttrc', '# set imap_pass = "changeme"\n'),
    ],
  },
  'ai-client': {
    live: [
      example(
        '.cursor/mcp.json',
        `{"mcpServers": {"x": {"env": {"CORP_TOKEN": "${madeUp('base62', 40)}"}}}}`,
      ),
      example('.kaggle/kaggle.json', `{"username":"me","key":"${madeUp('hex', 32)}"}`),
      example('.huggingface/token', `${madeUp('base62', 37)}\n`),
      example('.aider.conf.yml', `openai-api-key: ${madeUp('base62', 48)}\n`),
    ],
    silent: [
      example('mcp.json', `{"mcpServers": {"x": {"env": {"CORP_TOKEN": "\${input:token}"}}}}`),
      example('.aider.conf.yml', 'model: sonnet\n'),
    ],
  },
}
