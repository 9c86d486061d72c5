import type { StageText, Word } from '../../model/dockerfile.ts'
import { type Expanded, expandWord } from '../expand/index.ts'
import { lower, quote } from '../go-text.ts'
import { suggestion } from '../suggest.ts'
import { parsePlatform } from './platform.ts'
import { NOWHERE, PlanRefusal } from './refusal.ts'
import { type Build, newState, type State } from './state.ts'

/** Mirrors moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go buildDispatchStates. */
export function addStages(build: Build): void {
  for (const stage of build.text.stages) {
    const { from } = stage
    const base = expandInFrom(build, stage, from.base, '')
    if (base.text === '') throw new PlanRefusal(`base name (${from.base.text}) should not be blank`, from)
    const state = newState(build, stage, from, base.text)
    if (from.platform !== null) setPlatform(build, state, stage, from.platform)
    if (from.stage !== null) state.replacedBy = build.contexts.find(from.stage, from) ?? null
    if (from.stage === null) state.label = `stage-${stage.index}`
    addState(build, state)
    if (state.replacedBy !== null) state.base = null
  }
}

/** Names are in lower case; a base is looked for as it is written. Mirrors convert.go addState. */
export function addState(build: Build, state: State): void {
  build.states.push(state)
  state.base = build.byName.get(state.baseName) ?? null
  const name = state.stage?.from.stage ?? null
  if (name !== null) build.byName.set(name, state)
}

export function findStage(build: Build, name: string): State | undefined {
  return build.byName.get(lower(name))
}

/** Mirrors convert.go resolveTarget. */
export function targetState(build: Build): State {
  const { target = '' } = build.options
  if (target === '') return build.states.at(-1)!
  const found = findStage(build, target)
  if (found !== undefined) return found
  const hint = suggestion(
    target,
    build.states.map(state => state.label),
    true,
  )
  throw new PlanRefusal(`target stage ${quote(target)} could not be found${hint}`, NOWHERE)
}

export function expandInFrom(build: Build, { from }: StageText, word: Word, context: string): Expanded {
  const lexer = { escape: build.text.directives.escape }
  const expanded = expandWord(word.text, name => build.globals.get(name), lexer, build.allowance)
  if ('reason' in expanded) throw new PlanRefusal(context + expanded.reason, from)
  for (const name of expanded.unset)
    if (!build.globalLines.has(name)) build.lint.warn('UndefinedArgInFrom', from, from.comments)
  return expanded
}

function setPlatform(build: Build, state: State, stage: StageText, word: Word): void {
  const expanded = expandInFrom(build, stage, word, 'failed to process arguments for platform : ')
  const { from } = stage
  const hint = () => suggestedArgument(build, expanded)
  if (expanded.text === '')
    throw new PlanRefusal(`empty platform value from expression ${word.text}${hint()}`, from)
  const platform = parsePlatform(expanded.text)
  if ('reason' in platform)
    throw new PlanRefusal(`failed to parse platform ${word.text}: ${platform.reason}${hint()}`, from)
  state.platform = platform
  if (!build.lint.counts) return
  const { used, unset, text } = expanded
  const onlyTarget = used.size === 1 && unset.size === 0 && used.has('TARGETPLATFORM')
  if (onlyTarget && text === build.globals.get('TARGETPLATFORM'))
    build.lint.warn('RedundantTargetPlatform', from, from.comments)
  const name = from.stage ?? ''
  const constant = used.size === 0 && unset.size === 0
  if (constant && !name.includes(platform.os) && !name.includes(platform.arch))
    build.lint.warn('FromPlatformFlagConstDisallowed', from, from.comments)
}

function suggestedArgument(build: Build, { unset }: Expanded): string {
  for (const name of unset) {
    const hint = suggestion(name, [...build.globals.keys()], true)
    if (hint !== '') return hint
  }
  return ''
}
