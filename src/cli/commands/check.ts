import type { Command } from 'commander'
import type { CheckOptions } from '../check.ts'
import { addContextOptions } from '../options.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { addPolicyOptions } from './policy-options.ts'

/** `ctxguard check`: its arguments and options. */
export function declareCheck(program: Command, end: (exitCode: number) => void): void {
  const command = addContextOptions(program.command('check'))
    .description('audit a context: findings on stdout')
    .argument('[context]', 'the directory that docker build would be given (default: the working directory)')
    .option('--discover', 'every build that the directory describes: Dockerfiles, compose and bake files')
    .option('--compose-via <reader>', 'own, or docker for `docker compose config` (default: own)')
    .option('--all', 'every path, not the first ten of a rule')
  addPolicyOptions(command)
    .addHelpText(
      'after',
      `${EXIT_CODES}\ndocs/CONFIGURATION.md lists what ctxguard.yaml and CTXGUARD_* variables can set.\n`,
    )
    .action(async (context: string | undefined, options: CheckOptions) => {
      const { check } = await import('../check.ts')
      end(await check(context, options))
    })
}
