import { UsageError } from '../../errors.ts'
import { isOn, lastValue, readFlags, usesOf } from '../../request/command/flags.ts'
import { DOCKER } from '../../request/command/tables/docker.ts'
import { BUILDER_PLUGIN, PLUGIN } from './places.ts'

/** What docker wants of a plugin. */
export type PluginCall =
  /** `docker ctxguard …`: a command of ctxguard's own */
  | { kind: 'command'; argv: readonly string[] }
  /** `docker build …`, by way of the alias */
  | AliasCall

export interface AliasCall {
  kind: 'alias'
  /** docker's own flags, before the command */
  globals: readonly string[]
  /** as for buildx: `build .`, `prune -f` */
  rest: readonly string[]
  /** values of `--config` and `--context`, and whether `--host` is there */
  config: string | undefined
  context: string | undefined
  hasHost: boolean
}

/** Takes apart what docker calls a plugin with: its own flags, the plugin's name, and the rest. */
export function pluginCall(plugin: string, given: readonly string[]): PluginCall {
  const argv = ['docker', ...given]
  const read = readFlags(argv, 1, { table: DOCKER, command: 'docker', interspersed: false })
  // docker hands `docker help ctxguard` over as it is
  const asksHelp = isOn(read, 'help') || read.positionals[0]?.text === 'help'
  const [name, ...rest] = read.positionals.slice(read.positionals[0]?.text === 'help' ? 1 : 0)
  if (name?.text !== plugin || (plugin !== PLUGIN && plugin !== BUILDER_PLUGIN))
    throw new UsageError(`this is not how docker calls the plugin ${plugin}`, {
      hint: 'run docker ctxguard …',
    })
  const words = rest.map(({ text }) => text)
  if (plugin === PLUGIN) return { kind: 'command', argv: asksHelp ? ['help', ...words] : words }
  return {
    kind: 'alias',
    globals: argv.slice(1, name.index),
    rest: words,
    config: lastValue(read, 'config'),
    context: lastValue(read, 'context'),
    hasHost: usesOf(read, 'host').length > 0,
  }
}

/**
 * The context that docker would use, by docker/cli cli/command/cli.go resolveContextName. Plain `docker build` builds
 * there (cmd/docker/builder.go), whatever `docker buildx use` chose; behind an alias docker leaves that to the plugin.
 */
export function currentContext(
  { context, hasHost }: AliasCall,
  environment: NodeJS.ProcessEnv,
  configured: string | undefined,
): string {
  if (context) return context
  if (hasHost || environment.DOCKER_HOST) return 'default'
  return environment.DOCKER_CONTEXT || configured || 'default'
}
