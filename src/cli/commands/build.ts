import type { Command } from 'commander'
import type { BuildCommandOptions } from '../build.ts'
import { addPolicyOptions } from './policy-options.ts'

const HELP = `
Examples:
  ctxguard build -- docker build -t app .
  ctxguard build --minimal -- docker buildx build --push -t app .
  ctxguard build -- docker compose up --build
  ctxguard build --force "fixtures, all made up" -- podman build .

The command gets its standard streams, terminal and signals as if it had been
called alone; what ctxguard says goes to stderr. CTXGUARD_SKIP=reason is --force
for where no option can be given. docs/BUILD.md says what is understood.

Exit codes:
  that of the command, where it was run (126, 127: it could not be); else
  1  findings at or above --fail-on
  2  wrong usage or configuration; nothing was audited
  3  the audit could not be completed: do not trust a build to this answer
`

/** `ctxguard build`: its arguments and options. */
export function declareBuild(program: Command, end: (exitCode: number) => void): void {
  const command = program
    .command('build')
    .usage('[options] -- COMMAND…')
    .description('audit what a build command takes, and run it only when that is clean')
    .argument('<command...>', 'docker, podman, buildah or nerdctl, as you would call it')
    .option('--minimal', 'give it a copy of the context with only what the build takes')
    .option('--force <reason>', 'run it in spite of findings; the report says why')
    .option(
      '--on-unknown <what>',
      'with arguments nobody understands: refuse, or run unaudited (default: refuse)',
    )
    .option('-o, --output <file>', 'write the report there; the file appears only when it is whole')
    .option('--format <format>', 'text or json, which needs -o (default: text)')
    .option('--json', 'short for --format json')
    .option('--no-color', 'no colours (also NO_COLOR and TERM=dumb)')
    .option('-q, --quiet', 'nothing when it is clean, else only the verdict')
    .option('-v, --verbose', 'the whole report also when it is clean; fixes, pages and causes')
  addPolicyOptions(command)
    .addHelpText('after', HELP)
    .action(async (argv: string[], options: BuildCommandOptions) => {
      const { build } = await import('../build.ts')
      end(await build(argv, options))
    })
}
