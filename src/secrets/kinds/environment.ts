import { settings } from '../inspect.ts'
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
import { linesOf } from '../readers/lines.ts'
import { linePairs, type Pair } from '../readers/pairs.ts'
import { settingHits, tokenHits } from '../readers/tokens.ts'
import { isLiteral } from '../values.ts'

export const ENVIRONMENT_KINDS: readonly SecretKind[] = [
  {
    id: 'dotenv',
    title: 'an environment file',
    names: ['.env', '.env.*', '*.env', '.envrc', '.flaskenv', '.dev.vars'],
    confirmedBy:
      '`KEY=value` with a literal under a name that says secret, a private key or a URL with a password',
    severity: { live: 'error', harmless: 'warning', name: 'info' },
    inspect: inspectDotenv,
  },
  {
    id: 'ci-local',
    title: 'a file of local CI secrets',
    names: [
      '.gitlab-ci-local-variables.yml',
      '.secrets',
      '.vars',
      '.actrc',
      'jenkins/secrets/{master.key,hudson.util.secret,initialadminpassword}',
      'credentials.xml',
    ],
    confirmedBy: 'a literal under a name that says secret; a Jenkins key or password',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectCiLocal,
  },
]

function inspectDotenv({ name, text }: SecretFile): Reading {
  if (name.startsWith('.env.vault')) return INNOCENT
  if (text === undefined) return UNKNOWN
  const pairs = [...linePairs(text)]
  const hits = settingHits(tokenHits(text), pairs)
  if (hits.length > 0) return { state: 'live', hits: hits.map(hit => withKey(hit, pairs)) }
  if (pairs.some(pair => isLiteral(pair.value))) return HARMLESS
  return pairs.length > 0 || linesOf(text).every(line => /^\s*(?:#|$)/.test(line)) ? INNOCENT : UNKNOWN
}

/** A token is known by its place alone; here its line has a name. */
function withKey(hit: Hit, pairs: readonly Pair[]): Hit {
  const key = hit.key ?? pairs.find(pair => pair.line === hit.line)?.key
  return key === undefined ? hit : { ...hit, key }
}

const inspectSettings = settings()
const JENKINS_SECRET = /^\s{0,8}[0-9a-f]{32,512}\s{0,8}$/
/** `-s NAME=value` of act */
const ACT_OPTION = /^(?:-s|--secret)[ =]/

function inspectCiLocal(file: SecretFile): Reading {
  const { name, text, path } = file
  if (path.toLowerCase().includes('jenkins/secrets/')) {
    if (text === undefined) return { state: 'live', hits: [{ masked: 'encrypted key', ground: 'token' }] }
    return liveOr(JENKINS_SECRET.test(text) ? [{ masked: 'hexadecimal key', ground: 'token' }] : [], UNKNOWN)
  }
  if (name === '.actrc' && text !== undefined) {
    const options = linesOf(text).map(line => line.replace(ACT_OPTION, ''))
    return inspectSettings({ ...file, text: options.join('\n') })
  }
  return inspectSettings(file)
}
