import type { Command } from 'commander'
import type { ExplainOptions } from '../explain.ts'
import { addContextOptions } from '../options.ts'

/** `ctxguard explain`: its arguments and options. */
export function declareExplain(program: Command, end: (exitCode: number) => void): void {
  addContextOptions(program.command('explain'))
    .description('why a path is in or out: which line of which file decided')
    .argument('<paths...>', 'relative to the context; they need not exist')
    .option('-C, --context <dir>', 'the context (default: the working directory)')
    .option('--trace', 'every line that took part, in order')
    .action(async (paths: string[], options: ExplainOptions) => {
      const { explain } = await import('../explain.ts')
      end(await explain(paths, options))
    })
}
