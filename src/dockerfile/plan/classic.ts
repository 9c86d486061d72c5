import type { BuildPlan, PlanOptions } from '../../model/build-plan.ts'
import type { Command, DockerfileText, Position } from '../../model/dockerfile.ts'
import { lower, quote } from '../go-text.ts'
import { newBuild } from './build.ts'
import { dispatchStage } from './dispatch.ts'
import { plannedStages } from './planned.ts'
import { parsePlatform } from './platform.ts'
import { parseReference, spelledOut } from './reference.ts'
import { NOWHERE, PlanRefusal } from './refusal.ts'
import { triggerOf } from './resolve.ts'
import { expandInFrom } from './stages.ts'
import { type Build, newState, type QueuedCommand, type State } from './state.ts'
import { unknownsOf } from './unknowns.ts'

/**
 * The classic builder carries out every stage up to the target, needed or not, in the order of the file, and has the
 * whole context sent. Named contexts, `# syntax=` and `# check=` are nothing to it. Its parser is BuildKit's. Mirrors
 * moby/moby daemon/builder/dockerfile/builder.go build and dispatchDockerfileWithCancellation.
 */
export function classicPlan(text: DockerfileText, options: PlanOptions): BuildPlan {
  refuseNewFlags(text)
  const build = newBuild(text, { ...options, namedContexts: undefined }, 'classic')
  const target = targetIndex(text, options.target ?? '')
  for (const stage of text.stages.slice(0, target + 1)) {
    const { from } = stage
    if (from.stage !== null && build.byName.has(from.stage))
      throw new PlanRefusal(`${from.stage} stage name already used`, from)
    const platform = from.platform === null ? undefined : platformOf(build, stage)
    const base = expandInFrom(build, stage, from.base, '')
    if (base.text === '') throw new PlanRefusal(`base name (${from.base.text}) should not be blank`, from)
    const state = newState(build, stage, from, base.text)
    state.platform = platform ?? build.targetPlatform
    setBase(build, state)
    state.commands = [
      ...triggersOf(build, state),
      ...stage.commands.map(command => queued(build, command, command)),
    ]
    dispatchStage(build, state)
    build.states.push(state)
    if (from.stage !== null) build.byName.set(from.stage, state)
  }
  if (leavesNothing(build.states[target]!))
    throw new PlanRefusal('No image was generated. Is your Dockerfile empty?', NOWHERE)
  const stages = plannedStages(text, build.states, new Set(build.states), build.states[target]!)
  const named = Object.keys(options.namedContexts ?? {}).map(name => [
    name,
    { used: false, whole: false, paths: [] },
  ])
  const context = { used: true, whole: true, paths: [] }
  return { text, target, stages, context, named: Object.fromEntries(named), unknown: unknownsOf(stages) }
}

/** Flags that the parser of its engines does not know yet [run: Docker 26]. */
function refuseNewFlags({ commands }: DockerfileText): void {
  for (const command of commands) {
    if (command.kind !== 'copy' && command.kind !== 'add') continue
    const flag = command.flags.find(({ name }) => name === 'parents' || name === 'exclude')
    if (flag !== undefined) throw new PlanRefusal(`unknown flag: ${flag.name}`, command)
  }
}

function targetIndex({ stages }: DockerfileText, target: string): number {
  if (target === '') return stages.length - 1
  const index = stages.findIndex(({ from }) => from.stage === lower(target))
  if (index < 0) throw new PlanRefusal(`target stage ${quote(target)} could not be found`, NOWHERE)
  return index
}

function platformOf(build: Build, stage: DockerfileText['stages'][number]) {
  const { from } = stage
  const { text } = expandInFrom(build, stage, from.platform!, 'failed to process arguments for platform : ')
  const platform = parsePlatform(text)
  if ('reason' in platform)
    throw new PlanRefusal(`failed to parse platform ${text}: ${platform.reason}`, from)
  return platform
}

/** Every instruction makes an image, and a target without any is refused. BuildKit makes an empty one [run: Docker 26]. */
function leavesNothing({ base, baseName, commands }: State): boolean {
  return commands.length === 0 && (base === null ? baseName === 'scratch' : leavesNothing(base))
}

/** Names of stages are known without regard to case. Mirrors dispatchers.go getImageOrStage. */
function setBase(build: Build, state: State): void {
  state.base = build.byName.get(lower(state.baseName)) ?? null
  if (state.base !== null) state.origin = { kind: 'stage', index: state.base.stage!.index }
  else if (state.baseName !== 'scratch') setImage(state)
}

function setImage(state: State): void {
  const reference = parseReference(state.baseName)
  if ('reason' in reference) throw new PlanRefusal(reference.reason, state.at)
  state.origin = { kind: 'image', ref: spelledOut(reference) }
  state.scope.openBase = true
  state.scope.workdirKnown = false
}

/** Mirrors dispatchers.go dispatchTriggeredOnBuild. */
function triggersOf(build: Build, state: State): QueuedCommand[] {
  const triggers: QueuedCommand[] = []
  for (const { command } of state.base?.commands ?? []) {
    const kept = triggerOf(build, state, command)
    if (kept === undefined) continue
    const trigger = { onbuildLine: command.line, from: state.at }
    triggers.push(Object.assign(queued(build, kept, state.at), { trigger }))
  }
  return triggers
}

/** Where files come from is asked when the command's turn has come: what stands above it is refused first. */
function queued(build: Build, command: Command, at: Position): QueuedCommand {
  const from = command.kind === 'copy' ? (command.from?.text ?? '') : ''
  return {
    command,
    trigger: null,
    get sources() {
      return from === '' ? [] : [sourceOf(build, from, at)]
    },
  }
}

const IMAGE_ID = /^(?:sha256:)?[a-f0-9]{64}$/

/** Only stages that are done are known; any other name is an image. Mirrors evaluator.go stagesBuildResults.get. */
function sourceOf(build: Build, from: string, at: Position): State {
  const stage = build.byName.get(lower(from))
  if (stage !== undefined) return stage
  const isNumber = /^[+-]?[0-9]+$/.test(from) && Number.isSafeInteger(Number(from))
  if (!isNumber) return imageSource(build, from, at)
  const found = build.states[Number(from)]
  if (found !== undefined) return found
  const isCurrent = Number(from) === build.states.length
  const what = isCurrent ? 'refers to current build stage' : 'index out of bounds'
  throw new PlanRefusal(`invalid from flag value ${from}: ${what}`, at)
}

function imageSource(build: Build, from: string, at: Position): State {
  const reference = parseReference(from)
  const isWrong = 'reason' in reference && !IMAGE_ID.test(from)
  if (isWrong) throw new PlanRefusal(`invalid from flag value ${from}: ${reference.reason}`, at)
  const image = newState(build, null, at, from)
  image.origin = { kind: 'image', ref: 'reason' in reference ? from : spelledOut(reference) }
  return image
}
