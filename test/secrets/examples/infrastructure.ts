import { type ExamplesByKind, example } from './example.ts'
import { base64, binary, madeUp, password, pem } from './made-up.ts'

const PRIVATE_KEY = pem('PRIVATE KEY')
const ESCAPED_KEY = PRIVATE_KEY.replaceAll('\n', '\\n')

function serviceAccount(privateKey: string): string {
  return JSON.stringify(
    {
      type: 'service_account',
      project_id: 'demo',
      private_key_id: madeUp('hex', 40),
      private_key: privateKey,
      client_email: 'ci@demo.iam.gserviceaccount.com',
    },
    null,
    2,
  )
}

/** Kinds of src/secrets/kinds/cloud.ts, containers.ts and infrastructure.ts. */
export const INFRASTRUCTURE_EXAMPLES: ExamplesByKind = {
  'docker-config': {
    live: [
      example(
        '.docker/config.json',
        `{"auths": {"registry.corp.internal": {"auth": "${base64(`ci:${password()}`)}"}}}`,
      ),
      example('.dockercfg', `{"registry.corp.internal": {"auth": "${base64(`ci:${password()}`)}"}}`),
      example('containers/auth.json', `{"auths": {"r": {"identitytoken": "${madeUp('base62', 60)}"}}}`),
    ],
    silent: [
      example('.docker/config.json', '{"auths": {"registry.corp.internal": {}}, "credsStore": "pass"}'),
      example('config.json', '{"auths": {"registry.corp.internal": {"auth": ""}}}'),
      example('config.json', `{"auth": "${base64(`ci:${password()}`)}"}`),
    ],
  },
  kubeconfig: {
    live: [
      example(
        '.kube/config',
        `apiVersion: v1\nkind: Config\nusers:\n- user:\n    client-key-data: ${base64(PRIVATE_KEY)}\n`,
      ),
      example('kubeconfig-prod.yaml', `kind: Config\nusers:\n- user:\n    token: ${madeUp('base62', 60)}\n`),
    ],
    silent: [
      example(
        'kubeconfig',
        `kind: Config\nclusters:\n- cluster:\n    certificate-authority-data: ${base64(pem('CERTIFICATE'))}\nusers:\n- user:\n    exec:\n      command: aws\n`,
      ),
      example('pkg/kubeconfig_test.go', 'package kube\n'),
    ],
  },
  'k8s-secret-manifest': {
    live: [
      example(
        'deploy/app-secret.yaml',
        `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  password: ${base64(password())}\n`,
      ),
      example('secrets.yml', `kind: Secret\nstringData:\n  api-key: ${madeUp('base62', 32)}\n`),
    ],
    silent: [
      example(
        'sealed-secret.yaml',
        `kind: SealedSecret\nspec:\n  encryptedData:\n    password: ${madeUp('base64', 200)}\n`,
      ),
      example('templates/secret.yaml', 'kind: Secret\ndata:\n  password: {{ .Values.password | b64enc }}\n'),
      example(
        'secret.yaml',
        `kind: Secret\ndata:\n  username: ${base64('admin')}\n  tls.crt: ${base64(pem('CERTIFICATE'))}\n`,
      ),
    ],
  },
  'helm-secrets': {
    live: [example('chart/secrets.yaml', `db:\n  password: ${password()}\n`)],
    silent: [
      example(
        'chart/secrets.yaml',
        'db:\n  password: ENC[AES256_GCM,data:x]\nsops:\n  mac: ENC[AES256_GCM,data:y]\n',
      ),
      example('values.secret.yaml', 'db:\n  password: ""\n'),
    ],
  },
  'aws-credentials': {
    live: [
      example(
        '.aws/credentials',
        `[default]\naws_access_key_id = AKIA${madeUp('base32', 16)}\naws_secret_access_key = ${madeUp('base64', 40)}\n`,
      ),
      example(
        'accessKeys.csv',
        `Access key ID,Secret access key\nAKIA${madeUp('base32', 16)},${madeUp('base64', 40)}\n`,
      ),
    ],
    silent: [
      example('.aws/credentials', '[default]\ncredential_process = /usr/bin/helper\n'),
      example(
        '.aws/credentials',
        `[default]\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY${'EXAMPLEKEY'}\n`,
      ),
    ],
  },
  'aws-cli-cache': {
    live: [
      example(
        '.aws/sso/cache/a.json',
        `{"accessToken": "${madeUp('base62', 200)}", "expiresAt": "2999-01-01T00:00:00Z"}`,
      ),
    ],
    silent: [
      example(
        '.aws/sso/cache/a.json',
        `{"accessToken": "${madeUp('base62', 200)}", "expiresAt": "2020-01-01T00:00:00Z"}`,
      ),
    ],
  },
  s3cfg: {
    live: [
      example('.s3cfg', `[default]\naccess_key = x\nsecret_key = ${madeUp('base64', 40)}\n`),
      example('.passwd-s3fs', `${madeUp('base32', 20)}:${madeUp('base64', 40)}\n`),
      example('rclone.conf', `[remote]\ntype = sftp\npass = ${madeUp('base62', 40)}\n`),
    ],
    silent: [
      example(
        'rclone.conf',
        `# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\n${madeUp('base64', 200)}\n`,
      ),
      example('.s3cfg', '[default]\nsecret_key =\nuse_https = True\n'),
    ],
  },
  'gcp-key-file': {
    live: [
      example('my-project-0a1b2c3d4e5f.json', serviceAccount(ESCAPED_KEY).replaceAll('\\\\n', '\\n')),
      example(
        'deploy/credentials.json',
        `{"type": "authorized_user", "refresh_token": "1//0${madeUp('base62', 60)}"}`,
      ),
      example('src/anything.json', serviceAccount(`${PRIVATE_KEY}${' '.repeat(400)}`)),
    ],
    silent: [
      example('credentials.json', '{"type": "external_account", "audience": "//iam"}'),
      example('service-account.json', serviceAccount('...')),
      example('package.json', `{"type": "module", "description": "${'a key '.repeat(200)}"}`),
    ],
  },
  'gcloud-db': {
    live: [
      example('.config/gcloud/credentials.db', binary('SQLite format 3')),
      example(
        'application_default_credentials.json',
        `{"type": "authorized_user", "refresh_token": "1//0${madeUp('base62', 60)}"}`,
      ),
    ],
    silent: [example('application_default_credentials.json', '{"type": "external_account"}')],
  },
  'azure-profile': {
    live: [
      example(
        '.azure/msal_token_cache.json',
        `{"RefreshToken": {"x": {"secret": "${madeUp('base62', 300)}"}}}`,
      ),
      example(
        'local.settings.json',
        `{"Values": {"Store": "DefaultEndpointsProtocol=https;AccountKey=${madeUp('base64', 86)}=="}}`,
      ),
      example('site.publishsettings', `<publishProfile userName="x" userPWD="${madeUp('base62', 60)}" />`),
    ],
    silent: [
      example('local.settings.json', '{"Values": {"AzureWebJobsStorage": "UseDevelopmentStorage=true"}}'),
    ],
  },
  'doctl-hcloud-fly': {
    live: [
      example(
        '.config/gh/hosts.yml',
        `github.com:\n    oauth_token: ${madeUp('base62', 40)}\n    user: me\n`,
      ),
      example('.config/doctl/config.yaml', `access-token: ${madeUp('hex', 64)}\n`),
    ],
    silent: [example('.config/gh/hosts.yml', 'github.com:\n    oauth_token: ""\n    user: me\n')],
  },
  'terraform-state': {
    live: [
      example(
        'terraform.tfstate',
        `{"version": 4, "terraform_version": "1.9.0", "resources": [{"instances": [{"attributes": {\n"master_password": "${password()}"}}]}]}`,
      ),
      example(
        'prod.tfstate',
        '{"terraform_version": "1.9.0", "resources": [{"type": "null_resource"}]}',
        'warning',
      ),
    ],
    silent: [example('terraform.tfstate', '{"version": 4, "terraform_version": "1.9.0", "resources": []}')],
  },
  'terraform-vars': {
    live: [
      example('.terraformrc', `credentials "tf.corp.internal" {\n  token = "${madeUp('base62', 80)}"\n}\n`),
      example(
        'credentials.tfrc.json',
        `{"credentials": {"tf.corp.internal": {"token": "${madeUp('base62', 80)}"}}}`,
      ),
      example('prod.tfvars', `db_password = "${password()}"\n`, 'warning'),
      example('prod.tfvars', `db_url = "postgres://app:${password()}@db.corp.internal/app"\n`),
    ],
    silent: [example('prod.tfvars', 'region = "eu-west-1"\ndb_password = "<set in CI>"\n')],
  },
  'pulumi-state': {
    live: [
      example(
        '.pulumi/credentials.json',
        `{"current": "x", "accessTokens": {"https://api.corp.internal": "${madeUp('hex', 44)}"}}`,
      ),
    ],
    silent: [
      example(
        '.pulumi/stacks/dev.json',
        `{"checkpoint": {"password": {"ciphertext": "${madeUp('base64', 60)}"}}}`,
      ),
    ],
  },
  'vault-token-file': {
    live: [
      example('.vault-token', `${madeUp('base62', 28)}`),
      example('.vault_pass.txt', `${password()}\n`),
      example(
        'vault-init.json',
        `{"unseal_keys_b64": ["${madeUp('base64', 44)}"], "root_token": "${madeUp('base62', 28)}"}`,
      ),
    ],
    silent: [example('.vault_pass', '#!/bin/sh\nexec pass show ansible\n')],
  },
  'sops-age-key': {
    live: [example('sops/age/keys.txt', `# public key: age1x\nAGE-SECRET-KEY-1${madeUp('bech32', 58)}\n`)],
    silent: [example('age.key', `age1${madeUp('lower', 58)}\n`)],
  },
}
