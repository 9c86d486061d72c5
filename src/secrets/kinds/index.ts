import type { SecretKind } from '../kind.ts'
import { APPLICATION_KINDS } from './applications.ts'
import { CLIENT_KINDS } from './clients.ts'
import { CLOUD_KINDS } from './cloud.ts'
import { CONTAINER_KINDS } from './containers.ts'
import { DATABASE_KINDS } from './databases.ts'
import { ENVIRONMENT_KINDS } from './environment.ts'
import { GIT_KINDS } from './git.ts'
import { INFRASTRUCTURE_KINDS } from './infrastructure.ts'
import { KEY_KINDS } from './keys.ts'
import { PACKAGE_KINDS } from './packages.ts'
import { STORE_KINDS } from './stores.ts'
import { SYSTEM_KINDS } from './system.ts'

/** Every kind of secret file. Where several fit a file equally well, the first is named. */
export const SECRET_KINDS: readonly SecretKind[] = [
  ...ENVIRONMENT_KINDS,
  ...PACKAGE_KINDS,
  ...GIT_KINDS,
  ...CONTAINER_KINDS,
  ...CLOUD_KINDS,
  ...INFRASTRUCTURE_KINDS,
  ...KEY_KINDS,
  ...STORE_KINDS,
  ...DATABASE_KINDS,
  ...APPLICATION_KINDS,
  ...SYSTEM_KINDS,
  ...CLIENT_KINDS,
]
