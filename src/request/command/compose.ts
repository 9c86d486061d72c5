import { resolve } from 'node:path'
import { type ChosenBuilder, dockerBuilder } from './builder.ts'
import { buildCommand, type Call, other, readGlobals } from './call.ts'
import type { BuildCommand, Command } from './command.ts'
import type { FlagTable } from './flag-table.ts'
import {
  isOn,
  lastUse,
  lastValue,
  type Positional,
  type ReadArguments,
  readFlags,
  valuesOf,
} from './flags.ts'
import { sshIdsOf } from './secrets.ts'
import {
  COMPOSE,
  COMPOSE_BUILD,
  COMPOSE_CREATE,
  COMPOSE_RUN,
  COMPOSE_UP,
  COMPOSE_WATCH,
} from './tables/compose.ts'
import { unplaced } from './unplaced.ts'

export interface ComposeStart {
  /** `docker compose`, or the program of its own */
  name: string
  /** index of its first argument */
  from: number
  /** what docker's `--config` says, absolute */
  configDir: string | undefined
  /** flags before the command; default: those of the plugin */
  table?: FlagTable
}

interface ComposeVerb {
  table: FlagTable
  /** the first argument ends the flags: what follows a service is what runs in it */
  runs?: true
  /** without `--build` too */
  builds?: true
}

const VERBS: Readonly<Record<string, ComposeVerb>> = {
  build: { table: COMPOSE_BUILD, builds: true },
  up: { table: COMPOSE_UP },
  create: { table: COMPOSE_CREATE },
  run: { table: COMPOSE_RUN, runs: true },
  watch: { table: COMPOSE_WATCH, builds: true },
}

/** `docker compose …`, of which five commands build. Throws a UsageError as `readCommand` does. */
export function composeCommand(call: Call, start: ComposeStart): Command {
  const globals = readGlobals(call, start.from, start.table ?? COMPOSE, start.name)
  const word = globals?.words[0]
  if (word?.text === 'alpha' && globals?.words[1]?.text === 'watch')
    throw unplaced(`${start.name} alpha watch`, 'it is understood as watch, without alpha')
  const verb = word && Object.hasOwn(VERBS, word.text) ? VERBS[word.text] : undefined
  if (globals === undefined || word === undefined || verb === undefined)
    return other(call, nameOf(start.name, word))
  const name = `${start.name} ${word.text}`
  const read = readFlags(call.argv, word.index + 1, {
    table: verb.table,
    command: name,
    interspersed: !verb.runs,
  })
  if (isOn(read, 'help')) return other(call, `${name} --help`)
  const watches = word.text === 'watch' || isOn(read, 'watch')
  // what is watched is built again all the same
  if (isOn(read, 'no-build') && !watches) return other(call, `${name} --no-build`)

  const config = lastValue(globals.read, 'config')
  const configDir = config === undefined ? start.configDir : resolve(call.cwd, config)
  const chosen = dockerBuilder(call.environment, configDir, name)
  const does = doesWhat(verb, globals.read, read)
  const services = read.positionals.map(({ text }) => text)
  if (verb.runs && services.length === 0) throw unplaced(name, 'it names no service')
  return buildCommand(call, {
    tool: 'compose',
    name,
    builder: chosen.builder,
    does,
    project: {
      kind: 'compose',
      options: {
        cwd: call.cwd,
        ...projectOptions(globals.read),
        services: verb.runs ? services.slice(0, 1) : services,
        withDependencies: word.text === 'build' ? isOn(read, 'with-dependencies') : !isOn(read, 'no-deps'),
        buildArgs: valuesOf(read, 'build-arg'),
        ssh: sshOf(read),
      },
    },
    flagsAt: word.index + 1,
    ...(read.dashes !== undefined && { dashes: read.dashes }),
    notes: notesOf(chosen, does, watches),
  })
}

function nameOf(name: string, word: Positional | undefined): string {
  return word !== undefined && /^[a-z]+$/.test(word.text) ? `${name} ${word.text}` : name
}

/**
 * Without `--build`, compose builds the services whose image is not there or whose policy it is (docker/compose
 * pkg/compose/build.go ensureImagesExists, build). Which these are only the engine knows, so all are looked at.
 */
function doesWhat(verb: ComposeVerb, globals: ReadArguments, read: ReadArguments): BuildCommand['does'] {
  if (isOn(globals, 'dry-run') || isOn(read, 'dry-run') || isOn(read, 'print')) return 'print'
  if (isOn(read, 'check')) return 'check'
  return verb.builds || isOn(read, 'build') || isOn(read, 'no-build') ? 'build' : 'maybe'
}

function projectOptions(globals: ReadArguments) {
  const projectDirectory = lastValue(globals, 'project-directory') ?? lastValue(globals, 'workdir')
  const projectName = lastValue(globals, 'project-name')
  return {
    files: valuesOf(globals, 'file'),
    ...(projectDirectory !== undefined && { projectDirectory }),
    ...(projectName !== undefined && { projectName }),
    profiles: valuesOf(globals, 'profile'),
    envFiles: valuesOf(globals, 'env-file'),
  }
}

/** A blank `--ssh` is the default agent (cmd/compose/build.go buildCommand). */
function sshOf(read: ReadArguments): string[] {
  const use = lastUse(read, 'ssh')
  return use === undefined ? [] : sshIdsOf([use.value || 'default'])
}

function notesOf({ notes }: ChosenBuilder, does: BuildCommand['does'], watches: boolean): string[] {
  if (does === 'print' || does === 'check')
    return [...notes, 'nothing is built: the project is only looked at']
  const later = watches ? ['what is built again after a change is not audited'] : []
  const perhaps =
    does === 'maybe' ? ['without --build only missing images are built; all that could be are audited'] : []
  return [...notes, ...perhaps, ...later]
}
