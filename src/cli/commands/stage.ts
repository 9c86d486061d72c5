import type { Command } from 'commander'
import { addContextOptions } from '../options.ts'
import type { StageOptions } from '../stage.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { addPolicyOptions } from './policy-options.ts'

const NOTES = `
What is staged: the files that \`ctxguard ls --requested\` lists, the directories
above them, and the Dockerfile and the ignore file, which a build finds there as
in the context. The audit comes first, and nothing is staged where it fails.

DIR is made, and from then on updated: unchanged files are not touched, so that
BuildKit fetches only what changed. Whatever moment the run is stopped at, DIR
holds the old files or the new ones. What else is needed lies in DIR.ctxguard.
stdout names DIR; where docker needs more, such as -f or --target, stderr says
so. FIFOs, sockets, devices and extended attributes are left out.

  ctxguard stage . --out ../ctx && docker build -t app ../ctx
  ctxguard stage -f build/Dockerfile --target api . --out /tmp/api

Where DIR lies in the context, the ignore file has to name it: .ctx*
`

/** `ctxguard stage`: its arguments and options. */
export function declareStage(program: Command, end: (exitCode: number) => void): void {
  const command = addContextOptions(program.command('stage'), [])
    .description('keep what the build takes as a directory, for `docker build DIR`')
    .argument('[context]', 'the directory that docker build would be given (default: the working directory)')
    .option('--out <dir>', 'the directory: made by this command, empty, or not there yet')
    .option('--all-sent', 'all that the ignore file leaves, not only what the Dockerfile takes')
    .option('--no-check', 'stage without an audit')
  addPolicyOptions(command)
    .addHelpText('after', `${NOTES}${EXIT_CODES}`)
    .action(async (context: string | undefined, options: StageOptions) => {
      const { stage } = await import('../stage.ts')
      end(await stage(context, options))
    })
}
