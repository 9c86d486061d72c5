import type { Command } from 'commander'
import { addContextOptions } from '../options.ts'
import type { TarOptions } from '../tar.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { addPolicyOptions } from './policy-options.ts'

const NOTES = `
What is packed: the files that \`ctxguard ls --requested\` lists, the directories
above them and the Dockerfile; owner and group 0:0, modes, links and hard links
as they are. The audit comes first, and nothing is packed where it fails. A file
that changes before it is packed ends the tar halfway, and ctxguard with 3.

A Dockerfile from elsewhere, or from standard input (-f -), is packed as well,
and stderr says with which -f to name it. docker wants the same --target,
--build-arg and --build-context. Extended attributes are left out.

  ctxguard tar . | docker build -t app -
  ctxguard tar -f build/Dockerfile . | docker build -f build/Dockerfile -
  ctxguard tar --mtime 0 --gzip -o context.tar.gz .
  ctxguard tar --digest .         a key that changes when the content does
`

/** `ctxguard tar`: its arguments and options. */
export function declareTar(program: Command, end: (exitCode: number) => void): void {
  const command = addContextOptions(program.command('tar'), [])
    .description('pack what the build takes as a tar, for `docker build -`')
    .argument('[context]', 'the directory that docker build would be given (default: the working directory)')
    .option('--all-sent', 'all that the ignore file leaves, not only what the Dockerfile takes')
    .option(
      '--mtime <seconds>',
      'one time for all files, since 1970 (default: SOURCE_DATE_EPOCH, or their own)',
    )
    .option('--gzip', 'compressed')
    .option('--digest', 'print the digest of the content, and pack nothing; without an audit')
    .option('--no-check', 'pack without an audit')
  addPolicyOptions(command)
    .addHelpText('after', `${NOTES}${EXIT_CODES}`)
    .action(async (context: string | undefined, options: TarOptions) => {
      const { tar } = await import('../tar.ts')
      end(await tar(context, options))
    })
}
