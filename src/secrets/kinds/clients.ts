import { fields, firstOf, found, pairsOf } from '../inspect.ts'
import { saysSecret } from '../key-names.ts'
import {
  HARMLESS,
  type Hit,
  INNOCENT,
  liveOr,
  type Reading,
  type SecretFile,
  type SecretKind,
  UNKNOWN,
} from '../kind.ts'
import { credentialHits, hitOf } from '../readers/hits.ts'
import { capturedPairs, xmlPairs } from '../readers/pairs.ts'
import { tokenHits } from '../readers/tokens.ts'
import { isCredential } from '../values.ts'

/** Client programs that keep a password or a token of their own. */
export const CLIENT_KINDS: readonly SecretKind[] = [
  {
    id: 'ftp-sftp-config',
    title: "a transfer client's logins",
    names: [
      'filezilla.xml',
      'sitemanager.xml',
      'recentservers.xml',
      'sftp-config.json',
      '.ftpconfig',
      '.ftppass',
      'sftp.json',
      'winscp.ini',
      'deployment-config.json',
      'ws_ftp.ini',
      '.remote-sync.json',
    ],
    confirmedBy: 'a password or passphrase',
    severity: { live: 'error', name: 'warning' },
    inspect: file => (file.name.endsWith('.xml') ? inspectFileZilla(file) : inspectTransfer(file)),
  },
  {
    id: 'mail-chat-config',
    title: "a mail or chat client's settings",
    names: ['.msmtprc', '.fetchmailrc', '.mutt*', '.offlineimaprc', '.irssi/config', 'esmtprc'],
    confirmedBy: '`password` or `pass` with a literal',
    severity: { live: 'error', name: null },
    inspect: firstOf(fields('(?:imap_|smtp_|pop_|remote)?pass(?:word)?|sasl_password'), found(mailHits)),
  },
  {
    id: 'ai-client',
    title: "an AI client's settings",
    names: [
      '.claude.json',
      '.codex/auth.json',
      '.aider.conf.yml',
      '.continue/config.*',
      'mcp.json',
      '.config/openai*',
      '.kaggle/kaggle.json',
      '.huggingface/token',
      '.streamlit/secrets.toml',
    ],
    confirmedBy: 'a literal under a name that says token or key',
    severity: {
      live: 'error',
      name: 'info',
      nameOf: { 'secrets.toml': 'warning', 'kaggle.json': 'warning' },
    },
    inspect: inspectAiClient,
  },
]

const inspectTransfer = fields('password|passphrase|pass|pwd', { otherwise: INNOCENT })

/** FileZilla writes `<Pass encoding="base64">`: no encryption. */
function inspectFileZilla({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const pairs = [...xmlPairs(text)].filter(
    ({ key, value }) => /^pass(?:word|phrase)?$/i.test(key) && value !== 'base64',
  )
  return liveOr(credentialHits(pairs), INNOCENT)
}

/** `password secret`, `user "me" pass "secret"`: separated by a blank, in a line that is no comment. */
const MAIL_PASSWORD =
  /^(?![^\r\n]{0,256}passwordeval)[^#\r\n]{0,256}?\bpass(?:word)?[ \t]{1,8}["']?([^\s"'=]{4,256})/gm

function mailHits(text: string): Hit[] {
  return credentialHits(capturedPairs(text, MAIL_PASSWORD, 'password'))
}

function inspectAiClient({ text, name, path }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  if (name === 'token') {
    const value = text.trim()
    return liveOr(isCredential(value) && !/\s/.test(value) ? [hitOf({ value }, 'field')] : [], HARMLESS)
  }
  const named = [...pairsOf(text, name)].filter(
    ({ key }) => saysSecret(key) || (key === 'key' && path.includes('kaggle')),
  )
  return liveOr([...credentialHits(named), ...tokenHits(text)], HARMLESS)
}
