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
import { fieldPairs, fieldPattern } from '../readers/fields.ts'
import { credentialHits, hitOf } from '../readers/hits.ts'
import { secretManifests } from '../readers/kubernetes-secrets.ts'
import { lineCounter } from '../readers/lines.ts'
import { privateKeyHits } from '../readers/private-keys.ts'
import { registryLogins } from '../readers/registry-logins.ts'

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

function inspectDockerConfig({ name, text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  if (name !== '.dockercfg' && !/"auths"\s{0,16}:/.test(text)) return UNKNOWN
  const lineAt = lineCounter(text)
  const hits: Hit[] = []
  for (const { secret } of registryLogins(text, { start: 0, end: text.length })) {
    const { key, value, start } = secret
    hits.push(hitOf({ key, value, line: lineAt(start) }, 'field'))
  }
  return liveOr(hits, INNOCENT)
}

const KUBE_FIELDS = fieldPattern('token|password|id-token|refresh-token|access-token|client-secret')

function inspectKubeconfig({ text }: SecretFile): Reading {
  if (text === undefined || !/kind["']?:\s{0,8}["']?Config\b/.test(text)) return UNKNOWN
  const keys = privateKeyHits(text).map(hit => ({ ...hit, key: 'client-key-data' }))
  return liveOr([...keys, ...credentialHits(fieldPairs(text, KUBE_FIELDS))], INNOCENT)
}

function inspectKubernetesSecret({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const manifests = [...secretManifests(text)]
  if (manifests.length === 0) return UNKNOWN
  const lineAt = lineCounter(text)
  const hits = manifests
    .flatMap(({ values }) => values)
    .sort((a, b) => a.start - b.start)
    .map(({ key, masked, start }): Hit => ({ key, masked, line: lineAt(start), ground: 'field' }))
  return liveOr(hits, HARMLESS)
}
