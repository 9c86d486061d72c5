import { fields, found, settings } from '../inspect.ts'
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
import { credentialHits, guessHits, hitOf } from '../readers/hits.ts'
import { capturedPairs, jsonPairs } from '../readers/pairs.ts'
import { tokenHits } from '../readers/tokens.ts'
import { isCredential } from '../values.ts'

/** Infrastructure as code and the stores that guard its secrets. */
export const INFRASTRUCTURE_KINDS: readonly SecretKind[] = [
  {
    id: 'terraform-state',
    title: 'Terraform state',
    names: ['*.tfstate', '*.tfstate.backup', '*.tfstate.*.backup'],
    confirmedBy: 'resources; an error where an attribute that says secret holds a literal',
    severity: { live: 'error', harmless: 'warning', name: 'warning' },
    inspect: inspectTerraformState,
  },
  {
    id: 'terraform-vars',
    title: 'Terraform variables or credentials',
    names: ['*.tfvars', '*.tfvars.json', '.terraformrc', 'terraform.rc', 'credentials.tfrc.json'],
    confirmedBy: 'a token; a warning for a literal under a name that says secret',
    severity: { live: 'error', guess: 'warning', name: null },
    inspect: file => (/tfvars/.test(file.name) ? inspectVariables(file) : inspectTerraformLogin(file)),
  },
  {
    id: 'pulumi-state',
    title: 'Pulumi credentials or state',
    names: ['.pulumi/credentials.json', '.pulumi/stacks/**.json'],
    confirmedBy: 'an access token, or a literal under a name that says secret',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectPulumi,
  },
  {
    id: 'vault-token-file',
    title: "a vault's token or password",
    names: ['.vault-token', 'vault-init*.json', '.vault_pass*', 'vault-password*', '.vault-pass'],
    confirmedBy: 'a token or password on its only line, or unseal keys',
    severity: { live: 'error', name: 'warning' },
    inspect: inspectVaultToken,
  },
  {
    id: 'sops-age-key',
    title: 'an age identity',
    names: ['sops/age/keys.txt', '*.agekey', 'age.key'],
    confirmedBy: '`AGE-SECRET-KEY-1…`',
    severity: { live: 'error', name: null },
    inspect: found(ageHits),
  },
]

function inspectTerraformState({ text }: SecretFile): Reading {
  if (text === undefined || !/"(?:terraform_version|lineage|serial)"/.test(text)) return UNKNOWN
  const hits = [...tokenHits(text), ...guessHits(jsonPairs(text))]
  return liveOr(hits, /"resources"\s{0,8}:\s{0,8}\[\s{0,64}\]/.test(text) ? INNOCENT : HARMLESS)
}

const inspectVariables = settings()
/** `credentials "app.terraform.io" { token = "…" }` */
const inspectTerraformLogin = fields('token')

const PULUMI_TOKEN =
  /"accessTokens?"\s{0,8}:\s{0,8}(?:\{\s{0,64}"[^"\n]{1,256}"\s{0,8}:\s{0,8})?"([^"\n]{8,256})"/g

function inspectPulumi({ text }: SecretFile): Reading {
  if (text === undefined) return UNKNOWN
  const tokens = capturedPairs(text, PULUMI_TOKEN, 'accessToken')
  const hits = [...credentialHits(tokens), ...guessHits(jsonPairs(text))]
  return liveOr(hits, text.includes('"ciphertext"') ? INNOCENT : HARMLESS)
}

const UNSEAL =
  /"(?:root_token|unseal_keys_b64|unseal_keys_hex|keys|keys_base64)"\s{0,8}:\s{0,8}\[?\s{0,64}"([^"\n]{8,512})"/g

function inspectVaultToken({ name, text }: SecretFile): Reading {
  if (text === undefined || text.startsWith('#!')) return text === undefined ? UNKNOWN : INNOCENT
  if (name.endsWith('.json')) {
    const pairs = capturedPairs(text, UNSEAL, 'unseal key or root token')
    return liveOr(credentialHits(pairs), UNKNOWN)
  }
  const line = text.trim()
  if (line.includes('\n')) return UNKNOWN
  return isCredential(line) ? { state: 'live', hits: [hitOf({ value: line }, 'field')] } : INNOCENT
}

/** 58 characters of bech32 in capitals. */
const AGE_IDENTITY = /(AGE-SECRET-KEY-1[AC-HJ-NP-Z02-9]{58})(?![A-Z0-9])/g

function ageHits(text: string): Hit[] {
  return capturedPairs(text, AGE_IDENTITY, 'identity').map(pair => hitOf(pair, 'token'))
}
