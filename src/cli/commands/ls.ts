import type { Command } from 'commander'
import type { LsOptions } from '../ls.ts'
import { addContextOptions } from '../options.ts'

/** `ctxguard ls`: its arguments and options. */
export function declareLs(program: Command, end: (exitCode: number) => void): void {
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
      const { ls } = await import('../ls.ts')
      end(await ls(context, options))
    })
}
