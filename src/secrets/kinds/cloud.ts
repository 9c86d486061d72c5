import { fields, firstOf, magic } from '../inspect.ts'
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
import { capturedPairs } from '../readers/pairs.ts'
import { tokenHits } from '../readers/tokens.ts'
import { inspectGoogleKey } from './google-key.ts'

/** Credentials of cloud providers and their command lines. */
export const CLOUD_KINDS: readonly SecretKind[] = [
  {
    id: 'aws-credentials',
    title: 'AWS credentials',
    names: ['.aws/credentials', 'credentials.csv', 'accesskeys.csv', '*_accesskeys.csv'],
    confirmedBy: 'a secret access key or a session token',
    severity: { live: 'error', name: 'warning' },
    inspect: fields('aws_secret_access_key|aws_session_token', {
      innocentWhen: /^[ \t]{0,16}(?:credential_process|sso_\w{1,32})[ \t]{0,16}=/m,
      and: text => credentialHits(capturedPairs(text, AWS_CSV, 'Secret access key')),
    }),
  },
  {
    id: 'aws-cli-cache',
    title: "the AWS command line's cached tokens",
    names: ['.aws/cli/cache/*.json', '.aws/sso/cache/*.json'],
    confirmedBy: '`SecretAccessKey` or `accessToken`; an information once it has expired',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectAwsCache,
  },
  {
    id: 's3cfg',
    title: 'credentials of object storage',
    names: ['.s3cfg', '.passwd-s3fs', '.boto', 'rclone.conf'],
    confirmedBy: '`secret_key`, `gs_secret_access_key`, `pass` or the like with a literal',
    severity: { live: 'error', name: 'warning' },
    inspect: firstOf(encryptedRclone, file =>
      file.name === '.passwd-s3fs' ? inspectS3fs(file) : inspectS3(file),
    ),
  },
  {
    id: 'gcp-key-file',
    title: 'a Google Cloud key',
    names: ['*.json'],
    confirmedBy: '`service_account` with a private key, or `authorized_user` with a refresh token',
    severity: { live: 'error', name: null },
    wokenBy: ['gcp-service-account', 'gcp-adc-user'],
    inspect: inspectGoogleKey,
  },
  {
    id: 'gcloud-db',
    title: "gcloud's credentials",
    names: ['.config/gcloud/{credentials,access_tokens}.db', 'application_default_credentials.json'],
    confirmedBy: 'an SQLite database, or JSON with a refresh token or a private key',
    severity: { live: 'error', name: 'warning' },
    inspect: firstOf(magic('SQLite database', 'SQLite format 3\0'), inspectGoogleKey),
  },
  {
    id: 'azure-profile',
    title: 'Azure credentials',
    names: [
      '.azure/{accesstokens,msal_token_cache,service_principal_entries}.json',
      '*.publishsettings',
      '*.pubxml.user',
      'local.settings.json',
    ],
    confirmedBy: 'a refresh token, a client secret, `userPWD`, or a connection string with its key',
    severity: { live: 'error', name: 'warning' },
    inspect: fields(
      'refreshToken|refresh_token|accessToken|secret|client_secret|servicePrincipalKey|userPWD',
      {
        and: text => [...connectionHits(text), ...tokenHits(text)],
        innocentWhen: /UseDevelopmentStorage=true/,
      },
    ),
  },
  {
    id: 'doctl-hcloud-fly',
    title: "a provider's command-line credentials",
    names: [
      'doctl/config.yaml',
      'hcloud/cli.toml',
      '.fly/config.yml',
      '.netlify/config.json',
      '.vercel/auth.json',
      '.config/{gh,glab-cli}/*.yml',
      '.config/hub',
    ],
    confirmedBy: 'a token with a literal',
    severity: { live: 'error', name: 'warning' },
    inspect: fields('access[_-]token|oauth_token|auth-token|token|context-token', {
      otherwise: INNOCENT,
    }),
  },
]

const AWS_CSV = /\b(?:AKIA|ASIA)[A-Z2-7]{16}"?[ \t]{0,4},[ \t]{0,4}"?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/g

const inspectAwsTokens = fields('SecretAccessKey|SessionToken|accessToken|refreshToken|clientSecret')
const EXPIRY = /"(?:Expiration|expiresAt)"\s{0,8}:\s{0,8}"([0-9T:.Z+-]{10,40})(?:UTC)?"/

function inspectAwsCache(file: SecretFile): Reading {
  const reading = inspectAwsTokens(file)
  const expiry = Date.parse(EXPIRY.exec(file.text ?? '')?.[1] ?? '')
  if (reading.state !== 'live' || !(expiry < file.nowMs)) return reading
  return { state: 'live', hits: reading.hits.map(hit => ({ ...hit, severity: 'info' })) }
}

/** rclone's configuration as a whole can be encrypted with a password of its own. */
function encryptedRclone({ text }: SecretFile): Reading {
  return text?.includes('RCLONE_ENCRYPT_V0') ? INNOCENT : UNKNOWN
}

const inspectS3 = fields(
  'secret_key|gs_secret_access_key|aws_secret_access_key|secret_access_key|gs_oauth2_refresh_token|pass|password|token',
)
const S3FS = /^(?:[^:\s]{1,128}:)?[^:\s]{1,128}:([^:\s]{8,256})[ \t]{0,8}$/gm

/** `bucket:id:secret` or `id:secret`. */
function inspectS3fs({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const pairs = capturedPairs(text, S3FS, 'secret key')
  return liveOr(credentialHits(pairs), pairs.length > 0 ? HARMLESS : UNKNOWN)
}
