import type { Detector } from './detector.ts'
import { armour, PKCS8 } from './key-examples.ts'

type Examples = Detector['examples']

const PEM = armour('PRIV¦ATE KEY', PKCS8, '\\n')

function serviceAccount(members: object, indent?: string): string {
  const all = {
    type: 'service_account',
    project_id: 'acme-prod',
    private_key_id: 'b567188b15349fd488a79¦168a39330352c27c595',
    private_key: PEM,
    client_email: 'ci@acme-prod.iam.gserviceaccount.com',
    client_id: '104857392018374650192',
    ...members,
  }
  return JSON.stringify(all, undefined, indent).replaceAll('\\\\n', '\\n')
}

function base64(text: string): string {
  return Buffer.from(text.replaceAll('¦', ''))
    .toString('base64')
    .replace(/^.{30}/, '$&¦')
}

/** With the type as the last member, as tools that sort them write it. */
const SORTED = serviceAccount({ type: undefined, zone: 'x' }).replace(
  '"zone":"x"',
  '"type":"service_account"',
)

export const SERVICE_ACCOUNT_EXAMPLES: Examples = {
  finds: [
    serviceAccount({}, '  '),
    serviceAccount({}),
    SORTED,
    `env:\n  - name: CREDENTIALS\n    value: '${serviceAccount({})}'\n`,
    `credentials = "${serviceAccount({}).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
    `GOOGLE_KEY=${base64(serviceAccount({}))}`,
    `GOOGLE_KEY=${base64(serviceAccount({}).replaceAll('":', '": '))}`,
    `key: ${base64(serviceAccount({}, '  '))}`,
    `key: ${base64(serviceAccount({}, '    '))}`,
    `key: ${base64(serviceAccount({}, '  ').replaceAll('\n', '\r\n'))}`,
    `key: ${base64(SORTED)}`,
  ],
  leaves: [
    serviceAccount({ private_key: '-----BEGIN PRIV¦ATE KEY-----\\n...\\n-----END PRIV¦ATE KEY-----\\n' }),
    serviceAccount({ private_key: 'REPLACE' }),
    serviceAccount({ private_key: undefined }),
    serviceAccount({ type: 'external_account' }),
    base64(serviceAccount({ private_key: undefined })),
    "from google.oauth2 import service_account\nkey = {'type': 'service_account'}\n",
  ],
}

const REFRESH = '1//0gjI7H5ITBkx02yDEc2ilFqOTcp¦BjpmcOecsvxg4CEDwiQOLUJU6XQa9NGY2as'
const CLIENT = 'd-jI7H5ITBkx0¦2yDEc2ilFqOT'
const user = (members: object) =>
  JSON.stringify({
    client_id: '104857392018-acme.apps.googleusercontent.com',
    client_secret: CLIENT,
    refresh_token: REFRESH,
    type: 'authorized_user',
    ...members,
  })

export const USER_EXAMPLES: Examples = {
  finds: [user({}), `ADC='${user({})}'`, user({ client_secret: undefined })],
  leaves: [
    user({ type: 'external_account' }),
    user({ refresh_token: undefined }),
    user({ refresh_token: '<refresh token>' }),
    user({ refresh_token: `1//0${'x'.repeat(60)}` }),
    `{"type": "authorized_user"}, {"refresh_token": "${REFRESH}"}`,
  ],
}

const login = (text: string) => Buffer.from(text).toString('base64').replace(/^.{6}/, '$&¦')
const AUTH = login('ci-robot:vT8kq4Lz2mXc9')

export const DOCKER_EXAMPLES: Examples = {
  finds: [
    `{"auths": {"registry.acme.dev": {"auth": "${AUTH}"}}}`,
    `{\n  "auths": {\n    "https://registry.acme.dev/v1/": {\n      "auth": "${AUTH}",\n      "email": "ci@acme.dev"\n    }\n  }\n}`,
    `DOCKER_AUTH_CONFIG='{"auths":{"registry.acme.dev":{"auth":"${AUTH}"}}}'`,
    `config: "{\\"auths\\":{\\"registry.acme.dev\\":{\\"auth\\":\\"${AUTH}\\"}}}"`,
    '{"au¦ths": {"registry.acme.dev": {"identitytoken": "jI7H5ITBkx02y¦DEc2ilFqOTcpBjpmcOecsvxg4"}}}',
    '{"au¦ths": {"registry.acme.dev": {"username": "ci", "password": "vT8kq4L¦z2mXc9"}}}',
  ],
  leaves: [
    '{"auths": {"registry.acme.dev": {}}, "credsStore": "pass"}',
    '{"credHelpers": {"registry.acme.dev": "ecr-login"}}',
    '{"auths": {"registry.acme.dev": {"auth": ""}}}',
    `{"auths": {"registry.acme.dev": {"auth": "${login('ci-robot:')}"}}}`,
    `{"auths": {"registry.acme.dev": {"auth": "${login('user:password')}"}}}`,
    `{"auths": {"registry.acme.dev": {"auth": "\${DOCKER_AUTH}"}}}`,
    `{"registry.acme.dev": {"auth": "${AUTH}"}}`,
    `{"auths": {"registry.acme.dev": {"auth": "${login('no colon in here at all')}"}}}`,
  ],
}

const N =
  '02r1C-NgeB42P_uKdIlPBvD2o0MRsPTlbeKT9L8t1veSeRGLvGI5um_Azw-LGzjfb¦ycExeQ7lxbZ4v5PgA7zwlkLqKyfXYrbB7gd0CLRl4-QVWTp10XzGqEKEbvld'
const RSA_D =
  'QuRxPOVlXjkJIkLcFMIR1Y6s6vve9ucyrL4-Ot6HEeVvAuuOZw78MB-G_FvSij1MI¦vhlEtsu-bQRhdF0ggLfCBYaUHcg0dnEzwv79UxNqOw-6zsIQLFYj5lLPzUp'
const X = 'f83OJ3D2xF1Bg8vub9tLe1gHMz¦V76e8Tus9uPHvRVEU'
const D = 'GarYwf8aZT7IQrPvKqv9ixzG8¦bZ1h-0Wd-PGd7fMG48'

export const JWK_EXAMPLES: Examples = {
  finds: [
    `{"kty": "EC", "crv": "P-256", "x": "${X}", "y": "${X}", "d": "${D}"}`,
    `{"kty":"RSA","n":"${N}","e":"AQAB","d":"${RSA_D}"}`,
    `{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "${X}"}, {"kty": "OKP", "crv": "Ed25519", "x": "${X}", "d": "${D}"}]}`,
    `{"kty": "oct", "alg": "HS256", "k": "${D}"}`,
    `JWK="{\\"kty\\":\\"EC\\",\\"crv\\":\\"P-256\\",\\"d\\":\\"${D}\\"}"`,
    `const jwk = { kty: 'EC', crv: 'P-256', x: '${X}', d: '${D}' }`,
    `{"kty": "EC", "crv": "brainpoolP256r1", "x": "${X}", "d": "${D}"}`,
  ],
  leaves: [
    `{"kty": "EC", "crv": "P-256", "x": "${X}", "y": "${X}"}`,
    `{"kty": "RSA", "n": "${N}", "e": "AQAB"}`,
    `{"kty": "EC", "crv": "P-256", "x": "${X}", "d": "${D.slice(0, -3)}"}`,
    `{"kty": "RSA", "n": "${N}", "e": "AQAB", "d": "${D}"}`,
    '{"kty": "EC", "crv": "P-256", "d": "870MB6gfuTJ4HtUnUvYMyJpr¦5eUZNP4Bk43bVdj3eAE"}',
    '{"kty": "OKP", "crv": "Ed25519", "d": "nWGxne_9WmC6hEr0kuws¦xERJxWl7MmkZcDusAxyuf2A"}',
    '{"kty": "oct", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75a¦KtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}',
    `{"kty": "EC", "crv": "P-256", "kid": "bilbo@hobbiton.example", "d": "${D}"}`,
    '{"kty": "EC", "crv": "P-256", "x": "...", "d": "..."}',
    '{"kty": "oct", "k": "c2hvcnQ"}',
    `{"kty": "EC", "crv": "P-256"}, {"d": "${D}"}`,
    'interface Jwk { kty: string; d?: string; k?: string }',
  ],
}

const USER_PWD = 'jI7H5ITBkx02yDEc2ilFqOTcpBjpm¦cOecsvxg4CEDwiQOLUJU6XQa9NGY2as'

export const PUBLISH_EXAMPLES: Examples = {
  finds: [
    `<publishData><publishProfile profileName="acme - Web Deploy" publishUrl="acme.scm.azurewebsites.net:443" userName="$acme" userPWD="${USER_PWD}" destinationAppUrl="https://acme.azurewebsites.net" /></publishData>`,
    `AZURE_PROFILE="<publishProfile userName=\\"$acme\\" userPWD=\\"${USER_PWD}\\" />"`,
  ],
  leaves: [
    '<publishProfile userName="$acme" userPWD="" />',
    `<publishProfile userName="$acme" userPWD="${USER_PWD.slice(0, -2)}" />`,
    `<publishProfile userName="$acme" userPWD="${'x'.repeat(60)}" />`,
    `<publishProfile userName="$acme" commit="${USER_PWD}" />`,
    'xmlstarlet sel -t -v "//publishProfile/@userPWD" profile.xml',
  ],
}

const OCID = 'ocid1.user.oc1..aaaaaaaa7dq3kz¦5w2mvxr6tj4hnbpl2ycgfse3uo6qvmzkxw5tr7dh2jaq'
const PRINT = 'b5:67:18:8b:15:34:9f:d4:88:a7:91:68:a3:93:30:35'
const oci = (user: string, rest: string) => `[DEFAULT]\nuser=${user}\n${rest}tenancy=ocid1.tenancy.oc1..a\n`

export const OCI_EXAMPLES: Examples = {
  finds: [
    oci(OCID, `fingerprint=${PRINT}\nkey_file=~/.oci/oci_api_key.pem\n`),
    oci(` ${OCID}`, `fingerprint = ${PRINT}\nkey_file = /opt/oci.pem\n`),
  ],
  leaves: [
    oci('<your user>', `fingerprint=${PRINT}\nkey_file=~/.oci/oci_api_key.pem\n`),
    oci(OCID, ''),
    oci(OCID, `fingerprint=<fingerprint>\nkey_file=~/.oci/oci_api_key.pem\n`),
    `allow ${OCID} to read objects`,
  ],
}
