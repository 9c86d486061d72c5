import { fileURLToPath } from 'node:url'
import { EXIT, UsageError } from '../errors.ts'
import { type AliasCall, currentContext } from '../guard/docker-plugin/call.ts'
import { readDockerConfig } from '../guard/docker-plugin/config-file.ts'
import { installPlugin, uninstallPlugin } from '../guard/docker-plugin/install.ts'
import { dockerConfigDir, findPlugin } from '../guard/docker-plugin/places.ts'
import { runCommand } from '../guard/run.ts'
import { runDocker } from '../request/run-docker.ts'
import { guardCommand } from './build.ts'
import { AUDITED } from './build-terms.ts'
import { say } from './talk.ts'
import { toolVersion } from './version.ts'

export { pluginCall } from '../guard/docker-plugin/call.ts'

export interface InstallOptions {
  alias?: boolean
}

/** Writes the launcher, and with `--alias` the alias, and says so. */
export async function installCommand({ alias = false }: InstallOptions): Promise<number> {
  if (process.platform === 'win32')
    throw new UsageError('docker on Windows takes only programs (.exe) for plugins, and there is none yet', {
      hint: 'call ctxguard by its own name: ctxguard build -- docker build .',
    })
  if (alias) await requireBuildx()
  const program = fileURLToPath(new URL('../../bin/ctxguard.cjs', import.meta.url))
  const installed = { program, node: process.execPath, version: toolVersion() }
  for (const file of installPlugin(dockerConfigDir(process.env), installed, alias)) say(`wrote ${file}`)
  if (/[/\\]_npx[/\\]/.test(program))
    say('it starts a ctxguard that npx keeps for a while only', 'install it for good, then run this again')
  if (alias) say('docker build goes through ctxguard now', 'undo it: ctxguard docker-plugin uninstall')
  else say('try it: docker ctxguard check .')
  return EXIT.ok
}

async function requireBuildx(): Promise<void> {
  const answer = await runDocker(['buildx', 'version'], process.cwd(), process.env)
  if ('failure' in answer)
    throw new UsageError(`docker buildx has to build what was audited: ${answer.failure}`, {
      hint: 'install it (https://docs.docker.com/go/buildx/), then try again; nothing was changed',
    })
}

/** Takes out what {@link installCommand} wrote; 1 where something of it had to stay. */
export function uninstallCommand(): number {
  const configDir = dockerConfigDir(process.env)
  const { changed, kept } = uninstallPlugin(configDir)
  for (const file of changed)
    say(file.endsWith('.json') ? `took the alias out of ${file}` : `removed ${file}`)
  for (const file of kept)
    say(
      `${file} was edited since install wrote it, and stays`,
      'look at it, and remove it if nobody needs it',
    )
  if (kept.length > 0) return EXIT.findings
  if (changed.length === 0) say(`nothing of ctxguard is in ${configDir}`)
  return EXIT.ok
}

/**
 * Audits what a `docker build` would build and hands the call on as docker itself would have: to the plugin buildx,
 * with the environment that docker gives to a plugin, and to the builder of the current context.
 */
export async function runAlias(call: AliasCall): Promise<number> {
  const { DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: docker = 'docker' } = process.env
  const configDir = dockerConfigDir(process.env, call.config)
  const config = readDockerConfig(configDir)
  const isShort = call.rest[0] === 'build' || call.rest[0] === 'bake'
  // another docker may look for it in other places
  const run = [
    findPlugin(configDir, config.extraDirs, 'buildx') ?? docker,
    ...call.globals,
    'buildx',
    ...call.rest,
  ]
  const environment = {
    ...process.env,
    BUILDX_BUILDER: process.env.BUILDX_BUILDER || currentContext(call, process.env, config.currentContext),
  }
  if (process.env[AUDITED]) return runCommand(run, { environment })
  return guardCommand({
    // as it was typed, for who reads the report
    argv: ['docker', ...call.globals, ...(isShort ? [] : ['builder']), ...call.rest],
    options: { color: true },
    around: () => 'CTXGUARD_SKIP="reason" docker build …',
    run,
    environment,
  })
}
