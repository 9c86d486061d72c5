import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseBool } from '../../dockerfile/numbers.ts'
import type { Builder } from '../../model/request.ts'
import { readText } from '../read-text.ts'
import { unplaced } from './unplaced.ts'

/** cli-plugins/manager/manager_unix.go and manager_windows.go */
const SYSTEM_DIRS = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
]

export interface ChosenBuilder {
  builder: Builder
  notes: string[]
}

/**
 * Who builds for `docker build` and `docker compose build`: docker/cli cmd/docker/builder.go processBuilder, docker/compose
 * pkg/compose/build_bake.go buildWithBake. `configDir` is what `--config` says. No docker is run. Throws a UsageError where
 * docker refuses the value of DOCKER_BUILDKIT.
 */
export function dockerBuilder(
  environment: NodeJS.ProcessEnv,
  configDir: string | undefined,
  command: string,
): ChosenBuilder {
  const wanted = environment.DOCKER_BUILDKIT
  if (wanted) {
    const enabled = parseBool(wanted)
    if (enabled === undefined)
      throw unplaced(command, 'DOCKER_BUILDKIT is on or off, and its value is neither')
    if (!enabled) return { builder: 'classic', notes: ['DOCKER_BUILDKIT is off: the classic builder builds'] }
    return { builder: 'buildkit', notes: [] }
  }
  const dir = configDir || environment.DOCKER_CONFIG || join(environment.HOME || homedir(), '.docker')
  const config = configOf(dir)
  if (config === undefined)
    return {
      builder: 'buildkit',
      notes: [`${join(dir, 'config.json')} can't be read: BuildKit is taken to build`],
    }
  if (config.builderAlias !== undefined) return { builder: 'buildkit', notes: [] }
  const found = [...config.extraDirs, join(dir, 'cli-plugins'), ...systemDirs(environment)].some(holdsBuildx)
  if (found) return { builder: 'buildkit', notes: [] }
  if (knowsAllDirs())
    return { builder: 'classic', notes: ['buildx is not installed: the classic builder builds'] }
  return {
    builder: 'buildkit',
    notes: ['buildx was not found, and may lie elsewhere: BuildKit is taken to build'],
  }
}

interface DockerConfig {
  extraDirs: string[]
  /** `aliases.builder`: the plugin that builds in place of buildx, and hands over to it */
  builderAlias?: string
}

/** Undefined where it is there and can't be read; docker warns of that and goes on without. */
function configOf(dir: string): DockerConfig | undefined {
  const read = readText(join(dir, 'config.json'), 2 ** 20)
  if ('reason' in read) return read.missing ? { extraDirs: [] } : undefined
  try {
    const { cliPluginsExtraDirs, aliases } = JSON.parse(read.text) as Record<string, unknown>
    const alias = (aliases as Record<string, unknown> | undefined)?.builder
    return {
      extraDirs: Array.isArray(cliPluginsExtraDirs)
        ? cliPluginsExtraDirs.filter(one => typeof one === 'string')
        : [],
      ...(typeof alias === 'string' && { builderAlias: alias }),
    }
  } catch {
    return undefined
  }
}

/** A plugin is a file or a link that leads somewhere (cli-plugins/manager/manager.go addPluginCandidatesFromDir). */
function holdsBuildx(dir: string): boolean {
  try {
    return readdirSync(dir).some(name => {
      if (!/^docker-buildx(\.exe)?$/i.test(name)) return false
      const file = join(dir, name)
      const kind = lstatSync(file)
      return kind.isFile() || (kind.isSymbolicLink() && existsSync(file))
    })
  } catch {
    return false
  }
}

function systemDirs({ ProgramFiles }: NodeJS.ProcessEnv): string[] {
  if (process.platform !== 'win32') return SYSTEM_DIRS
  return ProgramFiles ? [join(ProgramFiles, 'Docker', 'cli-plugins')] : []
}

/** Those who package docker for a system of their own, such as Nix, build other folders into it. */
function knowsAllDirs(): boolean {
  return process.platform === 'linux' && !existsSync('/nix/store')
}
