import type { Command, CopyCommand, Position, RunCommand } from '../../model/dockerfile.ts'
import { csvFields } from '../csv.ts'
import { expandWord } from '../expand/index.ts'
import { lower } from '../go-text.ts'
import { PlanRefusal } from './refusal.ts'
import { addState, findStage } from './stages.ts'
import { type Build, newState, type QueuedCommand, type State } from './state.ts'

/** Mirrors moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go buildStageDependencyGraph. */
export function addDependencies(build: Build): void {
  const stages = [...build.states]
  for (const state of stages) {
    state.commands = state.stage!.commands.map(command => enqueue(build, state, command, command, null))
  }
  refuseCircles(build.states)
  const [only, ...others] = build.states
  if (others.length === 0) only!.label = ''
}

/** Mirrors convert.go toCommand. What is no stage becomes a state of its own, once for every time it is named. */
export function enqueue(
  build: Build,
  state: State,
  command: Command,
  at: Position,
  trigger: QueuedCommand['trigger'],
): QueuedCommand {
  const sources = sourcesOf(build, command, at)
  for (const source of sources) state.dependencies.set(source, command)
  return { command, sources, trigger }
}

function sourcesOf(build: Build, command: Command, at: Position): State[] {
  if (command.kind === 'copy' && command.from !== null && command.from.text !== '')
    return [copySource(build, command, command.from.text, at)]
  if (command.kind === 'run') return mountSources(build, command, at)
  return []
}

const INTEGER = /^[+-]?[0-9]+$/

function copySource(build: Build, command: CopyCommand, from: string, at: Position): State {
  const lexer = { escape: build.text.directives.escape }
  const expanded = expandWord(from, () => undefined, lexer, build.allowance)
  if ('reason' in expanded) throw new PlanRefusal(expanded.reason, at)
  if (expanded.text !== from) {
    const hint = 'define a new stage with FROM using ARG from global scope as a workaround'
    throw new PlanRefusal(`variable expansion is not supported for --from, ${hint}`, at)
  }
  if (!INTEGER.test(from) || !Number.isSafeInteger(Number(from)))
    return findStage(build, from) ?? unregistered(build, from, command)
  const index = Number(from)
  const state = build.states[index]
  if (state === undefined) throw new PlanRefusal(`invalid stage index ${index}`, at)
  return state
}

/** Every mount has one, whatever its type: a stage called scratch stands in where it names none. */
function mountSources(build: Build, { mounts }: RunCommand, at: Position): State[] {
  return mounts.map(({ text }) => {
    const from = mountFrom(text) || 'scratch'
    return findStage(build, from) ?? unregistered(build, from, at)
  })
}

/** The last `from=`, before any variable is known. */
function mountFrom(text: string): string {
  const field = csvFields(text).findLast(field => lower(field).startsWith('from='))
  return field?.slice('from='.length) ?? ''
}

function unregistered(build: Build, name: string, at: Position): State {
  const state = newState(build, null, at, name)
  addState(build, state)
  return state
}

/**
 * A circle of COPY and mounts; bases can't make one. Without recursion, however long the row of stages. Mirrors
 * validations.go validateCircularDependency.
 */
function refuseCircles(states: readonly State[]): void {
  const visited = new Set<State>()
  for (const root of states) {
    if (visited.has(root)) continue
    const path = [entered(root)]
    const onPath = new Set([root])
    visited.add(root)
    let first: Command | undefined
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const next = step.rest.next()
      if (next.done === true) {
        onPath.delete(step.state)
        path.pop()
        continue
      }
      const [dependency, command] = next.value
      if (step.state === root) first = command
      if (onPath.has(dependency))
        throw new PlanRefusal(`circular dependency detected on stage: ${root.label}`, first!)
      if (visited.has(dependency)) continue
      visited.add(dependency)
      onPath.add(dependency)
      path.push(entered(dependency))
    }
  }
}

function entered(state: State): { state: State; rest: Iterator<[State, Command]> } {
  return { state, rest: state.dependencies[Symbol.iterator]() }
}
