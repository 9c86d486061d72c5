import { isWebAddress } from '../../dockerfile/plan/git-ref.ts'
import { UsageError } from '../../errors.ts'
import { printable } from '../../model/printable.ts'
import type { Builder } from '../../model/request.ts'
import { shownArgument, withoutCredentials } from '../references.ts'
import { refuseTwiceStdin, sharedFacts } from './build-facts.ts'
import { buildCommand, type Call, other } from './call.ts'
import { onlyAsks } from './call-method.ts'
import type { Command, CommandBuild, CommandDockerfile, Tool } from './command.ts'
import { dockerContext } from './contexts.ts'
import type { FlagTable } from './flag-table.ts'
import {
  type FlagUse,
  fieldsOf,
  isOn,
  lastUse,
  type Positional,
  type ReadArguments,
  readFlags,
  valuesOf,
} from './flags.ts'
import { secretsOf } from './secrets.ts'
import { BUILDX_BUILD } from './tables/buildx.ts'
import { CLASSIC_BUILD } from './tables/docker.ts'
import { NERDCTL_BUILD } from './tables/nerdctl.ts'
import { unplaced } from './unplaced.ts'

/** What is known of a build command before its own arguments are read. */
export interface BuildStart {
  tool: Tool
  /** such as `docker build` */
  name: string
  builder: Builder
  notes: readonly string[]
  /** index of its first argument */
  from: number
}

/** `docker build` in all its spellings, by buildx or by the classic builder. Throws a UsageError as `readCommand` does. */
export function dockerBuild(call: Call, start: BuildStart): Command {
  const { name } = start
  const read = start.builder === 'classic' ? readClassic(call, start) : readWith(BUILDX_BUILD, call, start)
  if (isOn(read, 'help')) return other(call, `${name} --help`)
  const platforms = valuesOf(read, 'platform').join(',') || call.environment.DOCKER_DEFAULT_PLATFORM
  return builds(call, start, read, platforms)
}

function readWith(table: FlagTable, { argv }: Call, { name, from }: BuildStart): ReadArguments {
  return readFlags(argv, from, { table, command: name, interspersed: true })
}

/** It knows far fewer flags than buildx: whoever misses one should hear why it is the classic builder that counts. */
function readClassic(call: Call, start: BuildStart): ReadArguments {
  try {
    return readWith(CLASSIC_BUILD, call, start)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(error.message, { hint: [...start.notes, error.hint].join('; ') })
  }
}

/** `nerdctl build`, which takes neither stdin nor an address for its context. */
export function nerdctlBuild(call: Call, start: BuildStart): Command {
  const { name } = start
  const read = readWith(NERDCTL_BUILD, call, start)
  if (isOn(read, 'help')) return other(call, `${name} --help`)
  const odd = read.positionals.find(({ text }) => text === '-' || text.includes('://'))
  if (odd !== undefined)
    throw unplaced(name, `${shownArgument(odd.text)} is no context that it takes`, 'name a directory')
  return builds(call, start, read, fieldsOf(read, 'platform', name).join(','))
}

function builds(call: Call, start: BuildStart, read: ReadArguments, platform: string | undefined): Command {
  const { tool, name, builder, from } = start
  const does = onlyAsks(read.uses, ['call', 'print', 'check']) ? 'check' : 'build'
  const build: CommandBuild = {
    context: dockerContext(onlyContext(read.positionals, name), { builder, cwd: call.cwd, command: name }),
    dockerfile: dockerfileOf(lastUse(read, 'file'), builder),
    ...sharedFacts(read, call),
    secrets: secretsOf(valuesOf(read, 'secret'), { ...call, command: name }),
    ...(platform && { platform }),
  }
  refuseTwiceStdin(build, name)
  return buildCommand(call, {
    tool,
    name,
    builder,
    does,
    builds: [build],
    flagsAt: from,
    ...(read.dashes !== undefined && { dashes: read.dashes }),
    notes:
      does === 'check'
        ? [...start.notes, 'nothing is built: the Dockerfile is only asked about']
        : start.notes,
  })
}

function onlyContext(positionals: readonly Positional[], name: string): Positional {
  const [first, ...more] = positionals
  if (first === undefined) throw unplaced(name, 'it names no context', 'name one: . is this directory')
  if (more.length === 0) return first
  const listed = printable(
    positionals
      .slice(0, 3)
      .map(({ text }) => shownArgument(text))
      .join(' '),
  )
  throw unplaced(
    name,
    `it takes one context and gets ${positionals.length}: ${listed}${more.length > 2 ? ' …' : ''}`,
  )
}

function dockerfileOf(use: FlagUse | undefined, builder: Builder): CommandDockerfile {
  if (use === undefined || use.value === '') return { kind: 'default' }
  const { value, at } = use
  if (value === '-') return { kind: 'stdin', at }
  if (builder === 'buildkit' && isWebAddress(value))
    return { kind: 'remote', text: withoutCredentials(value), at }
  return { kind: 'files', given: [value], at }
}
