import { isRemote, withoutCredentials } from '../references.ts'
import { buildCommand, type Call, other } from './call.ts'
import { onlyAsks } from './call-method.ts'
import type { BuildCommand, Command } from './command.ts'
import { isOn, lastValue, type ReadArguments, readFlags, valuesOf } from './flags.ts'
import { BAKE } from './tables/buildx.ts'

/** `docker buildx bake`; always by BuildKit (docker/cli cmd/docker/builder.go processBuilder). */
export function bakeCommand(call: Call, name: string, from: number): Command {
  const read = readFlags(call.argv, from, { table: BAKE, command: name, interspersed: true })
  if (isOn(read, 'help')) return other(call, `${name} --help`)
  const targets = read.positionals.map(({ text }) => text)
  // docker/buildx commands/bake.go bakeArgs
  const remote = targets[0] !== undefined && isRemote(targets[0]) ? withoutCredentials(targets[0]) : undefined
  const does = doesWhat(read)
  return buildCommand(call, {
    tool: 'bake',
    name,
    builder: 'buildkit',
    does,
    project: {
      kind: 'bake',
      options: {
        cwd: call.cwd,
        files: valuesOf(read, 'file'),
        targets,
        sets: valuesOf(read, 'set'),
        variables: valuesOf(read, 'var'),
        ...(remote !== undefined && { remote: { text: remote } }),
      },
    },
    flagsAt: from,
    ...(read.dashes !== undefined && { dashes: read.dashes }),
    notes: does === 'build' ? [] : ['nothing is built: the definition is only printed or asked about'],
  })
}

function doesWhat(read: ReadArguments): BuildCommand['does'] {
  const prints = ['print', 'list-targets', 'list-variables'].some(flag => isOn(read, flag))
  if (prints || lastValue(read, 'list') !== undefined) return 'print'
  return onlyAsks(read.uses, ['call', 'check']) ? 'check' : 'build'
}
