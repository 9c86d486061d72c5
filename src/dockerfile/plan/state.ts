import type { PlannedStage, PlanOptions, StageBase, Transfer } from '../../model/build-plan.ts'
import type { Command, DockerfileText, Position, StageText } from '../../model/dockerfile.ts'
import type { Builder } from '../../model/request.ts'
import type { Allowance } from '../expand/index.ts'
import type { Lint } from './lint.ts'
import type { NamedContext, NamedContexts } from './named-contexts.ts'
import type { Platform } from './platform.ts'
import { type Value, Variables } from './variables.ts'

/** One command in line, with the stages that its files come from. */
export interface QueuedCommand {
  command: Command
  /** of COPY: its `--from`, where there is one; of RUN: one for each mount */
  sources: readonly State[]
  /** of a command that an ONBUILD of the base gives */
  trigger: { onbuildLine: number; from: Position } | null
}

/**
 * A stage, or an image or named context that only a COPY or a mount names. Mirrors moby/buildkit
 * frontend/dockerfile/dockerfile2llb/convert.go dispatchState.
 */
export interface State {
  /** null where it is no stage of the file */
  stage: StageText | null
  at: Position
  /** what it is built on, variables replaced */
  baseName: string
  /** as messages call it */
  label: string
  platform: Platform | null
  /** the stage of this file that it is built on */
  base: State | null
  /** stands in for the stage */
  replacedBy: NamedContext | null
  /** what it is, or is built on, once that was looked up */
  origin: StageBase
  /** the files that it begins with are those of a named local context: what of them is needed */
  needs: Set<string>
  /** stages whose files its commands take, and the last command that does */
  dependencies: Map<State, Command>
  commands: readonly QueuedCommand[]
  hasTriggers: boolean
  dispatched: boolean
  scope: Scope
  /** its files come from these too */
  uses: Set<State>
  usesContext: boolean
  transfers: Transfer[]
  secrets: PlannedStage['secrets'][number][]
  undeclared: PlannedStage['undeclared'][number][]
}

/** What commands leave behind for those after them, and for stages that are built on this one. */
export interface Scope {
  variables: Variables
  /** what the stage's ARGs are called, valued or not */
  declared: Variables
  workdir: string
  /** false while it depends on the base image */
  workdirKnown: boolean
  /** some WORKDIR stands in the file */
  workdirSet: boolean
  /** some SHELL stands in the file */
  shellSet: boolean
  /** the base image may define variables that nobody knows */
  openBase: boolean
  os: string
}

/** All that one conversion knows. Mirrors convert.go dispatchContext. */
export interface Build {
  builder: Builder
  text: DockerfileText
  options: PlanOptions
  buildArgs: ReadonlyMap<string, string>
  /** values of `--build-arg` that every word knows, declared or not */
  implicit: ReadonlyMap<string, string>
  /** platform arguments and every ARG before the first FROM that has a value */
  globals: ReadonlyMap<string, string>
  /** names of ARGs before the first FROM, with their lines */
  globalLines: ReadonlyMap<string, number>
  targetPlatform: Platform
  contexts: NamedContexts
  states: State[]
  byName: Map<string, State>
  contextPaths: Set<string>
  lint: Lint
  allowance: Allowance
}

export function newState(build: Build, stage: StageText | null, at: Position, baseName: string): State {
  return {
    stage,
    at,
    baseName,
    label: stage?.from.stage ?? '',
    platform: null,
    base: null,
    replacedBy: null,
    origin: { kind: 'scratch' },
    needs: new Set(),
    dependencies: new Map(),
    commands: [],
    hasTriggers: false,
    dispatched: false,
    scope: emptyScope(build),
    uses: new Set(),
    usesContext: false,
    transfers: [],
    secrets: [],
    undeclared: [],
  }
}

/** `docker build` and `podman build` differ on what goes first, and on what a stage inherits. */
function emptyScope({ builder, targetPlatform }: Build): Scope {
  const precedence = { envFirst: builder !== 'buildkit', inheritsArgs: builder !== 'classic' }
  return {
    variables: new Variables(precedence),
    declared: new Variables(precedence),
    workdir: '/',
    workdirKnown: true,
    workdirSet: false,
    shellSet: false,
    openBase: false,
    os: targetPlatform.os,
  }
}

export function plain(text: string): Value {
  return { text, fromBase: [] }
}
