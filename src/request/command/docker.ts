import { resolve } from 'node:path'
import { bakeCommand } from './bake.ts'
import { dockerBuilder } from './builder.ts'
import { type Call, type Globals, named, other, readGlobals, subcommand } from './call.ts'
import type { Command } from './command.ts'
import { composeCommand } from './compose.ts'
import { dockerBuild } from './docker-build.ts'
import { lastValue, type Positional } from './flags.ts'
import { BUILDX } from './tables/buildx.ts'
import { COMPOSE_PROGRAM } from './tables/compose.ts'
import { DOCKER } from './tables/docker.ts'
import { unplaced } from './unplaced.ts'

/** `docker …`. Its flags end at the first word: docker/cli cli/cobra.go HandleGlobalFlags. */
export function readDocker(call: Call): Command {
  const globals = globalsOf(call, DOCKER, 'docker')
  const [word, next] = globals?.words ?? []
  if (globals === undefined || word === undefined) return other(call, 'docker')
  const configDir = configOf(globals, call)
  switch (word.text) {
    case 'build':
      return plainBuild(call, 'docker build', configDir, word)
    case 'image': {
      const inner = subcommand(call, word, 'docker image')
      if (inner?.text === 'build') return plainBuild(call, 'docker image build', configDir, inner)
      return other(call, named('docker image', inner))
    }
    case 'builder':
      return builderGroup(call, configDir, word)
    case 'buildx':
      return readBuildx(call, word.index + 1, 'docker buildx')
    case 'bake':
      return bakeCommand(call, 'docker bake', word.index + 1)
    case 'compose':
      return composeCommand(call, { name: 'docker compose', from: word.index + 1, configDir })
    default:
      return other(call, named('docker', word, next))
  }
}

/** `docker-compose …`, which takes the flags of docker beside those of compose. */
export function readDockerCompose(call: Call): Command {
  return composeCommand(call, {
    name: 'docker-compose',
    from: call.program + 1,
    configDir: undefined,
    table: COMPOSE_PROGRAM,
  })
}

function globalsOf(call: Call, table: typeof DOCKER, command: string): Globals | undefined {
  const globals = readGlobals(call, call.program + 1, table, command)
  if (globals?.read.dashes !== undefined)
    throw unplaced(command, '-- before the command leaves open what the command is')
  return globals
}

function configOf({ read }: Globals, { cwd }: Call): string | undefined {
  const dir = lastValue(read, 'config')
  return dir === undefined ? undefined : resolve(cwd, dir)
}

function plainBuild(call: Call, name: string, configDir: string | undefined, word: Positional): Command {
  const chosen = dockerBuilder(call.environment, configDir, name)
  return dockerBuild(call, { tool: 'docker', name, ...chosen, from: word.index + 1 })
}

/** docker hands `builder` over to buildx as a whole (cmd/docker/builder.go forwardBuilder), else knows `build` itself. */
function builderGroup(call: Call, configDir: string | undefined, word: Positional): Command {
  const chosen = dockerBuilder(call.environment, configDir, 'docker builder')
  if (chosen.builder === 'buildkit') return readBuildx(call, word.index + 1, 'docker builder')
  const inner = subcommand(call, word, 'docker builder')
  if (inner?.text !== 'build') return other(call, named('docker builder', inner))
  const name = 'docker builder build'
  return dockerBuild(call, { tool: 'docker', name, ...chosen, from: inner.index + 1 })
}

/** `docker buildx …`, and `docker-buildx …` as a program of its own. */
export function readBuildx(call: Call, from: number, name: string): Command {
  const [word, next] = readGlobals(call, from, BUILDX, name)?.words ?? []
  switch (word?.text) {
    case 'build':
    case 'b':
      return dockerBuild(call, {
        tool: 'buildx',
        name: `${name} build`,
        builder: 'buildkit',
        notes: [],
        from: word.index + 1,
      })
    case 'bake':
    case 'f':
      return bakeCommand(call, `${name} bake`, word.index + 1)
    case 'dap':
    case 'debug':
      throw unplaced(`${name} ${word.text}`, 'a build under a debugger is not understood')
    default:
      return other(call, named(name, word, next))
  }
}
