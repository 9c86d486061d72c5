import type { BuildCommand, OtherCommand } from './command.ts'
import type { FlagTable } from './flag-table.ts'
import { isOn, type Positional, type ReadArguments, readFlags } from './flags.ts'
import { HELP } from './tables/common.ts'
import { unplaced } from './unplaced.ts'

/** A program that is called, and what it gets. */
export interface Call {
  argv: readonly string[]
  /** index of the program in `argv` */
  program: number
  /** absolute */
  cwd: string
  /** with the assignments of a leading `env` */
  environment: NodeJS.ProcessEnv
}

/** What is between a program and its command, such as `docker --context x`. */
export interface Globals {
  read: ReadArguments
  /** the commands' words from there on; none where the program is called without one */
  words: readonly Positional[]
}

/**
 * Reads the flags before a command; undefined where they ask for help, or for the version with no command behind it:
 * `docker -v build .` builds.
 */
export function readGlobals(
  { argv }: Call,
  from: number,
  table: FlagTable,
  command: string,
): Globals | undefined {
  const read = readFlags(argv, from, { table, command, interspersed: false })
  if (isOn(read, 'help') || (isOn(read, 'version') && read.positionals.length === 0)) return undefined
  return { read, words: read.positionals }
}

/** The word behind a group of commands, such as `image`; undefined where the group is asked for help. */
export function subcommand(call: Call, group: Positional, command: string): Positional | undefined {
  return readGlobals(call, group.index + 1, HELP, command)?.words[0]
}

export function other({ argv }: Call, name: string): OtherCommand {
  return { kind: 'other', argv, name }
}

/** What every build command says of itself. */
export function buildCommand(
  { argv, cwd, environment }: Call,
  rest: Pick<BuildCommand, 'tool' | 'name' | 'builder' | 'does' | 'flagsAt'> & Partial<BuildCommand>,
): BuildCommand {
  return { kind: 'build', argv, cwd, environment, builds: [], notes: [], ...rest }
}

/** A compose of another make than docker's: refused where it may build, since its files are read in another way. */
export function refuseCompose({ argv }: Call, word: Positional, name: string): void {
  const verb = argv.slice(word.index + 1).find(text => /^(build|up|run|create|watch)$/.test(text))
  if (verb !== undefined) throw unplaced(`${name} ${verb}`, 'what it builds is not understood')
}

/** A command's words, without anything that could be more than that. */
export function named(name: string, ...words: readonly (Positional | undefined)[]): string {
  const plain = words
    .map(word => word?.text)
    .filter(text => text !== undefined && /^[a-z][a-z-]*$/.test(text))
  return [name, ...plain.slice(0, 1)].join(' ')
}
