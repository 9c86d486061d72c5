import type { Command } from 'commander'
import type { HookOptions } from '../hook.ts'
import type { HookRunOptions } from '../hook-run.ts'

const RUN_HELP = `
git calls this, with the remote and lines of its own on standard input. By hand
it audits HEAD as if that were pushed. CTXGUARD_SKIP=reason lets all pass.

Exit codes:
  0  nothing stops it
  1  findings at or above failOn that the other side has not got already
  2  wrong usage
  3  it could not be audited: refused as well
`

/** `ctxguard hook`: its commands, their arguments and options. */
export function declareHook(program: Command, end: (exitCode: number) => void): void {
  const hook = program
    .command('hook')
    .description('stop a push that would let a build send what must not leave')
  hook
    .command('install')
    .description('make git run ctxguard before a push')
    .option('--pre-commit', 'the pre-commit hook (default: pre-push)')
    .addHelpText(
      'after',
      '\nExit codes:\n  0  git runs it\n  1  the hook is not ours to write: stdout is what to add\n',
    )
    .action(async (options: HookOptions) => {
      const { installCommand } = await import('../hook.ts')
      end(await installCommand(options))
    })

  hook
    .command('uninstall')
    .description('take out what install wrote, and nothing else')
    .option('--pre-commit', 'the pre-commit hook only (default: both)')
    .action(async (options: HookOptions) => {
      const { uninstallCommand } = await import('../hook.ts')
      end(await uninstallCommand(options))
    })

  hook
    .command('run')
    .description('audit what is pushed, or committed')
    .argument('<hook>', 'pre-push or pre-commit')
    .argument('[arguments...]', "git's own: for pre-push the remote's name and URL")
    .option('--all', 'what the remote has already counts too')
    .option('--no-color', 'no colours (also NO_COLOR and TERM=dumb)')
    .option('-v, --verbose', 'every finding, and the pages of their rules')
    .addHelpText('after', RUN_HELP)
    .action(async (name: string, given: string[], options: HookRunOptions) => {
      const { runHook } = await import('../hook-run.ts')
      end(await runHook(name, given, options))
    })
}
