import type { Builder } from '../../model/request.ts'
import type { BakeOptions } from '../bake/builds.ts'
import type { ComposeOptions } from '../compose/options.ts'

/** By whose grammar a command line is read. */
export type Tool = 'docker' | 'buildx' | 'bake' | 'compose' | 'podman' | 'buildah' | 'nerdctl'

/** A command line as it is understood; `argv` is never changed. */
export type Command = BuildCommand | OtherCommand

/** A command that builds nothing, or of which nobody can tell whether it does. */
export interface OtherCommand {
  kind: 'other'
  argv: readonly string[]
  /** such as `docker push` or `make` */
  name: string
  /**
   * it names a program that builds, which it may run in a way that nobody can follow: `sh -c "docker build ."`; worth a
   * word to everybody, where any other such command is worth one only under `-v`
   */
  mayBuild?: true
}

export interface BuildCommand {
  kind: 'build'
  tool: Tool
  /** such as `docker buildx build` */
  name: string
  argv: readonly string[]
  /** absolute */
  cwd: string
  /** what the command gets, with the assignments of a leading `env` */
  environment: NodeJS.ProcessEnv
  /** whose reading of the context and of its ignore file counts */
  builder: Builder
  /** one for a command that names its context; none for compose and bake, whose files say what is built */
  builds: readonly CommandBuild[]
  /** what compose or bake is asked for, as their readers take it; absent for every other command */
  project?: { kind: 'compose'; options: ComposeOptions } | { kind: 'bake'; options: BakeOptions }
  /**
   * - `build`: it builds
   * - `maybe`: it builds only what is missing (`docker compose up`)
   * - `check`: it looks at the Dockerfile and builds nothing, though the builder may ask for parts of the context
   * - `print`: it prints what would be built, and no context is sent
   */
  does: 'build' | 'maybe' | 'check' | 'print'
  /** what is worth saying of how the command was understood, one sentence each */
  notes: readonly string[]
  /** index in `argv` of the first argument behind the command's words: where flags may be put in */
  flagsAt: number
  /** index of the `--` behind which flags are none, where there is one */
  dashes?: number
}

/** An argument, or the part of it, that says something. */
export interface ArgumentPlace {
  /** index in `argv` */
  index: number
  /** offset of the value in that argument: 0 where it is the argument, 7 in `--file=Dockerfile` */
  offset: number
}

/** Where the files come from that a build may take. */
export type CommandContext =
  /** `given` as it was written, relative to the working directory; without a place where the tool's default counts */
  | { kind: 'directory'; given: string; at?: ArgumentPlace }
  /** an archive, or a Dockerfile and no context at all: only what arrives on stdin can tell */
  | { kind: 'stdin'; at: ArgumentPlace }
  /** fetched by the builder; `text` without credentials */
  | { kind: 'remote'; protocol: 'git' | 'http'; text: string; at: ArgumentPlace }
  /** an empty one, which the tool makes itself */
  | { kind: 'none' }

/** Which Dockerfile a command names. */
export type CommandDockerfile =
  /** relative to the working directory; podman looks in the context too, and reads several one after the other */
  | { kind: 'files'; given: readonly string[]; at?: ArgumentPlace }
  | { kind: 'stdin'; at: ArgumentPlace }
  /** fetched by the tool; `text` without credentials */
  | { kind: 'remote'; text: string; at: ArgumentPlace }
  /** the one that the builder finds in the context */
  | { kind: 'default' }

/** A secret that a command gives to a build; its value is looked at by nobody here. */
export interface CommandSecret {
  id: string
  /** a file, relative to the working directory, or a variable of the environment */
  source: { kind: 'file'; path: string } | { kind: 'env'; name: string }
  /** whether that file or variable exists; a tool refuses a file that does not */
  exists: boolean
}

/** One build of one context as a command line says it. */
export interface CommandBuild {
  context: CommandContext
  dockerfile: CommandDockerfile
  target?: string
  /** values of the environment included; one that has none is not passed */
  buildArgs: Readonly<Record<string, string>>
  secrets: readonly CommandSecret[]
  /** ids */
  ssh: readonly string[]
  /** as given: a directory relative to the working directory, or a reference with a scheme */
  namedContexts: Readonly<Record<string, string>>
  /** as given; several are separated by commas */
  platform?: string
  /** podman's `--ignorefile`, relative to the working directory */
  ignoreFile?: string
  /** values of `--cache-to`, as given */
  cacheTo: readonly string[]
  /** options of another tool, which this one refuses: `--export-cache` for docker */
  foreign: readonly string[]
  /** values of `--output`, as given */
  output: readonly string[]
}
