import { AI_TOKENS } from './ai.ts'
import { AI_PLATFORM_TOKENS } from './ai-platforms.ts'
import { AMAZON_TOKENS } from './amazon.ts'
import { ANALYTICS_TOKENS } from './analytics.ts'
import { ARTIFACT_STORE_TOKENS } from './artifact-stores.ts'
import { AZURE_TOKENS } from './azure.ts'
import { CI_TOKENS } from './ci.ts'
import { CLOUDFLARE_TOKENS } from './cloudflare.ts'
import { CLOUD_TOKENS } from './clouds.ts'
import { CODE_HOST_TOKENS } from './code-hosts.ts'
import { COMMUNICATION_TOKENS } from './communication.ts'
import { CONNECTION_TOKENS } from './connections.ts'
import { DATA_TOKENS } from './data.ts'
import type { Detector } from './detector.ts'
import { DOCUMENT_TOKENS } from './documents.ts'
import { FEED_PASSWORDS } from './feed-passwords.ts'
import { FRAMEWORK_TOKENS } from './frameworks.ts'
import { GITLAB_TOKENS } from './gitlab.ts'
import { GOOGLE_TOKENS } from './google.ts'
import { HASH_TOKENS } from './hashes.ts'
import { HEADER_TOKENS } from './headers.ts'
import { IDENTITY_TOKENS } from './identity.ts'
import { INFRASTRUCTURE_TOKENS } from './infrastructure.ts'
import { JWT_TOKENS } from './jwt.ts'
import { KEY_TOKENS } from './keys.ts'
import { KUBERNETES_TOKENS } from './kubernetes.ts'
import { LOGGING_TOKENS } from './logging.ts'
import { MAIL_TOKENS } from './mail.ts'
import { OBSERVABILITY_TOKENS } from './observability.ts'
import { PAYMENT_SERVICE_TOKENS } from './payment-services.ts'
import { PAYMENT_TOKENS } from './payments.ts'
import { PLANNING_TOKENS } from './planning.ts'
import { PLATFORM_TOKENS } from './platforms.ts'
import { REGISTRY_TOKENS } from './registries.ts'
import { SAAS_TOKENS } from './saas.ts'
import { SLACK_TOKENS } from './slack.ts'
import { SOCIAL_TOKENS } from './social.ts'
import { URL_TOKENS } from './urls.ts'
import { VAULT_TOKENS } from './vaults.ts'
import { WALLET_TOKENS } from './wallets.ts'
import { WAREHOUSE_TOKENS } from './warehouses.ts'
import { WORKPLACE_TOKENS } from './workplace.ts'

/** Every detector. Of two that see the same with the same rank, the one that sees more is reported, then the first. */
export const DETECTORS: readonly Detector[] = [
  ...CODE_HOST_TOKENS,
  ...AMAZON_TOKENS,
  ...ARTIFACT_STORE_TOKENS,
  ...AZURE_TOKENS,
  ...CI_TOKENS,
  ...CLOUDFLARE_TOKENS,
  ...CLOUD_TOKENS,
  ...GITLAB_TOKENS,
  ...GOOGLE_TOKENS,
  ...PLATFORM_TOKENS,
  ...REGISTRY_TOKENS,
  ...ANALYTICS_TOKENS,
  ...DATA_TOKENS,
  ...IDENTITY_TOKENS,
  ...INFRASTRUCTURE_TOKENS,
  ...PLANNING_TOKENS,
  ...SAAS_TOKENS,
  ...SOCIAL_TOKENS,
  ...VAULT_TOKENS,
  ...WALLET_TOKENS,
  ...WAREHOUSE_TOKENS,
  ...WORKPLACE_TOKENS,
  ...DOCUMENT_TOKENS,
  ...KUBERNETES_TOKENS,
  ...KEY_TOKENS,
  ...FEED_PASSWORDS,
  ...AI_TOKENS,
  ...AI_PLATFORM_TOKENS,
  ...COMMUNICATION_TOKENS,
  ...LOGGING_TOKENS,
  ...MAIL_TOKENS,
  ...OBSERVABILITY_TOKENS,
  ...PAYMENT_SERVICE_TOKENS,
  ...PAYMENT_TOKENS,
  ...SLACK_TOKENS,
  ...CONNECTION_TOKENS,
  ...FRAMEWORK_TOKENS,
  ...HASH_TOKENS,
  ...HEADER_TOKENS,
  ...JWT_TOKENS,
  ...URL_TOKENS,
]
