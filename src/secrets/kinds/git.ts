import { found } from '../inspect.ts'
import {
  type Hit,
  INNOCENT,
  liveOr,
  type Reading,
  type SecretFile,
  type SecretKind,
  UNKNOWN,
} from '../kind.ts'
import { authorizationHits } from '../readers/authorization.ts'
import { fieldPairs, fieldPattern } from '../readers/fields.ts'
import { credentialHits } from '../readers/hits.ts'
import { privateKeyHits } from '../readers/private-keys.ts'
import { urlHits } from '../readers/urls.ts'

/** Files of git that may hold credentials; the rule `git-credentials` reports them. */
export const GIT_KINDS: readonly SecretKind[] = [
  {
    id: 'git-credentials',
    title: "git's stored credentials",
    names: ['.git-credentials', '.config/git/credentials'],
    confirmedBy: 'a URL with a password or a token',
    severity: { live: 'error', name: 'warning' },
    rule: 'git-credentials',
    inspect: found(gitUrlHits, UNKNOWN),
  },
  {
    id: 'git-config',
    title: "git's configuration",
    names: [
      '*.git/config',
      '*.git/config.worktree',
      '*.git/modules/**/config',
      '*.git/worktrees/**/config.worktree',
      '.gitconfig',
      '.config/git/config',
      '.gitmodules',
    ],
    confirmedBy:
      'a URL with a password or a token, an `Authorization` header, a helper or a setting with a literal',
    severity: { live: 'error', name: null },
    rule: 'git-credentials',
    inspect: inspectConfig,
  },
  {
    id: 'git-hook',
    title: 'a git hook',
    names: ['*.git/hooks/*'],
    confirmedBy: 'a URL with a password, an `Authorization` header or a private key',
    severity: { live: 'error', name: null },
    rule: 'git-credentials',
    inspect: found(text => [...gitUrlHits(text), ...authorizationHits(text), ...privateKeyHits(text)]),
  },
]

/** Git hosts take a token in place of the user, or as the password of any user. */
function gitUrlHits(text: string): Hit[] {
  return urlHits(text, { tokenAsUser: true })
}

const CONFIG_FIELD = fieldPattern('password|token|oauthtoken|smtppass')

/** Remotes, `insteadOf`, `http.extraHeader`, a helper that echoes a password, the settings of other tools. */
function inspectConfig({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  return liveOr(
    [...gitUrlHits(text), ...authorizationHits(text), ...credentialHits(fieldPairs(text, CONFIG_FIELD))],
    INNOCENT,
  )
}
