import type { Command } from '../../model/dockerfile.ts'
import { expandToWords } from '../expand/index.ts'
import { trimSpace } from '../go-text.ts'
import { carryOutClassic } from './classic-commands.ts'
import { carryOutCopy } from './copy.ts'
import { isAbsolute, normalizePath } from './paths.ts'
import { readPort } from './ports.ts'
import { PlanRefusal } from './refusal.ts'
import { carryOutRun } from './run.ts'
import { isSignal } from './signals.ts'
import type { Build, State } from './state.ts'
import { carryOutArg, carryOutEnv, payForPath, replaced, type Step, variable } from './step.ts'

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Carries out the commands of one stage. Mirrors moby/buildkit dockerfile2llb/convert.go dispatchStages. */
export function dispatchStage(build: Build, state: State): void {
  inherit(build, state)
  state.dispatched = true
  const seen = new Set<string>()
  for (const queued of state.commands) {
    const { command, trigger } = queued
    const at = trigger?.from ?? command
    const comments = trigger === null ? command.comments : []
    const step: Step = { build, state, scope: state.scope, queued, command, at, comments }
    carryOut(step, command)
    if (build.lint.counts) warnOf(step, command, seen)
  }
}

/** Mirrors convert.go init, and what dispatchStages does before the first command. */
function inherit(build: Build, state: State): void {
  const { base } = state
  if (base !== null) {
    const { variables, declared, ...rest } = base.scope
    state.platform = base.platform
    state.needs = base.needs
    state.uses.add(base)
    state.scope = { ...rest, variables: variables.inherited(), declared: declared.inherited() }
  }
  // a directory in place of a stage is of no platform, and what is built on it not of the target's either
  if (base === null) state.platform ??= build.targetPlatform
  const { scope } = state
  scope.os = state.platform?.os ?? 'linux'
  const fromBase = scope.openBase ? ['PATH'] : []
  const isMissing = scope.variables.get('PATH') === undefined && scope.os !== 'windows'
  if (isMissing) scope.variables.setEnv('PATH', { text: DEFAULT_PATH, fromBase })
}

function carryOut(step: Step, command: Command): void {
  if (step.build.builder === 'classic' && carryOutClassic(step, command)) return
  if (command.kind === 'arg') carryOutArg(step, command)
  else if (command.kind === 'env') carryOutEnv(step, command)
  else if (command.kind === 'copy' || command.kind === 'add') carryOutCopy(step, command)
  else if (command.kind === 'run') carryOutRun(step, command)
  else if (command.kind === 'workdir') carryOutWorkdir(step, command)
  else if (command.kind === 'other') carryOutOther(step, command)
}

/** Mirrors convert.go dispatchWorkdir. */
function carryOutWorkdir(step: Step, command: Command & { kind: 'workdir' }): void {
  const { scope, build, at, comments } = step
  const { text } = replaced(step, command.path.text, command.path)
  if (!scope.workdirSet && !isAbsolute(text, scope.os)) build.lint.warn('WorkdirRelativePath', at, comments)
  scope.workdirSet = true
  const path = normalizePath(scope.workdir, text, scope.os, false)
  if ('reason' in path)
    throw new PlanRefusal(`normalizing workdir: normalizing working directory: ${path.reason}`, at)
  payForPath(step, path.path)
  scope.workdir = path.path
  scope.workdirKnown ||= isAbsolute(text, scope.os)
}

/** Commands that say nothing of files: what the frontend refuses in them. */
function carryOutOther(step: Step, command: Command): void {
  switch (command.name) {
    case 'LABEL':
      for (const { text, ...place } of command.words) expandLabel(step, text, place)
      return
    case 'USER':
      replaced(step, command.words[0]!.text, command.words[0]!)
      return
    case 'STOPSIGNAL': {
      const { text } = replaced(step, command.words[0]!.text, command.words[0]!)
      if (!isSignal(text)) throw new PlanRefusal(`invalid signal: ${text}`, step.at)
      return
    }
    case 'VOLUME': {
      const volumes = command.words.map(word => replaced(step, trimSpace(word.text), word).text)
      if (volumes.includes('')) throw new PlanRefusal('VOLUME specified can not be an empty string', step.at)
      return
    }
    case 'EXPOSE':
      carryOutExpose(step, command)
      return
    case 'SHELL':
      step.scope.shellSet = true
  }
}

/** `key=value`; of the form `key value`, either. */
function expandLabel(step: Step, text: string, place: { line: number; column: number }): void {
  const equals = text.indexOf('=')
  if (equals < 0) {
    replaced(step, text, place)
    return
  }
  replaced(step, text.slice(0, equals), place)
  replaced(step, text.slice(equals + 1), place)
}

/** Mirrors convert_expose.go dispatchExpose. */
function carryOutExpose(step: Step, command: Command): void {
  const { build, at, comments } = step
  const lexer = { escape: build.text.directives.escape }
  const words = command.words.map(({ text }) => text).sort()
  const ports = words.flatMap(word => {
    const split = expandToWords(word, name => variable(step, name)?.text, lexer, build.allowance)
    if ('reason' in split) throw new PlanRefusal(split.reason, at)
    return split.words
  })
  for (const port of ports) {
    const notes = readPort(port)
    if (notes.upperCaseProtocol) build.lint.warn('ExposeProtoCasing', at, comments)
    if (notes.hostPart) build.lint.warn('ExposeInvalidFormat', at, comments)
    if (notes.refused !== undefined) throw new PlanRefusal(notes.refused, at)
  }
}

const ONCE = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK'])

/** Mirrors convert.go dispatchCmd, dispatchEntrypoint, dispatchHealthcheck and dispatchLabel. */
function warnOf({ build, scope, at, comments }: Step, command: Command, seen: Set<string>): void {
  const { name, words } = command
  if (ONCE.has(name) && seen.has(name)) build.lint.warn('MultipleInstructionsDisallowed', at, comments)
  seen.add(name)
  if ((name === 'CMD' || name === 'ENTRYPOINT') && !command.json && !scope.shellSet)
    build.lint.warn('JSONArgsRecommended', at, comments)
  if (name === 'LABEL' && words[0]?.text.includes('=') === false)
    build.lint.warn('LegacyKeyValueFormat', at, comments)
}
