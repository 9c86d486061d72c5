import type { Command, Position } from '../../model/dockerfile.ts'
import { expandWord, type LexerOptions } from '../expand/index.ts'
import { PlanRefusal } from './refusal.ts'
import { type Build, plain, type QueuedCommand, type Scope, type State } from './state.ts'
import type { Value } from './variables.ts'

/** One command as it is carried out. */
export interface Step {
  build: Build
  state: State
  scope: Scope
  queued: QueuedCommand
  command: Command
  /** where messages say that it stands: commands of ONBUILD stand at the FROM of the child */
  at: Position
  /** above it; those of a command of ONBUILD are lost */
  comments: readonly string[]
}

/** A word, variables replaced. */
export interface Replaced extends Value {
  /** variables that nothing defines */
  unset: readonly string[]
}

/** Names that only BuildKit itself reads. Mirrors convert.go nonEnvArgs. */
const SCAN_ARGS = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE'])

const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Throws a refusal where the frontend does. */
export function replaced(
  step: Step,
  word: string,
  place: Position,
  options?: Partial<LexerOptions>,
): Replaced {
  const { build, scope } = step
  if (!MAY_CHANGE.test(word)) return { text: word, fromBase: [], unset: [] }
  const lexer = { escape: build.text.directives.escape, ...options }
  const expanded = expandWord(word, name => variable(step, name)?.text, lexer, build.allowance)
  noteUnset(step, expanded.unset, place)
  if ('reason' in expanded) throw new PlanRefusal(expanded.reason, step.at)
  const fromBase = new Set<string>()
  for (const name of expanded.unset) if (scope.openBase && ENVIRONMENT_NAME.test(name)) fromBase.add(name)
  for (const name of expanded.used) {
    if (scope.openBase && scope.variables.isCoveredArg(name)) fromBase.add(name)
    for (const base of variable(step, name)!.fromBase) fromBase.add(base)
  }
  return { text: expanded.text, fromBase: [...fromBase], unset: [...expanded.unset] }
}

export function variable({ build, scope }: Step, name: string): Value | undefined {
  const value = scope.variables.get(name)
  if (value !== undefined) return value
  const given = build.implicit.get(name)
  return given === undefined ? undefined : plain(given)
}

/** Longer than any path that a kernel takes. */
const LONG_PATH = 4096

/** Paths below a working directory that grows and grows cost as much as text that is put in. */
export function payForPath({ build, at }: Step, path: string): void {
  if (path.length <= LONG_PATH) return
  build.allowance.left -= path.length
  if (build.allowance.left < 0)
    throw new PlanRefusal('too much to expand: working directories grow too long', at)
}

/** Words without any of these are taken as they are. */
const MAY_CHANGE = /[$\\`'"\ud800-\udfff\ufeff]/

/** Mirrors validations.go reportUnmatchedVariables. */
function noteUnset(step: Step, names: ReadonlySet<string>, place: Position): void {
  const { build, state, scope, command } = step
  for (const name of names) {
    if (scope.declared.get(name) !== undefined) continue
    if (!SCAN_ARGS.has(name)) build.lint.warn('UndefinedVar', step.at, step.comments)
    const globalLine = build.globalLines.get(name)
    if (globalLine === undefined) continue
    const { line, column } = place
    state.undeclared.push({ name, globalLine, instruction: command.name, line, column })
  }
}

/** Mirrors convert.go dispatchArg. What is not valued here may be so before the first FROM. */
export function carryOutArg(step: Step, command: Command & { kind: 'arg' }): void {
  const { build, scope } = step
  for (const declared of command.declared) {
    warnOfSecret(step, declared.key)
    const given = build.buildArgs.get(declared.key)
    const global = build.globals.get(declared.key)
    let value: Value | undefined
    if (given !== undefined) value = plain(given)
    else if (declared.value !== null) value = replaced(step, declared.value, declared)
    else if (global !== undefined) value = plain(global)
    if (value !== undefined && !SCAN_ARGS.has(declared.key)) scope.variables.setArg(declared.key, value)
    scope.declared.setArg(declared.key, plain(''))
  }
}

/** Every value sees the variables as they were before the instruction. Mirrors convert.go dispatchEnv. */
export function carryOutEnv(step: Step, command: Command & { kind: 'env' }): void {
  const pairs = command.declared.map(declared => ({
    key: replaced(step, declared.key, declared).text,
    value: replaced(step, declared.value, declared),
  }))
  if (command.legacy) step.build.lint.warn('LegacyKeyValueFormat', step.at, step.comments)
  for (const { key, value } of pairs) {
    warnOfSecret(step, key)
    step.scope.variables.setEnv(key, value)
  }
}

const SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i
const HARMLESS = /(?:_|^)(?:public|file|version)(?:_|$)/i

/** Mirrors validations.go validateNoSecretKey. */
function warnOfSecret({ build, at, comments }: Step, name: string): void {
  if (build.lint.counts && SECRET.test(name) && !HARMLESS.test(name))
    build.lint.warn('SecretsUsedInArgOrEnv', at, comments)
}
