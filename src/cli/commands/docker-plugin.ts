import type { Command } from 'commander'
import type { InstallOptions } from '../docker-plugin.ts'

const INSTALL_HELP = `
It writes docker-ctxguard into cli-plugins of docker's configuration directory
(DOCKER_CONFIG, or ~/.docker). Then \`docker ctxguard check .\` does the same as
\`ctxguard check .\`.

--alias sets aliases.builder in config.json there. From then on \`docker build\`,
\`docker image build\`, \`docker builder …\` and \`docker bake\` are audited before
they are handed to buildx; CTXGUARD_SKIP=reason runs one in spite of findings.
\`docker buildx …\`, \`docker compose …\` and DOCKER_BUILDKIT=0 go past the alias:
put \`ctxguard build --\` before those.
`

/** `ctxguard docker-plugin`: its commands, their arguments and options. `runProgram` runs any other command line. */
export function declareDockerPlugin(
  program: Command,
  end: (exitCode: number) => void,
  runProgram: (argv: readonly string[]) => Promise<number>,
): void {
  const plugin = program
    .command('docker-plugin')
    .description('`docker ctxguard …`, and a guard for plain `docker build`: install, uninstall')

  plugin
    .command('install')
    .description('make `docker ctxguard` work for this user')
    .option('--alias', 'plain `docker build` goes through ctxguard too')
    .addHelpText('after', INSTALL_HELP)
    .action(async (options: InstallOptions) => {
      const { installCommand } = await import('../docker-plugin.ts')
      end(await installCommand(options))
    })

  plugin
    .command('uninstall')
    .description('take out what install wrote, and nothing else')
    .action(async () => {
      const { uninstallCommand } = await import('../docker-plugin.ts')
      end(uninstallCommand())
    })

  // what the launcher calls, with all that docker gave it behind --
  plugin
    .command('run <plugin> [arguments...]', { hidden: true })
    .helpOption(false)
    .action(async (name: string, given: string[]) => {
      const { pluginCall, runAlias } = await import('../docker-plugin.ts')
      const call = pluginCall(name, given)
      end(call.kind === 'alias' ? await runAlias(call) : await runProgram(call.argv))
    })
}
