import { resolve } from 'node:path'
import { UsageError } from '../../errors.ts'
import { printable } from '../../model/printable.ts'
import { type Call, other } from './call.ts'
import type { Command } from './command.ts'
import { readBuildx, readDocker, readDockerCompose } from './docker.ts'
import { readNerdctl } from './nerdctl.ts'
import { readBuildah, readPodman } from './podman.ts'
import { isPodmanShim, knownProgram, programName, READ, RUNNERS, UNREAD } from './programs.ts'
import { unplaced } from './unplaced.ts'

export interface CommandSurroundings {
  /** where the command is started */
  cwd: string
  environment: NodeJS.ProcessEnv
}

/**
 * Understands a command line as the program does that it calls, without running anything: what it builds, or that it is no
 * build. Throws a UsageError that names the argument which can't be placed, where the program itself would refuse the
 * command, and where it is a build that is not understood: nothing is ever guessed.
 */
export function readCommand(argv: readonly string[], around: CommandSurroundings): Command {
  if (argv.length === 0 || argv[0] === '')
    throw new UsageError('there is no command', { hint: 'put it behind --' })
  return readCall(assigned({ argv, program: 0, cwd: resolve(around.cwd), environment: around.environment }))
}

/** `env A=b docker build`: the program behind it, and what it finds in its environment. */
function assigned(call: Call): Call {
  if (programName(call.argv[call.program]!) !== 'env') return call
  const environment = { ...call.environment }
  let at = call.program + 1
  for (; at < call.argv.length; at++) {
    const [, name, value] = /^([^=-][^=]*)=([\s\S]*)$/.exec(call.argv[at]!) ?? []
    if (name === undefined) break
    environment[name] = value
  }
  const program = call.argv[at]
  if (program === undefined || program === '' || program.startsWith('-')) return call
  return assigned({ ...call, program: at, environment })
}

function readCall(call: Call): Command {
  const { argv, program, cwd, environment } = call
  const name = knownProgram(argv[program]!, environment, cwd)
  switch (name) {
    case 'docker': {
      const isPodman = isPodmanShim(argv[program]!, environment, cwd)
      return isPodman ? readPodman(call, 'docker') : readDocker(call)
    }
    case 'docker-compose':
      return readDockerCompose(call)
    case 'docker-buildx':
      return readBuildx(call, program + 1, 'docker-buildx')
    case 'podman':
    case 'podman-remote':
      return readPodman(call, name)
    case 'buildah':
      return readBuildah(call)
    case 'nerdctl':
      return readNerdctl(call)
    default:
      return readUnknown(call, name)
  }
}

function readUnknown(call: Call, name: string): Command {
  const { argv, program } = call
  const rest = argv.slice(program + 1)
  const verb = rest.find(text => Object.hasOwn(UNREAD, name) && UNREAD[name]!.has(text))
  if (verb !== undefined) throw unplaced(`${name} ${verb}`, 'what it builds is not understood')
  if (RUNNERS.has(name)) refuseHidden(call, name)
  const plain: Command = other(call, printable(name))
  return Object.hasOwn(UNREAD, name) ? plain : { ...plain, mayBuild: true }
}

/** `sudo docker build .`: which directory, user and environment it builds with is not known from here. */
function refuseHidden(call: Call, name: string): void {
  for (let at = call.program + 1; at < call.argv.length; at++) {
    const inner = knownProgram(call.argv[at]!, call.environment, call.cwd)
    if (!READ.has(inner) && !Object.hasOwn(UNREAD, inner)) continue
    if (builds({ ...call, program: at }))
      throw unplaced(
        name,
        `it runs a build, ${inner}, in a way that is not understood`,
        `put ctxguard behind it: ${name} ctxguard build -- ${inner} …`,
      )
  }
}

function builds(call: Call): boolean {
  try {
    return readCall(call).kind === 'build'
  } catch (error) {
    if (error instanceof UsageError) return true
    throw error
  }
}
