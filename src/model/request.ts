/** Whose reading of the ignore file and of the context counts. Profiles P1, P3 and P5 of docs/SEMANTICS.md 10.1. */
export type Builder = 'buildkit' | 'classic' | 'podman'

export const BUILDERS: readonly Builder[] = ['buildkit', 'classic', 'podman']

/** The Dockerfile that a build would read. */
export type DockerfileSource =
  /** `given` is how the user wrote it, where it was named */
  | { kind: 'file'; file: string; given?: string }
  /** named, or of a default name, and the builder would not take it: it does not build */
  | { kind: 'refused'; file: string; reason: string; hint: string }
  /** none was named and none of the default name lies in the context */
  | { kind: 'none' }

/** What somebody is about to build. Directories and files are absolute paths. */
export interface BuildRequest {
  /** `dir` is the context root after its links were followed; `given` is how the user wrote it. */
  context: { kind: 'directory'; dir: string; given?: string }
  dockerfile: DockerfileSource
  /** an ignore file that was named in place of the one the builder would find */
  ignoreFile?: string
  builder: Builder
  origin: { kind: 'flags' | 'api'; label: string }
}
