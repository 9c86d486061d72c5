import type { DockerfileProblem, DockerfileText, Mount, Position } from './dockerfile.ts'

/** What a build needs of one source of files: the main context or a named one. */
export interface PathNeed {
  /** some instruction that is carried out refers to it; else it is not transferred at all */
  used: boolean
  /** everything that the ignore file leaves */
  whole: boolean
  /** FollowPaths: clean, relative, without a leading slash, sorted by bytes; empty where `whole` */
  paths: readonly string[]
}

/** Something that only the build itself could tell, and that may make it take more than is said here. */
export interface PlanUnknown {
  kind: 'frontend' | 'base-variable' | 'base-onbuild' | 'base-workdir'
  /** 0 where it is about the file as a whole */
  line: number
  /** one sentence */
  reason: string
  /** nothing can be said of what the build takes: all that is sent counts as requested */
  everything: boolean
}

/** Where the files of a COPY, ADD or mount come from. */
export type TransferOrigin =
  | { kind: 'context' }
  | { kind: 'stage'; index: number }
  /** a named context that is a local directory; `name` as in the request */
  | { kind: 'named'; name: string }
  /** an image, or a named context that is none of this machine's directories */
  | { kind: 'image'; ref: string }

export interface TransferSource extends Position {
  /** as it is written */
  written: string
  /** cleaned as the frontend cleans it, without the leading slash; '' is the whole of the origin */
  path: string
  /** what was cleaned: variables replaced, quotes gone */
  expanded: string
  /** http, https or git: not a path (ADD) */
  remote: boolean
  /** variables it uses that nothing defines, and that stand for nothing therefore */
  unset: readonly string[]
  /** variables that the base image may define, in it or in the ENV and ARG that it uses */
  fromBase: readonly string[]
}

/**
 * One COPY, ADD or mount of a stage, variables replaced. Mounts are those of all types but secret and ssh: a tmpfs takes
 * no files, and yet its source counts as a path that is needed. A command of ONBUILD stands at the FROM of the child.
 */
export interface Transfer extends Position {
  kind: 'copy' | 'add' | 'mount'
  instruction: 'COPY' | 'ADD' | 'RUN'
  /** the logical line */
  text: string
  /** where `kind` is `mount` */
  mount: Mount | null
  origin: TransferOrigin
  sources: readonly TransferSource[]
  /** heredocs among the sources: they count as sources for where things land */
  inline: number
  /** absolute and clean, in the stage's file system; null where that depends on the base image. Of a mount: its target */
  dest: string | null
  /** it is written with a slash at its end, or is `.` or `..` */
  destIsDirectory: boolean
  exclude: readonly string[]
  parents: boolean
  link: boolean
  /** whether an archive of this machine is unpacked */
  unpack: boolean
  /** the line of the ONBUILD that it comes from, in another stage of this file */
  onbuildLine: number | null
}

export type StageBase =
  | { kind: 'scratch' }
  | { kind: 'stage'; index: number }
  | { kind: 'image'; ref: string }
  /** replaced by, or built on, a named context that is a local directory */
  | { kind: 'named'; name: string }

export interface PlannedStage extends Position {
  index: number
  /** in lower case; null where it has none */
  name: string | null
  base: StageBase
  /** FROM as it is written, without the flags */
  baseWritten: string
  /** the target needs it; of the classic builder: it stands above the target, or is it */
  reachable: boolean
  /** it is the target */
  final: boolean
  /** a named context of its name stands in for it: its instructions are not carried out */
  replaced: boolean
  /** in the order of the file; only of stages that are carried out, so far as the builder carries them out */
  transfers: readonly Transfer[]
  /** variables used in this stage that nothing in it defines though an ARG before the first FROM does */
  undeclared: readonly {
    name: string
    globalLine: number
    instruction: string
    line: number
    column: number
  }[]
  /** secrets and ssh agents its RUN instructions mount, in the order of the file */
  secrets: readonly SecretMount[]
}

/** A mount of type secret or ssh, where its flag stands. */
export interface SecretMount extends Position {
  mount: Mount
  /** what the builder asks for: where the mount names none, that of its target, or `default` for ssh */
  id: string
  /** variables that the base image may define, in the mount or in the ENV and ARG that it uses */
  fromBase: readonly string[]
}

/** What a build of one target does with files, as the frontend computes it with an empty base image. */
export interface BuildPlan {
  text: DockerfileText
  /** -1 where there are no stages */
  target: number
  /** every stage of the file; none where another frontend reads it, and it is no Dockerfile */
  stages: readonly PlannedStage[]
  context: PathNeed
  /** by the name in the request: named contexts that are local directories; unused ones too */
  named: Readonly<Record<string, PathNeed>>
  unknown: readonly PlanUnknown[]
}

/** Either a plan, or what the builder would say: at line 0 where it is about no line. */
export type PlanResult = { plan: BuildPlan } | { problem: DockerfileProblem }

export interface PlanOptions {
  /** default: the last stage */
  target?: string | undefined
  /** values of `--build-arg` */
  buildArgs?: Readonly<Record<string, string>> | undefined
  /** `os/arch[/variant]`, default linux/amd64 */
  platform?: string | undefined
  /** values of `--build-context`; one without a known scheme is a local directory */
  namedContexts?: Readonly<Record<string, string>> | undefined
  /** default: buildkit */
  builder?: 'buildkit' | 'classic' | 'podman' | undefined
}

/** What {@link import('../dockerfile/analyze.ts').analyzeDockerfile} takes beside the text. */
export interface AnalyzeOptions extends PlanOptions {
  /** what errors call the file */
  file?: string | undefined
}

/** What a build of one target takes of its context and of named contexts. */
export interface DockerfileAnalysis {
  /** some instruction that is carried out takes files of the context; else it is not transferred at all */
  usesContext: boolean
  /** everything that the ignore file leaves is transferred */
  wholeContext: boolean
  /**
   * The source paths whose files are transferred: relative, without a leading slash, wildcards as they are, sorted by
   * bytes. Empty where `wholeContext`, or where nothing is used.
   */
  paths: string[]
  /** what only the build itself could tell, one sentence each; the line is part of it, where there is one */
  unknown: string[]
  /** every stage of the file, in order */
  stages: AnalyzedStage[]
  /** by their names in `namedContexts`: those that are local directories, unused ones too */
  named: Record<string, { wholeContext: boolean; paths: string[] }>
}

interface AnalyzedStage {
  /** in lower case; null where it has none */
  name: string | null
  index: number
  /** the target needs it; of the classic builder: it stands above the target, or is it */
  reachable: boolean
  /** it is the target */
  final: boolean
  /** every COPY, ADD and mount that is carried out: none where the stage is not reachable */
  copies: AnalyzedCopy[]
}

interface AnalyzedCopy {
  /** of the instruction; of one that an ONBUILD of another stage gives, that of this stage's FROM */
  line: number
  /** paths as in `paths`, variables replaced, remote addresses left out; '' is everything */
  sources: string[]
  /** the stage (by name or number), named context or image that the files come from; absent for the context */
  from?: string
  /** some source is everything that there is */
  whole: boolean
}
