import { UsageError } from '../../errors.ts'

/** A command line, or a part of it, that nobody can place: nothing was run. */
export function unplaced(command: string, problem: string, hint = PASS): UsageError {
  return new UsageError(`${command}: ${problem}`, { hint })
}

const PASS = 'mend the command, or let it through unaudited with --on-unknown run'
