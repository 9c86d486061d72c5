import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CtxguardError } from '../../errors.ts'
import { dropAlias, readDockerConfig, setAlias } from './config-file.ts'
import { type Installed, isLauncher, isUnchanged, launcherText } from './launcher.ts'
import { BUILDER_PLUGIN, PLUGIN, pluginFile } from './places.ts'

/**
 * Makes `docker ctxguard` work for the user of a configuration directory; with `alias`, plain `docker build` goes
 * through ctxguard too. Repeating it renews the launchers. Throws where a plugin or an alias of others is in the way,
 * before anything was written.
 *
 * @returns the files that were written
 */
export function installPlugin(configDir: string, installed: Installed, alias: boolean): string[] {
  const plugins = alias ? [PLUGIN, BUILDER_PLUGIN] : [PLUGIN]
  for (const plugin of plugins) requireOurs(pluginFile(configDir, plugin))
  const config = alias ? readDockerConfig(configDir) : undefined
  if (config !== undefined && config.alias !== undefined && config.alias !== BUILDER_PLUGIN)
    throw new CtxguardError(`${config.file} has an alias for the builder already`, {
      hint: 'take it out (`docker buildx uninstall` does, if it is buildx), then try again; nothing was changed',
    })
  const written = plugins.map(plugin => writeLauncher(configDir, plugin, installed))
  if (config === undefined || config.alias === BUILDER_PLUGIN) return written
  setAlias(config, BUILDER_PLUGIN)
  return [...written, config.file]
}

/** Takes away what {@link installPlugin} wrote, and nothing else: a launcher that was edited since is kept. */
export function uninstallPlugin(configDir: string): {
  /** files that were removed or changed */
  changed: string[]
  kept: string[]
} {
  const changed: string[] = []
  const kept: string[] = []
  const config = readDockerConfig(configDir)
  // the alias first: it must not name a plugin that is gone
  if (config.alias === BUILDER_PLUGIN) {
    dropAlias(config, BUILDER_PLUGIN)
    changed.push(config.file)
  }
  for (const file of [BUILDER_PLUGIN, PLUGIN].map(plugin => pluginFile(configDir, plugin))) {
    if (stateOf(file) !== 'ours') continue
    if (isUnchanged(readFileSync(file, 'utf8'))) {
      rmSync(file)
      changed.push(file)
    } else kept.push(file)
  }
  return { changed, kept }
}

function requireOurs(file: string): void {
  if (stateOf(file) === 'foreign')
    throw new CtxguardError(`${file} is there already, and is not ctxguard's`, {
      hint: 'look at it, and remove it if nobody needs it; nothing was changed',
    })
}

function stateOf(file: string): 'none' | 'ours' | 'foreign' {
  const there = lstatSync(file, { throwIfNoEntry: false })
  if (there === undefined) return 'none'
  return there.isFile() && there.size < 2 ** 16 && isLauncher(readFileSync(file, 'utf8')) ? 'ours' : 'foreign'
}

function writeLauncher(configDir: string, plugin: string, installed: Installed): string {
  const file = pluginFile(configDir, plugin)
  // no name that docker would take for a plugin
  const temporary = `${dirname(file)}/.ctxguard-${process.pid}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(temporary, launcherText(plugin, installed), { flag: 'wx' })
    chmodSync(temporary, 0o755)
    renameSync(temporary, file)
    return file
  } catch (error) {
    rmSync(temporary, { force: true })
    throw new CtxguardError(`${file} could not be written: ${(error as Error).message}`, {
      hint: 'DOCKER_CONFIG names another directory',
      cause: error,
    })
  }
}
