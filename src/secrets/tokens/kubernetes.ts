import { secretManifests } from '../readers/kubernetes-secrets.ts'
import type { Detector, RawMatch } from './detector.ts'

const MANIFEST_BYTES = 16 * 1024

const encoded = (text: string) => Buffer.from(text).toString('base64').replace(/^.{5}/, '$&¦')
const PASSWORD = encoded('vT8kq4Lz2mXc9')

/** Objects of Kubernetes. */
export const KUBERNETES_TOKENS: readonly Detector[] = [
  {
    id: 'k8s-secret',
    title: 'a Kubernetes secret',
    rank: 'whole',
    severity: 'error',
    keywords: [
      'kind: Secret',
      'kind: "Secret',
      "kind: 'Secret",
      '"kind":"Secret',
      '"kind": "Secret',
      'kind\\":\\"Secret',
      'kind\\": \\"Secret',
    ],
    before: MANIFEST_BYTES,
    after: MANIFEST_BYTES,
    find: secretsOf,
    examples: {
      finds: [
        `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ntype: Opaque\ndata:\n  username: YWRtaW4=\n  password: ${PASSWORD}\n`,
        `apiVersion: v1\ndata:\n  password: "${PASSWORD}"\nkind: Secret\nmetadata:\n  name: app\n`,
        'kind: Secret\nstringData:\n  api-key: jI7H5ITBkx02yD¦Ec2ilFqOTcp # of the shop\n',
        `kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\ndata:\n  password: ${PASSWORD}\n---\nkind: Service\n`,
        `kind: List\nitems:\n- apiVersion: v1\n  data:\n    password: ${PASSWORD}\n  kind: Secret\n- kind: Service\n`,
        `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "app"}, "data": {"password": "${PASSWORD}"}}`,
        `last-applied: '{"apiVersion":"v1","data":{"password":"${PASSWORD}"},"kind":"Secret","metadata":{}}'`,
        `kind: Secret\ndata:\n  app.ini: |\n    ${encoded('[db]\npassword = vT8kq4Lz2mXc9\n')}\n`,
        'kind: Secret\nstringData:\n  app.yaml: |\n    db:\n      password: vT8kq4L¦z2mXc9\n',
        `{{- if .Values.enabled }}\nkind: Secret\n{{- end }}\ndata:\n  password: ${PASSWORD}\n`,
      ],
      leaves: [
        'kind: Secret\nmetadata:\n  name: app\n',
        'kind: Secret\ndata:\n  password: {{ .Values.password | b64enc }}\n',
        `kind: Secret\nstringData:\n  password: "\${DB_PASSWORD}"\n`,
        `kind: Secret\ndata:\n  password: ${encoded('changeme')}\n  username: ${encoded('acme-app')}\n`,
        `kind: Secret\ndata:\n  ca.crt: ${encoded('-----BEGIN CERTIFICATE-----\nMIIB\n')}\n`,
        'kind: Secret\ndata:\n  password: ENC[AES256_GCM,data:vT8kq4Lz2mXc9,iv:x,tag:y,type:str]\nsops:\n  mac: ENC[AES256_GCM,data:x]\n',
        `kind: SealedSecret\nspec:\n  encryptedData:\n    password: ${PASSWORD}\n  template:\n    data:\n      a: ${PASSWORD}\n`,
        'kind: ExternalSecret\nspec:\n  target:\n    name: app\n  data:\n  - secretKey: password\n',
        `kind: ConfigMap\ndata:\n  password: ${PASSWORD}\n---\nkind: Secret\n`,
        `issuerRef:\n  kind: Secret\n  name: app\ndata:\n  password: ${PASSWORD}\n`,
        'kind: Secret\nstringData:\n  app.yaml: |\n    db:\n      host: db.acme.dev\n',
        `{"kind": "Secret", "metadata": {"name": "app"}}, {"data": {"password": "${PASSWORD}"}}`,
        `{"auths": {}, "kind": "Secret", "data": {".dockerconfigjson": "${encoded('{"auths":{}}')}"}}`,
      ],
    },
  },
]

/** One match a manifest: its first value stands for all of them. */
function* secretsOf(text: string): Generator<RawMatch> {
  for (const { whole, values } of secretManifests(text)) {
    const [first] = values
    if (!first) continue
    const { start, end, key, masked } = first
    yield { start, end, key, masked, whole, severity: 'error' }
  }
}
