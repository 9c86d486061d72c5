import type { Command, DockerfileText, Instruction } from '../../model/dockerfile.ts'
import { expandWord, newAllowance } from '../expand/index.ts'
import { lower, upper } from '../go-text.ts'
import { addGlobalArgs } from './globals.ts'
import type { Lint } from './lint.ts'
import { parseReference } from './reference.ts'
import { PlanRefusal } from './refusal.ts'

/** What the frontend warns of before it looks at targets and variables. */
export function warnOfText(text: DockerfileText, lint: Lint): void {
  for (const command of text.commands) warnOfInstruction(command, lint)
  warnOfNames(text, lint)
  warnOfCasing(text, lint)
}

/** Mirrors moby/buildkit frontend/dockerfile/instructions/parse.go ParseInstructionWithLinter. */
function warnOfInstruction(command: Command, lint: Lint): void {
  const { comments } = command
  if (command.blankInside) lint.warn('NoEmptyContinuation', command, [])
  if (command.name === 'MAINTAINER') lint.warn('MaintainerDeprecated', command, comments)
  if (command.kind === 'arg')
    warnOfDescription(
      command,
      command.declared.map(({ key }) => key),
      lint,
    )
  if (command.kind !== 'from') return
  const [, as, stage] = command.words.map(({ text }) => text)
  if (stage !== undefined && stage !== lower(stage)) lint.warn('StageNameCasing', command, comments)
  const written = writtenName(command)
  const casing = written === lower(written) ? lower : written === upper(written) ? upper : undefined
  if (as !== undefined && casing !== undefined && as !== casing(as))
    lint.warn('FromAsCasing', command, comments)
  if (command.stage !== null) warnOfDescription(command, [command.stage], lint)
}

/** Mirrors parse.go validateDefinitionDescription: the last comment begins with the name. */
function warnOfDescription(command: Command, names: readonly string[], lint: Lint): void {
  const { comments } = command
  const [first] = comments.at(-1)?.split(' ', 1) ?? []
  if (first !== undefined && !names.includes(first))
    lint.warn('InvalidDefinitionDescription', command, comments)
}

/** Mirrors dockerfile2llb/validations.go validateStageNames. */
function warnOfNames({ stages }: DockerfileText, lint: Lint): void {
  const names = new Set<string>()
  for (const { from } of stages) {
    if (from.stage === null) continue
    if (from.stage === 'context' || from.stage === 'scratch') lint.warn('ReservedStageName', from, [])
    if (names.has(from.stage)) lint.warn('DuplicateStageName', from, [])
    names.add(from.stage)
  }
}

/** Mirrors validations.go validateCommandCasing: what most instructions of the stages are written in is right. */
function warnOfCasing({ stages }: DockerfileText, lint: Lint): void {
  const instructions = stages.flatMap(({ from, commands }) => [from, ...commands])
  const names = instructions.map(writtenName)
  const lowered = names.filter(name => name === lower(name)).length
  const raised = names.filter(name => name !== lower(name) && name === upper(name)).length
  const casing = lowered > raised ? lower : upper
  for (const [index, name] of names.entries())
    if (name !== casing(name)) lint.warn('ConsistentInstructionCasing', instructions[index]!, [])
}

function writtenName({ text }: Instruction): string {
  return /^[^\t\v\f\r ]*/.exec(text)![0]
}

/** Mirrors validations.go validateBaseImagesWithDefaultArgs: bases without any `--build-arg`. */
export function warnOfDefaults(text: DockerfileText, globals: ReadonlyMap<string, string>, lint: Lint): void {
  const lexer = { escape: text.directives.escape }
  const allowance = newAllowance()
  const defaults = new Map(globals)
  try {
    addGlobalArgs(defaults, text, new Map(), allowance)
  } catch (error) {
    if (error instanceof PlanRefusal) return
    throw error
  }
  for (const { from } of text.stages) {
    const base = expandWord(from.base.text, name => defaults.get(name), lexer, allowance)
    if ('reason' in base) return
    if ('reason' in parseReference(base.text)) lint.warn('InvalidDefaultArgInFrom', from, [])
  }
}
