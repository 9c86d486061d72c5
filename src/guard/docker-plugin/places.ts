import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

/** The plugin that `docker ctxguard` runs. */
export const PLUGIN = 'ctxguard'

/**
 * The plugin that docker runs in place of buildx where `aliases.builder` names it. It needs a name of its own: of
 * `docker builder ls` and `docker ctxguard ls` docker would make the same call. Of more than 12 letters docker's help is a mess.
 */
export const BUILDER_PLUGIN = 'guardedbuild'

/** Where docker looks for its configuration, by `--config` among its own flags or by the environment. */
export function dockerConfigDir(environment: NodeJS.ProcessEnv, named?: string): string {
  return resolve(named || environment.DOCKER_CONFIG || join(environment.HOME || homedir(), '.docker'))
}

export function pluginFile(configDir: string, plugin: string): string {
  return join(configDir, 'cli-plugins', `docker-${plugin}`)
}

/** docker/cli cli-plugins/manager/manager_unix.go, in its order. */
const SYSTEM_DIRS = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
]

/** The executable of a plugin, where docker would find it; undefined where a docker may still know another place. */
export function findPlugin(
  configDir: string,
  extraDirs: readonly string[],
  plugin: string,
): string | undefined {
  const dirs = [...extraDirs.filter(isAbsolute), ...SYSTEM_DIRS].map(dir => join(dir, `docker-${plugin}`))
  return [pluginFile(configDir, plugin), ...dirs].find(file => existsSync(file))
}
