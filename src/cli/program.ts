import { Command, CommanderError } from 'commander'
import { EXIT } from '../errors.ts'
import { declareBuild } from './commands/build.ts'
import { declareCheck } from './commands/check.ts'
import { declareDockerPlugin } from './commands/docker-plugin.ts'
import { EXIT_CODES } from './commands/exit-codes.ts'
import { declareExplain } from './commands/explain.ts'
import { declareHook } from './commands/hook.ts'
import { declareLs } from './commands/ls.ts'
import { declareStage } from './commands/stage.ts'
import { declareTar } from './commands/tar.ts'
import { print } from './talk.ts'
import { toolVersion } from './version.ts'

/** By name, in the order of the help text. */
const COMMANDS = new Map([
  ['check', declareCheck],
  ['ls', declareLs],
  ['explain', declareExplain],
  ['tar', declareTar],
  ['stage', declareStage],
  ['build', declareBuild],
  ['hook', declareHook],
  ['docker-plugin', declareDockerPlugin],
])

/** Runs the command line and returns its exit code. Each command's code is loaded when it is called. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.ok
  const program = new Command('ctxguard')
    .description('See exactly what a container build takes from your disk, why, and what must not leave.')
    .version(toolVersion(), '-V, --version')
    .showHelpAfterError('(ctxguard --help lists what there is)')
    .exitOverride()
    .configureOutput({ writeOut: print })
    .addHelpText('after', EXIT_CODES)

  const end = (code: number) => {
    exitCode = code
  }
  // one that is named needs none of the others' options
  const named = COMMANDS.get(argv[0] ?? '')
  for (const declare of named ? [named] : COMMANDS.values()) declare(program, end, runProgram)

  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // help and version end here too, with 0; commander has said what is wrong
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
  return exitCode
}
