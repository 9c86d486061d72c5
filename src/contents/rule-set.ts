import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { SECRET_KINDS } from '../secrets/kinds/index.ts'
import { DETECTORS } from '../secrets/tokens/index.ts'

let version: string | undefined

/**
 * What a file was found clean by. It is another one wherever detectors or kinds differ, and after every installation
 * or build of this code, because the functions behind the data have no version of their own.
 */
export function ruleSetVersion(): string {
  if (version !== undefined) return version
  const hash = createHash('sha256')
  const rules = [
    DETECTORS.map(({ id, keywords, shape, severity }) => [id, keywords, shape, severity]),
    SECRET_KINDS.map(({ id, names, severity }) => [id, names, severity]),
  ]
  hash.update(JSON.stringify(rules))
  const { mtimeMs, size } = statSync(new URL(import.meta.url))
  hash.update(readFileSync(new URL('../../package.json', import.meta.url)))
  version = hash
    .update(JSON.stringify([mtimeMs, size]))
    .digest('hex')
    .slice(0, 32)
  return version
}
