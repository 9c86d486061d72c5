import type { Command, CopyCommand } from '../../model/dockerfile.ts'
import { destinationOf, expandCopy, onbuildLine, originOfState, refuse, sourceOf } from './copy.ts'
import { isWebAddress } from './git-ref.ts'
import { plain } from './state.ts'
import { replaced, type Step } from './step.ts'

const HINT =
  'Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled'
const WILDCARD = /^(?:[^\\*?[]|\\[\s\S]?)*[*?[]/

/**
 * What the classic builder does otherwise than BuildKit; false where it does the same. Mirrors moby/moby
 * daemon/builder/dockerfile/dispatchers.go.
 */
export function carryOutClassic(step: Step, command: Command): boolean {
  if (command.kind === 'copy' || command.kind === 'add') carryOutCopy(step, command)
  else if (command.kind === 'arg') carryOutArg(step, command)
  else if (command.kind === 'run') {
    const [flag] = command.flags
    if (flag !== undefined) refuse(step, `the --${flag.name} option requires BuildKit. ${HINT}`)
  } else if (command.kind === 'workdir' && replaced(step, command.path.text, command.path).text === '')
    refuse(step, 'cannot normalize nothing')
  else return false
  return true
}

/** Heredocs are none, and flags that it does not know are not heard. Mirrors dispatchers.go dispatchCopy and copy.go. */
function carryOutCopy(step: Step, command: CopyCommand): void {
  const instruction = command.kind === 'copy' ? 'COPY' : 'ADD'
  const expanded = expandCopy(step, command)
  if (expanded.chmod !== '') refuse(step, `the --chmod option requires BuildKit. ${HINT}`)
  const [source] = step.queued.sources
  const isWeb = expanded.sources.map(({ value }) => isWebAddress(value.text))
  if (command.kind === 'copy' && isWeb.includes(true))
    refuse(step, "COPY failed: source can't be a URL for COPY")
  if (isWeb.length === 0) refuse(step, `${instruction} failed: no source files were specified`)
  const sure = expanded.sources.filter(({ value }) => !WILDCARD.test(value.text))
  if (sure.length > 1 && !expanded.dest.endsWith('/')) {
    const rule = 'with more than one source file, the destination must be a directory and end with a /'
    refuse(step, `When using ${instruction} ${rule}`)
  }
  if (source !== undefined) step.state.uses.add(source)
  const landing = destinationOf(step, expanded.dest)
  step.state.transfers.push({
    line: step.at.line,
    column: step.at.column,
    onbuildLine: onbuildLine(step),
    kind: command.kind,
    instruction,
    text: command.text,
    mount: null,
    origin: source === undefined ? { kind: 'context' } : originOfState(source),
    sources: expanded.sources.map(({ word, value }, index) => sourceOf(word, value, isWeb[index]!)),
    inline: 0,
    dest: landing.dest,
    destIsDirectory: landing.destIsDirectory,
    exclude: [],
    parents: false,
    link: false,
    unpack: command.kind === 'add',
  })
}

/** Every word sees the variables as they were before the instruction. Mirrors buildargs.go getBuildArg. */
function carryOutArg(step: Step, command: Command & { kind: 'arg' }): void {
  const { build, scope } = step
  const pairs = command.declared.map(declared => ({
    key: replaced(step, declared.key, declared).text,
    value: declared.value === null ? undefined : replaced(step, declared.value, declared),
  }))
  for (const { key, value } of pairs) {
    const given = build.buildArgs.get(key)
    const global = build.globals.get(key)
    scope.declared.setArg(key, plain(''))
    if (given !== undefined) scope.variables.setArg(key, plain(given))
    else if (value !== undefined) scope.variables.setArg(key, value)
    else if (global !== undefined) scope.variables.setArg(key, plain(global))
  }
}
