import type { BuildPlan, PlanOptions } from '../../model/build-plan.ts'
import type { Command, DockerfileText, Position, StageText } from '../../model/dockerfile.ts'
import { expandWord } from '../expand/index.ts'
import { quote } from '../go-text.ts'
import { newBuild } from './build.ts'
import { dispatchStage } from './dispatch.ts'
import type { NamedContext } from './named-contexts.ts'
import { neededFiles } from './needs.ts'
import { plannedStages } from './planned.ts'
import { parsePlatform } from './platform.ts'
import { readPodmanMount } from './podman-mount.ts'
import { NOWHERE, PlanRefusal } from './refusal.ts'
import { triggerOf } from './resolve.ts'
import { expandInFrom } from './stages.ts'
import { type Build, newState, type QueuedCommand, type State } from './state.ts'
import { unknownsOf } from './unknowns.ts'

/**
 * Buildah, which podman builds with. It reads the context where it lies, at each COPY, and skips stages that the target
 * does not need. Mirrors containers/buildah imagebuildah/executor.go Build and openshift/imagebuilder builder.go.
 *
 * What it does otherwise than BuildKit, and is done so here: names of stages and of named contexts are compared as
 * they are written, a stage without a name is called by its number, `--target` may be a number, `--from` may have
 * variables, ENV goes before ARG, proxies need no ARG. What is not: its own, older parser and word expansion (what
 * BuildKit refuses is refused), and what it refuses beyond that.
 */
export function podmanPlan(text: DockerfileText, options: PlanOptions): BuildPlan {
  const build = newBuild(text, options, 'podman')
  const target = targetIndex(text, options.target ?? '')
  for (const stage of text.stages.slice(0, target + 1)) addStage(build, stage)
  const { states } = build
  const reachable = needed(states[target]!)
  for (const state of states) if (reachable.has(state)) dispatchStage(build, state)
  const stages = plannedStages(text, states, reachable, states[target]!)
  const needs = neededFiles(build, states[target]!)
  return { text, target, stages, ...needs, unknown: unknownsOf(stages) }
}

function nameOf({ from, index }: StageText): string {
  return from.words[2]?.text ?? String(index)
}

/** Mirrors imagebuilder builder.go ThroughTarget. */
function targetIndex({ stages }: DockerfileText, target: string): number {
  if (target === '') return stages.length - 1
  const named = stages.findLastIndex(stage => nameOf(stage) === target)
  if (named >= 0) return named
  const index = /^[+-]?[0-9]+$/.test(target) ? Number(target) : -1
  if (stages[index] !== undefined) return index
  throw new PlanRefusal(`the target ${quote(target)} was not found in the provided Dockerfile`, NOWHERE)
}

function addStage(build: Build, stage: StageText): void {
  const { from } = stage
  const base = expandInFrom(build, stage, from.base, '').text
  if (base === '') throw new PlanRefusal(`base name (${from.base.text}) should not be blank`, from)
  const state = newState(build, stage, from, base)
  const platform = from.platform === null ? undefined : expandInFrom(build, stage, from.platform, '').text
  const parsed = platform === undefined ? undefined : parsePlatform(platform)
  state.platform = parsed === undefined || 'reason' in parsed ? build.targetPlatform : parsed
  const context = contextOf(build, base)
  state.base = context === undefined ? (build.byName.get(base) ?? null) : null
  if (state.base !== null) state.origin = { kind: 'stage', index: state.base.stage!.index }
  else if (base !== 'scratch') setOrigin(state, context)
  build.states.push(state)
  build.byName.set(nameOf(stage), state)
  const triggers = (state.base?.commands ?? []).flatMap(({ command }) => triggered(build, state, command))
  state.commands = [...triggers, ...stage.commands.map(command => enqueue(build, state, command, command))]
}

function contextOf({ contexts }: Build, name: string): NamedContext | undefined {
  return contexts.all.find(context => context.name === name)
}

/** A name that is neither a stage nor a named context is an image, whatever it looks like. */
function setOrigin(state: State, context: NamedContext | undefined): void {
  if (context?.local === true) {
    state.origin = { kind: 'named', name: context.name }
    return
  }
  state.origin = { kind: 'image', ref: context?.value ?? state.baseName }
  state.scope.openBase = true
  state.scope.workdirKnown = false
}

/** Mirrors imagebuilder builder.go FromImage. */
function triggered(build: Build, state: State, command: Command): QueuedCommand[] {
  const kept = triggerOf(build, state, command)
  if (kept === undefined) return []
  const trigger = { onbuildLine: command.line, from: state.at }
  return [{ ...enqueue(build, state, kept, state.at), trigger }]
}

function enqueue(build: Build, state: State, command: Command, at: Position): QueuedCommand {
  const names =
    command.kind === 'copy'
      ? [expandFrom(build, command.from?.text ?? '', at)].filter(from => from !== '')
      : command.kind === 'run'
        ? command.mounts.map(({ text }) => readPodmanMount(text, word => word).from ?? '')
        : []
  const sources = names.map(name => sourceOf(build, state, name, at, command.kind === 'copy'))
  for (const source of sources) state.dependencies.set(source, command)
  return { command, sources, trigger: null }
}

/** With arguments of the whole file: those of the stage are not known yet, nor are they to buildah. */
function expandFrom(build: Build, text: string, at: Position): string {
  const lexer = { escape: build.text.directives.escape }
  const lookup = (name: string) => build.buildArgs.get(name) ?? build.globals.get(name)
  const expanded = expandWord(text, lookup, lexer, build.allowance)
  if ('reason' in expanded) throw new PlanRefusal(expanded.reason, at)
  return expanded.text
}

/** Stages above this one; of COPY by their number too. Mirrors stage_executor.go performCopy. */
function sourceOf(build: Build, state: State, name: string, at: Position, byNumber: boolean): State {
  const index = byNumber && /^[+-]?[0-9]+$/.test(name) ? Number(name) : -1
  const numbered = build.states[index]
  const found = contextOf(build, name) === undefined ? (build.byName.get(name) ?? numbered) : undefined
  if (found !== undefined && found !== state) return found
  const source = newState(build, null, at, name)
  source.dispatched = true
  if (name !== '' && name !== 'scratch') setOrigin(source, contextOf(build, name))
  return source
}

/** Mirrors executor.go markDependencyStagesForTarget. */
function needed(target: State): Set<State> {
  const reachable = new Set([target])
  for (const state of reachable) {
    if (state.base !== null) reachable.add(state.base)
    for (const source of state.dependencies.keys()) reachable.add(source)
  }
  return reachable
}
