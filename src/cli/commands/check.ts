import type { Command } from 'commander'
import type { CheckOptions } from '../check.ts'
import { addContextOptions, collect } from '../options.ts'
import { EXIT_CODES } from './exit-codes.ts'

/** `ctxguard check`: its arguments and options. */
export function declareCheck(program: Command, end: (exitCode: number) => void): void {
  addContextOptions(program.command('check'))
    .description('audit a context: findings on stdout')
    .argument('[context]', 'the directory that docker build would be given', '.')
    .option('--discover', 'every build that the directory describes: Dockerfiles, compose and bake files')
    .option('--compose-via <reader>', 'own, or docker for `docker compose config` (default: own)')
    .option('--all', 'every path, not the first ten of a rule')
    .option('--fail-on <severity>', 'exit 1 at or above: error, warning, info or never (default: error)')
    .option('--rule <id=severity>', 'another severity for a rule, or off; may be repeated', collect)
    .option('--max-file-size <size>', 'a larger file is a finding (default: 10MiB)')
    .option('--max-context-size <size>', 'a larger context is an error (by default a warning above 100MiB)')
    .option('--max-files <count>', 'more files are an error (by default a warning above 10000)')
    .option('--no-secrets', 'leave the rules about secrets out')
    .option('--secret-max-bytes <size>', 'of a longer file, search only the ends for secrets (default: 5MiB)')
    .option('--no-cache', 'read every file again, and remember nothing')
    .option('--config <file>', 'configuration in place of the nearest ctxguard.yaml')
    .option('--no-config', 'no configuration')
    .addHelpText(
      'after',
      `${EXIT_CODES}\ndocs/CONFIGURATION.md lists what ctxguard.yaml and CTXGUARD_* variables can set.\n`,
    )
    .action(async (context: string, options: CheckOptions) => {
      const { check } = await import('../check.ts')
      end(await check(context, options))
    })
}
