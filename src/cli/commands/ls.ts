import type { Command } from 'commander'
import type { LsOptions } from '../ls-options.ts'
import { addContextOptions } from '../options.ts'

const MAKEFILE = `
With --format makefile: a rule for make, as gcc -MD -MP writes one, of the
files that the build takes, its Dockerfile and the ignore file. Their paths are
relative to the working directory. With the name image.* in the ignore file:

  $(shell ctxguard ls --format makefile --make-target image.id -o image.d .)
  include image.d
  image.id:
  \tdocker build --iidfile $@ .
`

/** `ctxguard ls`: its arguments and options. */
export function declareLs(program: Command, end: (exitCode: number) => void): void {
  addContextOptions(program.command('ls'), ['text', 'json', 'makefile'])
    .description('list what the ignore file leaves for the builder, exactly')
    .argument('[context]', 'the directory that docker build would be given (default: the working directory)')
    .option('-0, --null', 'names as they are, each ended by a NUL byte')
    .option('--long', "mode, size, git's state, and the line that decided")
    .option('--tree', 'as a tree, with the size of every directory')
    .option('--requested', 'only what the Dockerfile makes the builder take')
    .option('--excluded', 'what is left out, and the line that did it')
    .option('--dirs', 'directories too')
    .option('--make-target <name>', 'with --format makefile: what depends on the files (default: image)')
    .addHelpText('after', MAKEFILE)
    .action(async (context: string | undefined, options: LsOptions) => {
      const { ls } = await import('../ls.ts')
      end(await ls(context, options))
    })
}
