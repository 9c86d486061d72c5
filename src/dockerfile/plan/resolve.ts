import type { Command, Position } from '../../model/dockerfile.ts'
import { quote } from '../go-text.ts'
import { enqueue } from './dependencies.ts'
import type { NamedContext } from './named-contexts.ts'
import { parseReference, spelledOut } from './reference.ts'
import { PlanRefusal } from './refusal.ts'
import type { Build, QueuedCommand, State } from './state.ts'

/**
 * All that the target needs: what it is built on, what its commands take files from, and so on; with the commands
 * that ONBUILD gives them. Every base must have a possible name, needed or not. Mirrors moby/buildkit
 * frontend/dockerfile/dockerfile2llb/convert.go resolveStages, which goes round until nothing is added.
 */
export function reachableStates(build: Build, target: State): Set<State> {
  for (const state of build.states) checkBase(state)
  const reachable = new Set([target])
  for (const state of reachable) {
    resolve(build, state)
    const known = build.states.length
    addTriggers(build, state)
    for (const added of build.states.slice(known)) checkBase(added)
    if (state.base !== null) reachable.add(state.base)
    for (const source of state.dependencies.keys()) reachable.add(source)
  }
  return reachable
}

/** Mirrors convert.go resolveBaseImage for stages that are not needed. */
function checkBase(state: State): void {
  if (state.base !== null || isScratch(state)) return
  const reference = parseReference(state.baseName)
  if ('reason' in reference) {
    const what = `failed to parse stage name ${quote(state.baseName)}`
    throw new PlanRefusal(`${what}: ${reference.reason}`, state.at)
  }
  state.origin = { kind: 'image', ref: spelledOut(reference) }
  state.scope.openBase = true
}

function isScratch(state: State): boolean {
  return state.baseName === 'scratch' && state.replacedBy === null
}

/** Mirrors convert.go resolveBaseImage for stages that are needed. */
function resolve(build: Build, state: State): void {
  if (state.base !== null) {
    state.origin = { kind: 'stage', index: state.base.stage!.index }
    return
  }
  if (state.stage === null || state.replacedBy !== null) state.dispatched = true
  if (isScratch(state)) {
    state.platform = build.targetPlatform
    return
  }
  const image = state.origin.kind === 'image' ? state.origin.ref : state.baseName
  const context = state.replacedBy ?? build.contexts.find(image, state.at)
  if (context?.local !== true || state.replacedBy === null) state.platform ??= build.targetPlatform
  if (context !== undefined) stand(state, context, state.at)
  else state.scope.workdirKnown = false
}

/** A named context stands in for a stage or an image. Mirrors moby/buildkit frontend/dockerui/namedcontext.go load. */
function stand(state: State, context: NamedContext, at: Position): void {
  if (context.local) {
    state.origin = { kind: 'named', name: context.name }
    state.scope.openBase = false
    return
  }
  const [, image] = /^docker-image:(?:\/\/)?(.*)$/s.exec(context.value) ?? []
  if (image === 'scratch') {
    state.origin = { kind: 'scratch' }
    state.scope.openBase = false
    return
  }
  const reference = image === undefined ? undefined : parseReference(image)
  if (reference !== undefined && 'reason' in reference) throw new PlanRefusal(reference.reason, at)
  state.origin = { kind: 'image', ref: reference === undefined ? context.value : spelledOut(reference) }
  const isImage = image !== undefined || /^(?:oci-layout|target|input):/.test(context.value)
  state.scope.openBase = isImage
  state.scope.workdirKnown = !isImage
}

/** Mirrors convert.go initOnBuildTriggers. ONBUILD of a base that is replaced counts all the same. */
function addTriggers(build: Build, state: State): void {
  if (state.base === null || state.hasTriggers) return
  state.hasTriggers = true
  const triggers: QueuedCommand[] = []
  for (const { command } of state.base.commands) {
    const trigger = triggerOf(build, state, command)
    if (trigger === undefined) continue
    triggers.push(enqueue(build, state, trigger, state.at, { onbuildLine: command.line, from: state.at }))
  }
  if (triggers.length > 0) state.commands = [...triggers, ...state.commands]
}

/** What one command costs of the allowance, however small it is: ONBUILD can make many of few. */
const TRIGGER_COST = 256

/** The command that an ONBUILD keeps for the child; undefined for any other command. */
export function triggerOf(build: Build, child: State, command: Command): Command | undefined {
  if (command.kind !== 'onbuild') return undefined
  const { trigger } = command
  if (!('kind' in trigger)) throw new PlanRefusal(trigger.reason, child.at)
  build.allowance.left -= TRIGGER_COST
  if (build.allowance.left < 0)
    throw new PlanRefusal('too much to expand: ONBUILD makes too many commands', child.at)
  return trigger
}
