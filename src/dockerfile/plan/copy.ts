import type { TransferOrigin, TransferSource } from '../../model/build-plan.ts'
import type { CopyCommand, Word } from '../../model/dockerfile.ts'
import { quote } from '../go-text.ts'
import { wrongMode } from './chmod.ts'
import { type GitReference, isWebAddress, parseGitReference } from './git-ref.ts'
import { normalizePath, rootedPath } from './paths.ts'
import { wrongDigest } from './reference.ts'
import { PlanRefusal } from './refusal.ts'
import type { State } from './state.ts'
import { payForPath, type Replaced, replaced, type Step } from './step.ts'

/** The words of a COPY or ADD, variables replaced. */
export interface ExpandedCopy {
  chmod: string
  checksum: string
  sources: readonly { word: Word; value: Replaced }[]
  dest: string
}

/**
 * COPY and ADD. Mirrors moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go dispatch and convert_copy.go
 * dispatchCopy, in the order in which they refuse things.
 */
export function carryOutCopy(step: Step, command: CopyCommand): void {
  const expanded = expandCopy(step, command)
  for (const { content, expand, ...place } of command.heredocs)
    if (expand) replaced(step, content, place, { escape: '\\', skipQuotes: true })
  const from = originOf(step)
  const landing = destinationOf(step, expanded.dest)
  const { chmod, checksum } = expanded
  if (chmod !== '') refuse(step, wrongMode(chmod))
  const values = expanded.sources.map(({ value }) => value.text)
  if (checksum !== '') refuse(step, wrongChecksum(command, values))
  const wanted = { checksum, keepGitDir: keepGitDir(command) }
  const sources = expanded.sources.map(({ word, value }) => readSource(step, command, wanted, word, value))
  take(step, command, from, sources)
  step.state.transfers.push({
    line: step.at.line,
    column: step.at.column,
    onbuildLine: onbuildLine(step),
    kind: command.kind,
    instruction: command.kind === 'copy' ? 'COPY' : 'ADD',
    text: command.text,
    mount: null,
    origin: from?.origin ?? { kind: 'context' },
    sources,
    inline: command.heredocs.length,
    dest: landing.dest,
    destIsDirectory: landing.destIsDirectory,
    exclude: command.exclude.map(({ text }) => text),
    parents: command.parents,
    link: command.link && chmod === '',
    unpack: command.kind === 'add' && command.unpack !== false,
  })
}

/** Mirrors moby/buildkit frontend/dockerfile/instructions/commands.go Expand of both commands. */
export function expandCopy(step: Step, command: CopyCommand): ExpandedCopy {
  const flag = (word: Word | null) => (word === null ? '' : replaced(step, word.text, word).text)
  flag(command.chown)
  return {
    chmod: flag(command.chmod),
    checksum: flag(command.checksum),
    sources: command.sources.map(word => ({ word, value: replaced(step, word.text, word) })),
    dest: replaced(step, command.dest.text, command.dest).text,
  }
}

export function onbuildLine({ queued }: Step): number | null {
  return queued.trigger === null ? null : queued.trigger.onbuildLine
}

export function refuse(step: Step, reason: string | undefined): void {
  if (reason !== undefined) throw new PlanRefusal(reason, step.at)
}

/** Undefined for the build context. */
function originOf(step: Step): { source: State; origin: TransferOrigin } | undefined {
  const { command, state, queued } = step
  const [source] = queued.sources
  if (source === undefined) return undefined
  const from = command.kind === 'copy' ? (command.from?.text ?? '') : ''
  if (!source.dispatched) {
    const what = `cannot copy from stage ${quote(from)}`
    refuse(step, `${what}, it needs to be defined before current stage ${quote(state.label)}`)
  }
  return { source, origin: originOfState(source) }
}

export function originOfState(source: State): TransferOrigin {
  if (source.stage !== null && source.replacedBy === null) return { kind: 'stage', index: source.stage.index }
  const { origin } = source
  return origin.kind === 'scratch' ? { kind: 'image', ref: 'scratch' } : origin
}

export function destinationOf(
  step: Step,
  written: string,
): { dest: string | null; destIsDirectory: boolean } {
  const { scope } = step
  const here = written === '.' || written === '' ? './' : written
  const path = normalizePath(scope.workdir, here, scope.os, true)
  if ('reason' in path) throw new PlanRefusal(path.reason, step.at)
  payForPath(step, path.path)
  const isKnown = scope.workdirKnown || written.startsWith('/')
  const destIsDirectory = /(?:^|\/)\.{0,2}$/.test(written)
  return { dest: isKnown ? rootedPath(path.path) : null, destIsDirectory }
}

function wrongChecksum(command: CopyCommand, sources: readonly string[]): string | undefined {
  if (command.kind === 'copy') return "checksum can't be specified for COPY"
  if (sources.length !== 1) return "checksum can't be specified for multiple sources"
  const [source] = sources
  const git = parseGitReference(source!)
  if (isWebAddress(source!) || (git !== undefined && !('reason' in git))) return undefined
  return 'checksum requires HTTP(S) or Git sources'
}

/** What flags say of remote sources. What one repository says in its address goes for the sources behind it too. */
interface Wanted {
  checksum: string
  keepGitDir: boolean | undefined
}

function readSource(
  step: Step,
  command: CopyCommand,
  wanted: Wanted,
  word: Word,
  value: Replaced,
): TransferSource {
  const { text } = value
  const git = parseGitReference(text)
  if (git !== undefined && 'reason' in git) throw new PlanRefusal(git.reason, step.at)
  const isGit = git !== undefined && !git.likeLocal
  const kind = isGit ? 'git' : isWebAddress(text) ? 'web' : 'path'
  if (command.kind === 'copy' && kind === 'git') refuse(step, "source can't be a git ref for COPY")
  if (command.kind === 'copy' && kind === 'web') refuse(step, "source can't be a URL for COPY")
  if (kind === 'git') adopt(step, wanted, git!)
  if (kind === 'web' && wanted.checksum !== '') refuse(step, wrongDigest(wanted.checksum))
  if (kind === 'path') {
    const path = normalizePath('/', text, step.scope.os, false)
    if ('reason' in path) refuse(step, `removing drive letter: ${path.reason}`)
  }
  return sourceOf(word, value, kind !== 'path')
}

export function sourceOf(word: Word, { text, unset, fromBase }: Replaced, remote: boolean): TransferSource {
  const { line, column, text: written } = word
  return { line, column, written, path: rootedPath(text).slice(1), expanded: text, remote, unset, fromBase }
}

function keepGitDir({ flags }: CopyCommand): boolean | undefined {
  const flag = flags.find(({ name }) => name === 'keep-git-dir')
  return flag === undefined ? undefined : flag.value === null || flag.value.toLowerCase() === 'true'
}

function adopt(step: Step, wanted: Wanted, { keepGitDir, checksum }: GitReference): void {
  if (wanted.keepGitDir !== undefined && keepGitDir !== undefined && wanted.keepGitDir !== keepGitDir)
    refuse(step, 'inconsistent keep-git-dir configuration')
  if (wanted.checksum !== '' && checksum !== '' && wanted.checksum !== checksum)
    refuse(step, `checksum mismatch ${quote(wanted.checksum)} != ${quote(checksum)}`)
  wanted.keepGitDir = keepGitDir ?? wanted.keepGitDir
  wanted.checksum = checksum || wanted.checksum
}

/** Whose files are needed. Repositories are needed as paths of the context, and yet do not use it. */
function take(
  { build, state }: Step,
  command: CopyCommand,
  from: { source: State } | undefined,
  sources: readonly TransferSource[],
): void {
  const needs = from?.source.needs ?? build.contextPaths
  if (sources.some(({ remote }) => !remote)) {
    if (from === undefined) state.usesContext = true
    else state.uses.add(from.source)
  }
  for (const { expanded, path } of sources)
    if (command.kind === 'copy' || !isWebAddress(expanded)) needs.add(`/${path}`)
}
