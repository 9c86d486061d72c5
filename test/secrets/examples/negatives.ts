import { base64, madeUp, password } from './made-up.ts'

/** What must stay silent, or may be an info finding at most: a path, and the text that lies there. */
export interface Negative {
  what: string
  atMost?: 'info'
  texts: readonly (readonly [string, string])[]
}

const sha1 = () => madeUp('hex', 40)
const sha256 = () => madeUp('hex', 64)
const md5 = () => madeUp('hex', 32)
const uuid = () => [8, 4, 4, 4, 12].map(length => madeUp('hex', length)).join('-')
const bytes = (length: number) => Buffer.from(madeUp('hex', length * 2), 'hex').toString('base64')
const jwtPart = (claims: object) => base64(JSON.stringify(claims)).replace(/=+$/, '')
const jwt = (claims: object) =>
  `${jwtPart({ alg: 'HS256', typ: 'JWT' })}.${jwtPart(claims)}.${madeUp('base62', 43)}`
/** Base64 of what begins with these bytes. */
const image = (magic: number[]) =>
  Buffer.from([...magic, ...Buffer.from(madeUp('hex', 300), 'hex')]).toString('base64')
const armour = (label: string) =>
  `-----BEGIN ${label}-----\n${madeUp('base64', 64)}\n${madeUp('base64', 64)}\n-----END ${label}-----\n`

export const NEGATIVES: readonly Negative[] = [
  {
    what: 'integrity in lock files',
    texts: [
      [
        'package-lock.json',
        `"node_modules/a": {"version": "1.0.0", "resolved": "https://registry.acme.dev/a/-/a-1.0.0.tgz", "integrity": "sha512-${bytes(64)}"}`,
      ],
      [
        'yarn.lock',
        `a@^1:\n  resolved "https://registry.yarnpkg.com/a/-/a-1.0.0.tgz#${sha1()}"\n  integrity sha512-${bytes(64)}\n`,
      ],
      ['go.sum', `github.com/a/b v1.2.3 h1:${bytes(32)}\n`],
      ['Pipfile.lock', `{"a": {"hashes": ["sha256:${sha256()}"], "version": "==1.0"}}`],
      ['Cargo.lock', `[[package]]\nname = "openai"\nchecksum = "${sha256()}"\n`],
      ['Gemfile.lock', `CHECKSUMS\n  stripe (1.0) sha256=${sha256()}\n`],
      ['index.html', `<script src="/a.js" integrity="sha384-${bytes(48)}"></script>`],
    ],
  },
  {
    what: 'object ids of git',
    texts: [
      ['deploy.yml', `ref: ${sha1()}\ncommit: ${sha1()}\nrev: ${sha1().slice(0, 12)}\n`],
      ['src/version.ts', `export const COMMIT = '${sha1()}'`],
      ['.pre-commit-config.yaml', `repos:\n  - repo: https://github.com/a/b\n    rev: ${sha1()}\n`],
      [
        '.github/workflows/ci.yml',
        `steps:\n  - uses: actions/checkout@${sha1()}\n    with:\n      persist-credentials: false\n`,
      ],
      ['info.json', `{"gitHead": "${sha1()}", "tree": "${sha256()}"}`],
    ],
  },
  {
    what: 'digests of images and of content',
    texts: [
      ['compose.yml', `image: registry.corp.net/a@sha256:${sha256()}\n`],
      ['manifest.txt', `main.${madeUp('hex', 8)}.js\nvendor.${madeUp('hex', 20)}.css\n`],
      ['layers.json', `{"layers": [{"digest": "sha256:${sha256()}", "size": 3}]}`],
    ],
  },
  {
    what: 'ids',
    texts: [
      [
        'config/app.yml',
        `tenantId: ${uuid()}\ntraceId: ${md5()}\nspan_id: ${madeUp('hex', 16)}\nobjectId: ${madeUp('hex', 24)}\n`,
      ],
      [
        'src/a.ts',
        `const id = '${uuid()}', ulid = '01ARZ3NDEKTSV4RRFFQ69G5FAV', cuid = 'cjld2cjxh0000qzrmn831i7rn'`,
      ],
    ],
  },
  {
    what: 'public keys and certificates',
    texts: [
      ['server.crt', armour('CERTIFICATE')],
      ['server.csr', armour('CERTIFICATE REQUEST')],
      ['key.pub', armour('PUBLIC KEY')],
      ['known_hosts', `git.corp.net ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${madeUp('base64', 43)}\n`],
      ['authorized_keys', `ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB${madeUp('base64', 300)} me@corp\n`],
      ['recipients.txt', `age1${madeUp('lower', 58)}\n`],
      [
        'jwks.json',
        `{"keys": [{"kty": "EC", "crv": "P-256", "x": "${madeUp('base62', 43)}", "y": "${madeUp('base62', 43)}"}]}`,
      ],
      [
        'config/app.yml',
        `token_public_key: "${madeUp('base64', 44)}"\njwt_secret: |\n  -----BEGIN PUBLIC KEY-----\n`,
      ],
      ['cosign.pub', `untrusted comment: minisign public key\nRWQ${madeUp('base64', 53)}\n`],
    ],
  },
  {
    what: 'parameters',
    texts: [
      ['dh.pem', armour('DH PARAMETERS')],
      ['ec.pem', armour('EC PARAMETERS')],
    ],
  },
  {
    what: 'data URIs and other encoded files',
    texts: [
      ['a.css', `.a { background: url(data:image/png;base64,${image([0x89, 0x50, 0x4e, 0x47])}) }`],
      ['a.css', `src: url("data:font/woff2;base64,${image([0x77, 0x4f, 0x46, 0x32])}")`],
      ['a.ts', `const wasm = "${image([0, 0x61, 0x73, 0x6d])}"`],
      [
        'config/logo.json',
        `{"logo": "data:image/svg+xml;base64,${base64('<svg xmlns="http://www.w3.org/2000/svg"></svg>')}"}`,
      ],
    ],
  },
  {
    what: 'source maps',
    texts: [
      [
        'build/a.js.map',
        `{"version":3,"mappings":"AAAA,SAASA,${madeUp('base64', 500)};","sourcesContent":["const password = getPassword()"]}`,
      ],
    ],
  },
  {
    what: 'bundles and packages of others',
    texts: [
      [
        'dist/a.min.js',
        `var t={password:"${password()}",apiKey:"${md5()}",header:"Authorization: Bearer ${madeUp('base62', 32)}"}`,
      ],
      [
        'node_modules/a/config.json',
        `{"password": "${password()}", "url": "https://ci:${password()}@ci.corp.net/"}`,
      ],
      ['vendor/a/settings.yml', `secret: ${password()}\ntwilio_auth_token: ${md5()}\n`],
    ],
  },
  {
    what: 'translations',
    texts: [
      ['locales/en.json', `{"password": "Enter your password", "login.token": "${password()}"}`],
      ['src/i18n/de.yml', 'password: Kennwort\nsecret: Geheimfrage eingeben\n'],
      [
        'messages_fr.properties',
        'label.password=Mot de passe\nerror.token=Jeton non valide, veuillez recommencer\n',
      ],
      ['res/values/strings.xml', '<resources><string name="password">Passwort eingeben</string></resources>'],
      ['config/texts.yml', 'password: "Bitte, geben Sie Ihr Kennwort ein!"\ntoken: Ungültiges Kürzel\n'],
    ],
  },
  {
    what: 'placeholders',
    texts: [
      [
        '.env',
        'DB_PASSWORD=changeme\nAPI_KEY=your-api-key-here\nTOKEN=<token>\nSECRET=xxxxxxxxxxxxxxxx\nJWT_SECRET=supersecret123\nAPP_SECRET=\n',
      ],
      [
        '.env',
        'API_TOKEN=abcdefghijklmnop\nCLIENT_SECRET=0123456789abcdef\nAUTH_KEY=***\nPASSWORD=P@ssw0rd!\nAPI_KEY=api_key_1\n',
      ],
      ['config/app.toml', 'password = "__PASSWORD__"\ntoken = "[your token]"\nsecret = "REDACTED-8f31"\n'],
    ],
  },
  {
    what: 'code that names a secret',
    texts: [
      [
        'src/a.ts',
        'interface A { password: string; token?: SecretToken }\nconst token = await getToken(request.headers)\nconst re = /password=([^&]+)/',
      ],
      ['src/a.go', 'secret := os.Getenv("AWS_SECRET_ACCESS_KEY")\nvar token = cfg.Auth.Token\n'],
      [
        'src/a.py',
        'SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]\npassword: str = Field(..., min_length=8)\n',
      ],
      ['schema.sql', 'CREATE TABLE users (password VARCHAR(255) NOT NULL, api_token CHAR(64));'],
      ['a.proto', 'message Login { string password = 1; string refresh_token = 2; }'],
      [
        'scripts/a.sh',
        `TOKEN=$(cat /run/secrets/token)\nPASSWORD="$1"\nAPI_KEY=\${API_KEY:?missing}\nread -rsp "Password: " PASSWORD\n`,
      ],
      [
        'scripts/a.ps1',
        '$token = Get-AzAccessToken -ResourceUrl $url\n$password = Read-Host "Password" -AsSecureString\n',
      ],
    ],
  },
  {
    what: 'templates',
    texts: [
      ['chart/values.yaml', 'password: {{ .Values.db.password | quote }}\ntoken: "{{ vault_token }}"\n'],
      ['config/database.yml', 'production:\n  password: <%= ENV["DB_PASSWORD"] %>\n'],
      [
        'prod.tfvars',
        'db_password = var.db_password\napi_token = data.vault_generic_secret.api.data["token"]\n',
      ],
      [
        'stack.yml',
        `MasterUserPassword: '{{resolve:secretsmanager:app-db:SecretString:password}}'\nToken: !Ref ApiToken\nSecret: !Sub '\${Env}-secret'\n`,
      ],
      ['app.config', '<add key="ApiPassword" value="#{Deploy.ApiPassword}" />'],
      ['base.yml', 'x-a: &a\n  password: *dbPassword2\n'],
    ],
  },
  {
    what: 'published examples',
    texts: [
      [
        'a.sh',
        'export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nexport AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
      ],
      [
        'a.md',
        `AccountName=devstoreaccount1;AccountKey=Eby8vdM0¦2xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;`,
      ],
      [
        'a.ts',
        `const jwt = '${jwtPart({ alg: 'HS256', typ: 'JWT' })}.${jwtPart({ sub: '1234567890', name: 'John Doe', iat: 1516239022 })}.SflKxwRJ¦SMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c'`,
      ],
      [
        'a.sh',
        'curl -u "Aladdin:open sesame" -H "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" http://localhost\n',
      ],
      ['a.txt', 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'],
      ['a.py', "TELEGRAM = '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11'"],
      ['a.env', `TWILIO_ACCOUNT_SID=AC${'X'.repeat(32)}\nGITHUB_TOKEN=ghp_${'a'.repeat(36)}\n`],
    ],
  },
  {
    what: 'near misses',
    texts: [
      ['a.ts', `ghp_${madeUp('base62', 35)} ghp_${madeUp('base62', 37)}`],
      ['a.ts', `AKIA${madeUp('lower', 16)} xoxb-some-words-that-follow glpat-${madeUp('base62', 12)}`],
      ['a.ts', `npm_${madeUp('base62', 30)} sk_live_${madeUp('base62', 10)} AIza${madeUp('base62', 20)}`],
    ],
  },
  {
    what: 'sample environment files',
    atMost: 'info',
    texts: [
      ['.env.example', `DB_PASSWORD=${password()}\nAPI_KEY=${md5()}\n`],
      ['prod.env.dist', `SESSION_SECRET=${sha256()}\n`],
    ],
  },
  {
    what: 'files of checksums and signatures',
    texts: [
      ['SHA256SUMS', `${sha256()}  app-token-linux-amd64\n${sha256()}  secret.tar.gz\n`],
      ['a.md5', `${md5()}  a\n`],
      [
        'a.asc',
        `-----BEGIN PGP SIGNATURE-----\n\n${madeUp('base64', 64)}\n=abcd\n-----END PGP SIGNATURE-----\n`,
      ],
    ],
  },
  {
    what: 'what is encrypted',
    atMost: 'info',
    texts: [
      [
        'secrets.yml',
        `password: ENC[AES256_GCM,data:${madeUp('base64', 20)},iv:${madeUp('base64', 44)},type:str]\nsops:\n  mac: ENC[AES256_GCM,data:x]\n`,
      ],
      ['vars/secrets.yml', `$ANSIBLE_VAULT;1.1;AES256\n${madeUp('hex', 80)}\n`],
      [
        'db-secret.yml',
        `kind: SealedSecret\nspec:\n  encryptedData:\n    password: Ag${madeUp('base64', 120)}\n`,
      ],
      ['.travis.yml', `deploy:\n  api_key:\n    secure: "${madeUp('base64', 172)}="\n`],
      [
        'config/credentials.yml.enc',
        `${madeUp('base64', 200)}--${madeUp('base64', 16)}--${madeUp('base64', 24)}`,
      ],
    ],
  },
  {
    what: 'hashes of passwords in seeds',
    atMost: 'info',
    texts: [
      ['db/seeds.rb', `User.create(password_digest: "$2b$12$${madeUp('base62', 53)}")`],
      ['seeds/users.json', `{"email": "a@corp.net", "password": "$2b$10$${madeUp('base62', 53)}"}`],
      [
        '.env',
        `ADMIN_PASSWORD='$argon2id$v=19$m=65536,t=3,p=4$${madeUp('base62', 22)}$${madeUp('base62', 43)}'\n`,
      ],
    ],
  },
  {
    what: 'URLs of local development',
    texts: [
      [
        'compose.yml',
        'environment:\n  DATABASE_URL: postgres://postgres:postgres@db:5432/app\n  AMQP_URL: amqp://guest:guest@rabbitmq:5672\n',
      ],
      [
        '.env',
        'DATABASE_URL="mysql://root:root@127.0.0.1:3306/app"\nMONGO=mongodb://admin:admin@mongo:27017\nREDIS_URL=redis://:redis@localhost:6379/0\n',
      ],
      [
        'application.yml',
        'spring:\n  datasource:\n    url: jdbc:postgresql://localhost:5432/app?user=postgres&password=postgres\n    password: postgres\n',
      ],
      [
        'appsettings.json',
        '{"ConnectionStrings": {"Main": "Server=localhost;Database=app;User Id=sa;Password=Password123;"}}',
      ],
    ],
  },
  {
    what: 'references of CI',
    texts: [
      [
        '.github/workflows/ci.yml',
        `env:\n  NPM_TOKEN: \${{ secrets.NPM_TOKEN }}\n  GITHUB_TOKEN: \${{ github.token }}\n`,
      ],
      [
        '.gitlab-ci.yml',
        'script:\n  - curl -H "JOB-TOKEN: $CI_JOB_TOKEN" https://gitlab.corp.net\n  - git clone https://gitlab-ci-token:$CI_JOB_TOKEN@gitlab.corp.net/a.git\n',
      ],
      ['Jenkinsfile', "environment { API_TOKEN = credentials('api-token') }"],
    ],
  },
  {
    what: 'Sentry',
    atMost: 'info',
    texts: [['src/a.ts', `Sentry.init({ dsn: 'https://${md5()}@o450112.ingest.sentry.io/4505' })`]],
  },
  {
    what: "Google's keys for browsers",
    atMost: 'info',
    texts: [
      [
        'src/firebase.ts',
        `{ apiKey: "AIza${madeUp('base62', 35)}", authDomain: "a.firebaseapp.com", projectId: "a" }`,
      ],
      [
        'index.html',
        `<script src="https://maps.googleapis.com/maps/api/js?key=AIza${madeUp('base62', 35)}"></script>`,
      ],
      [
        'app/AndroidManifest.xml',
        `<meta-data android:name="com.google.android.geo.API_KEY" android:value="AIza${madeUp('base62', 35)}"/>`,
      ],
      [
        'google-services.json',
        `{"project_info": {}, "client": [{"api_key": [{"current_key": "AIza${madeUp('base62', 35)}"}]}]}`,
      ],
    ],
  },
  {
    what: "Stripe's publishable keys",
    texts: [
      [
        '.env',
        `STRIPE_KEY=pk_live_${madeUp('base62', 24)}\nSTRIPE_API_KEY=pk_test_${madeUp('base62', 24)}\n`,
      ],
    ],
  },
  {
    what: 'keys of test modes',
    atMost: 'info',
    texts: [
      [
        '.env',
        `STRIPE_SECRET_KEY=sk_test_${madeUp('base62', 24)}\nRAZORPAY_KEY_SECRET_ID=rzp_test_${madeUp('base62', 14)}\nSTRIPE_API_KEY=rk_test_${madeUp('base62', 24)}\n`,
      ],
    ],
  },
  {
    what: 'Algolia in the browser',
    atMost: 'info',
    texts: [
      ['src/search.ts', `algoliasearch('QX81BT6T0D', { searchApiKey: '${md5()}' })`],
      ['.env', `ALGOLIA_APP_ID=QX81BT6T0D\nALGOLIA_SEARCH_API_KEY=${md5()}\nDOCSEARCH_API_KEY=${md5()}\n`],
    ],
  },
  {
    what: 'Supabase in the browser',
    atMost: 'info',
    texts: [
      [
        '.env',
        `SUPABASE_KEY=sb_publishable_${madeUp('base62', 31)}\nSUPABASE_API_KEY=sb_publishable_${madeUp('base62', 31)}\n`,
      ],
      [
        '.env',
        `SUPABASE_ANON_KEY=${jwt({ iss: 'supabase', role: 'anon', exp: 4102444800 })}\nSUPABASE_API_KEY=${jwt({ iss: 'supabase', role: 'anon', exp: 4102444800 })}\n`,
      ],
    ],
  },
  {
    what: 'telemetry and tiles',
    texts: [
      [
        '.env',
        `MAPBOX_TOKEN=pk.${jwtPart({ u: 'corp', a: 'ck9x7' })}.${madeUp('base62', 22)}\nPOSTHOG_API_KEY=phc_${madeUp('base62', 43)}\n`,
      ],
      [
        '.env',
        `MIXPANEL_TOKEN=${md5()}\nAMPLITUDE_API_KEY=${md5()}\nGA_ID=G-8K2XQ7LZ1M\nUA=UA-12345678-1\nGTM=GTM-K7Q2XZ\n`,
      ],
    ],
  },
  {
    what: 'write keys of Segment',
    atMost: 'info',
    texts: [['.env', `SEGMENT_WRITE_KEY=${madeUp('base62', 32)}\n`]],
  },
  {
    what: 'browser agents',
    texts: [
      [
        '.env',
        `DD_CLIENT_TOKEN=pub${md5()}\nDATADOG_RUM_APPLICATION_ID=${uuid()}\nNEW_RELIC_BROWSER_KEY=NRJS-${madeUp('hex', 19)}\n`,
      ],
      ['src/rollbar.ts', `const config = { rollbar: { post_client_item: '${md5()}' } }`],
    ],
  },
  {
    what: 'site keys of reCAPTCHA',
    texts: [
      [
        '.env',
        `RECAPTCHA_SITE_KEY=6L${madeUp('base62', 38)}\nNEXT_PUBLIC_RECAPTCHA=6L${madeUp('base62', 38)}\n`,
      ],
      ['index.html', `<div class="g-recaptcha" data-sitekey="6L${madeUp('base62', 38)}"></div>`],
    ],
  },
  {
    what: 'ids of clients',
    atMost: 'info',
    texts: [
      [
        '.env',
        `INTERCOM_APP_ID=${madeUp('lower', 8)}\nCLERK_KEY=pk_live_${madeUp('base62', 40)}\nLAUNCHDARKLY_CLIENT_SIDE_ID=${madeUp('hex', 24)}\nLD_MOBILE=mob-${uuid()}\n`,
      ],
    ],
  },
  {
    what: 'identifiers of accounts',
    texts: [
      [
        '.env',
        `OAUTH_CLIENT_ID=${madeUp('digits', 12)}-${madeUp('lower', 32)}.apps.googleusercontent.com\nAZURE_TENANT_ID=${uuid()}\nAZURE_SUBSCRIPTION_ID=${uuid()}\nAWS_ACCOUNT=${madeUp('digits', 12)}\n`,
      ],
      [
        'role.json',
        `{"UserId": "AIDA${madeUp('base32', 16)}", "Role": "AROA${madeUp('base32', 16)}", "Arn": "arn:aws:iam::210987654321:role/app"}`,
      ],
      [
        '.env',
        `TWILIO_ACCOUNT_SID=AC${md5()}\nSHOPIFY_STORE=corp-shop.myshopify.com\nSLACK_CHANNEL=C04QX81BT6T\nSLACK_TEAM=T04QX81BT6T\n`,
      ],
    ],
  },
  {
    what: 'public halves and fingerprints',
    texts: [
      ['wg0.conf', `[Peer]\nPublicKey = ${bytes(32)}\nEndpoint = vpn.corp.net:51820\n`],
      ['hosts.txt', `256 SHA256:${madeUp('base64', 43)} git.corp.net (ED25519)\n`],
    ],
  },
  {
    what: 'numbers of telephones, cards and accounts',
    texts: [
      [
        'a.json',
        '{"phone": "+49 30 901820", "card": "4242424242424242", "iban": "DE89370400440532013000", "cardToken": "4242 4242 4242 4242"}',
      ],
    ],
  },
  {
    what: 'random test data',
    texts: [
      [
        'test/fixtures/users.json',
        `{"password": "${password()}", "apiKey": "${md5()}", "token": "${madeUp('base64', 60)}"}`,
      ],
      ['src/__snapshots__/a.json', `{"secret": "${password()}"}`],
    ],
  },
  {
    what: 'names like SECRET_KEY whose value is a path, the name of a secret or a length',
    texts: [
      [
        '.env',
        'DB_PASSWORD=/run/secrets/db_password\nTLS_SECRET=payments-api-tls\nSECRET_KEY_LENGTH=32\nTOKEN_URL=https://login.corp.net/token\nAPI_KEY_HEADER=X-Api-Key-V2\n',
      ],
      [
        'deploy.yml',
        'tokenSecret: prod/payments/github-token\nsecretName: app-credentials\npassword: file:///run/secrets/db\nclientSecret: clientSecretRef\n',
      ],
    ],
  },
]
