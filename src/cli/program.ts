import { Command, CommanderError } from 'commander'
import { EXIT } from '../errors.ts'
import type { CheckOptions } from './check.ts'
import type { ExplainOptions } from './explain.ts'
import type { LsOptions } from './ls.ts'
import { addContextOptions, collect } from './options.ts'
import { toolVersion } from './version.ts'

/** Runs the command line and returns its exit code. Each command's code is loaded when it is called. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.ok
  const program = new Command('ctxguard')
    .description('See exactly what a container build takes from your disk, why, and what must not leave.')
    .version(toolVersion(), '-V, --version')
    .showHelpAfterError('(ctxguard --help lists what there is)')
    .exitOverride()
    .addHelpText('after', EXIT_CODES)

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
      const { check } = await import('./check.ts')
      exitCode = await check(context, options)
    })

  addContextOptions(program.command('ls'))
    .description('list what the ignore file leaves for the builder, exactly')
    .argument('[context]', 'the directory that docker build would be given', '.')
    .option('-0, --null', 'names as they are, each ended by a NUL byte')
    .option('--long', "mode, size, git's state, and the line that decided")
    .option('--tree', 'as a tree, with the size of every directory')
    .option('--requested', 'only what the Dockerfile makes the builder take')
    .option('--excluded', 'what is left out, and the line that did it')
    .option('--dirs', 'directories too')
    .action(async (context: string, options: LsOptions) => {
      const { ls } = await import('./ls.ts')
      exitCode = await ls(context, options)
    })

  addContextOptions(program.command('explain'))
    .description('why a path is in or out: which line of which file decided')
    .argument('<paths...>', 'relative to the context; they need not exist')
    .option('-C, --context <dir>', 'the context', '.')
    .option('--trace', 'every line that took part, in order')
    .action(async (paths: string[], options: ExplainOptions) => {
      const { explain } = await import('./explain.ts')
      exitCode = await explain(paths, options)
    })

  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // help and version end here too, with 0; commander has said what is wrong
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
  return exitCode
}

const EXIT_CODES = `
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage or configuration; nothing was audited
  3  the audit could not be completed: do not trust a build to this answer
`
