import type { Files } from './files.ts'

/** Whose reading of the ignore file and of the context counts. Profiles P1, P3 and P5 of docs/SEMANTICS.md 10.1. */
export type Builder = 'buildkit' | 'classic' | 'podman'

export const BUILDERS: readonly Builder[] = ['buildkit', 'classic', 'podman']

/** The Dockerfile that a build would read. */
export type DockerfileSource =
  /** `given` is how the user wrote it, where it was named */
  | { kind: 'file'; file: string; given?: string }
  /** its text stands in a compose or bake file; `label` is what reports call it, `line` where its first line stands there */
  | { kind: 'inline'; text: string; label: string; line?: number }
  /** named, or of a default name, and the builder would not take it: it does not build */
  | { kind: 'refused'; file: string; reason: string; hint: string }
  /** none was named and none of the default name lies in the context */
  | { kind: 'none' }

/** Who says that this is built. */
export interface RequestOrigin {
  kind: 'flags' | 'api' | 'discovered' | 'compose' | 'bake' | 'command'
  /** such as `compose.yaml, service api` */
  label: string
}

/** What a command line says of a build, beyond what is taken. */
export interface CommandFacts {
  /** such as `docker buildx build` */
  name: string
  /** values of `--cache-to`, as they were given */
  cacheTo: readonly string[]
  /** options of another tool that this one refuses, such as `--export-cache` for docker */
  foreign: readonly string[]
}

/** What somebody is about to build. Directories and files are absolute paths. */
export interface BuildRequest {
  /**
   * `dir` is the context root after its links were followed; `given` is how the user wrote it. `files` is where all
   * paths of the request lie; absent means this machine.
   */
  context: { kind: 'directory'; dir: string; given?: string; files?: Files }
  dockerfile: DockerfileSource
  /** an ignore file that was named in place of the one the builder would find */
  ignoreFile?: string
  builder: Builder
  /** the stage to build; absent means the last one */
  target?: string
  /** values of `--build-arg`; one without a value anywhere is not passed */
  buildArgs?: Readonly<Record<string, string>>
  /** those of builds that are the same in all else: they change nothing of what is taken */
  otherArgs?: readonly Readonly<Record<string, string>>[]
  /** `os/arch[/variant]`; absent means linux/amd64 */
  platform?: string
  /** values of `--build-context`: an absolute directory, or a reference with a scheme, as the builder gets it */
  namedContexts?: Readonly<Record<string, string>>
  /** the context is this named context of the build, in place of its main one */
  named?: string
  /** ids of the secrets that the build is given, where a command, a compose or a bake file says so */
  secrets?: readonly string[]
  /** ids of the ssh agents and keys that it is given, where one of them says so */
  ssh?: readonly string[]
  /** what a command line says of the build besides; absent where there is none */
  command?: CommandFacts
  origin: RequestOrigin
}

/** Where the Dockerfile lies on disk; undefined for one that is inline or not there. */
export function dockerfilePath(source: DockerfileSource): string | undefined {
  return source.kind === 'file' || source.kind === 'refused' ? source.file : undefined
}
