import { buildArgsOf, namedContextsOf } from '../arguments.ts'
import type { Call } from './call.ts'
import type { CommandBuild } from './command.ts'
import { lastUse, lastValue, type ReadArguments, valuesOf } from './flags.ts'
import { sshIdsOf } from './secrets.ts'
import { FOREIGN } from './tables/common.ts'
import { unplaced } from './unplaced.ts'

/** What every tool says by the same flags. */
export function sharedFacts(
  read: ReadArguments,
  { environment }: Call,
  moreArgs: readonly string[] = [],
): Pick<CommandBuild, 'target' | 'buildArgs' | 'ssh' | 'namedContexts' | 'cacheTo' | 'foreign' | 'output'> {
  const target = lastValue(read, 'target')
  return {
    ...(target !== undefined && { target }),
    buildArgs: buildArgsOf([...moreArgs, ...valuesOf(read, 'build-arg')], environment),
    ssh: sshIdsOf(valuesOf(read, 'ssh')),
    namedContexts: namedContextsOf(valuesOf(read, 'build-context')),
    cacheTo: valuesOf(read, 'cache-to'),
    foreign: [...FOREIGN.long.keys()]
      .filter(flag => lastUse(read, flag) !== undefined)
      .map(flag => `--${flag}`),
    output: valuesOf(read, 'output'),
  }
}

export function refuseTwiceStdin({ context, dockerfile }: CommandBuild, name: string): void {
  if (context.kind === 'stdin' && dockerfile.kind === 'stdin')
    throw unplaced(name, "stdin can't be both the context and the Dockerfile", 'give one of them as a file')
}
