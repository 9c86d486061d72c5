import { spawnSync } from 'node:child_process'

/** Whether docker has a plugin. `CTXGUARD_REQUIRE_ENGINE=1` (as in CI) makes its absence an error. */
export function dockerHas(plugin: 'buildx' | 'compose'): boolean {
  const answer = spawnSync('docker', [plugin, 'version'], { encoding: 'utf8', timeout: 10_000 })
  const has = answer.status === 0
  if (!has && process.env.CTXGUARD_REQUIRE_ENGINE === '1')
    throw new Error(`docker ${plugin} is not to be had, and it is required: ${answer.stderr ?? answer.error}`)
  if (!has) process.stderr.write(`docker ${plugin} is not to be had: its tests are skipped\n`)
  return has
}
