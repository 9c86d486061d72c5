import { decodeBase64 } from '../decode.ts'
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
import { isUserAndPassword } from '../readers/authorization.ts'
import { fieldPairs, fieldPattern } from '../readers/fields.ts'
import { credentialHits, hitOf } from '../readers/hits.ts'
import { linesOf } from '../readers/lines.ts'
import { jsonPairs, linePairs, type Pair } from '../readers/pairs.ts'
import { privateKeyHits } from '../readers/private-keys.ts'
import { isCredential } from '../values.ts'

/** Credentials of container registries and clusters. */
export const CONTAINER_KINDS: readonly SecretKind[] = [
  {
    id: 'docker-config',
    title: 'registry credentials',
    names: ['config.json', '.dockercfg', '.dockerconfigjson', 'auth.json'],
    confirmedBy: '`auths` with `auth`, `identitytoken`, `registrytoken` or `password`',
    severity: { live: 'error', name: null },
    inspect: inspectDockerConfig,
  },
  {
    id: 'kubeconfig',
    title: 'a kubeconfig',
    names: ['kubeconfig*', '.kube/config', '*.kubeconfig'],
    confirmedBy: '`kind: Config` with `client-key-data`, `token` or `password`',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectKubeconfig,
  },
  {
    id: 'k8s-secret-manifest',
    title: 'a Kubernetes secret',
    names: ['*secret*.{yaml,yml}'],
    confirmedBy: '`kind: Secret` with `data` or `stringData` that holds more than placeholders',
    severity: { live: 'error', name: null },
    inspect: inspectKubernetesSecret,
  },
  {
    id: 'helm-secrets',
    title: 'secret values of a chart',
    names: ['secrets.{yaml,yml}', 'values.secret*.{yaml,yml}'],
    confirmedBy: 'a literal under a name that says secret',
    severity: { live: 'error', name: 'info' },
    inspect: file => (NO_CHART.test(file.text ?? '') ? INNOCENT : inspectValues(file)),
  },
]

/** A manifest, and the file of Rails that has the same name. */
const NO_CHART = /^(?:kind|development|production):/m
const inspectValues = settings()

/** docker/cli config/types.AuthConfig. */
function inspectDockerConfig({ name, text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  if (name !== '.dockercfg' && !/"auths"\s{0,16}:/.test(text)) return UNKNOWN
  const pairs = [...jsonPairs(text)]
  const logins = pairs.filter(({ key, value }) => key === 'auth' && isUserAndPassword(value))
  const tokens = pairs.filter(({ key }) => /^(?:identitytoken|registrytoken|password)$/.test(key))
  return liveOr([...logins.map(pair => hitOf(pair, 'field')), ...credentialHits(tokens)], INNOCENT)
}

const KUBE_FIELDS = fieldPattern('token|password|id-token|refresh-token|access-token|client-secret')

function inspectKubeconfig({ text }: SecretFile): Reading {
  if (text === undefined || !/kind["']?:\s{0,8}["']?Config\b/.test(text)) return UNKNOWN
  const keys = privateKeyHits(text).map(hit => ({ ...hit, key: 'client-key-data' }))
  return liveOr([...keys, ...credentialHits(fieldPairs(text, KUBE_FIELDS))], INNOCENT)
}

function inspectKubernetesSecret({ text }: SecretFile): Reading {
  if (text === undefined || !/^kind:[ \t]{0,8}["']?Secret\b/m.test(text)) return UNKNOWN
  const hits: Hit[] = []
  for (const { section, ...pair } of pairsOfData(text)) {
    const hit = section === 'stringData' ? plainHit(pair) : encodedHit(pair)
    if (hit) hits.push(hit)
  }
  return liveOr([...hits, ...privateKeyHits(text)], HARMLESS)
}

/** What is indented below `data:` and `stringData:`. */
function pairsOfData(text: string): (Pair & { section: string })[] {
  const sections = linesOf(text).map(line => /^(\w{1,64}):/.exec(line)?.[1])
  let current = ''
  const sectionOf = sections.map(section => {
    current = section ?? current
    return current
  })
  return [...linePairs(text)]
    .map(pair => ({ ...pair, section: sectionOf[pair.line - 1]! }))
    .filter(({ section, key }) => (section === 'data' || section === 'stringData') && key !== section)
}

function plainHit(pair: Pair): Hit | undefined {
  return isCredential(pair.value) && pair.value !== '|' ? hitOf(pair, 'field') : undefined
}

/** A certificate is no secret, and a private key is found by itself. */
function encodedHit(pair: Pair): Hit | undefined {
  const value = decodeBase64(pair.value)
  if (!value || value.startsWith('-----BEGIN') || !isCredential(value)) return undefined
  return hitOf({ ...pair, value }, 'field')
}
