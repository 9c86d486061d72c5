import type { Command } from 'commander'
import { collect } from '../options.ts'

/** Options of every command that audits: what counts as a problem, and how much is searched. */
export function addPolicyOptions(command: Command): Command {
  return command
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
}
