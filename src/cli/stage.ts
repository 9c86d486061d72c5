import { join, relative } from 'node:path'
import { EXIT, UsageError } from '../errors.ts'
import type { ContextEntry } from '../model/entry.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import type { BuildRequest } from '../model/request.ts'
import { selectEntries } from '../pack/selection.ts'
import { type Staged, stageContext } from '../pack/stage.ts'
import { checkApart, type StageBuild, stageBuildOf } from '../pack/stage-build.ts'
import type { Packable } from '../packable.ts'
import type { GivenContext } from './opened.ts'
import { openOutput } from './output.ts'
import { type PackOptions, withPackable } from './packable.ts'
import { progress } from './progress.ts'
import { shellWord } from './shell-word.ts'
import { say, sayIncomplete } from './talk.ts'

export interface StageOptions extends PackOptions {
  out?: string
}

/** Stages a context as a directory, prints what to give to docker, and returns the exit code. */
export async function stage(context: GivenContext, options: StageOptions): Promise<number> {
  const out = outOf(options)
  return withPackable(context, options, packable => stagePackable(packable, out, options))
}

async function stagePackable(context: Packable, out: string, options: StageOptions): Promise<number> {
  const quiet = options.quiet === true
  const { snapshot, reach, text } = context
  checkApart(snapshot, out)
  const selection = selectEntries(snapshot, reach, options)
  const build = stageBuildOf(snapshot, selection, text)
  const staging = progress(quiet)
  const staged = await stageContext(build.entries, snapshot.source, out, {
    laid: snapshot.request.context.files !== undefined,
    check: build.check,
    onProgress: staging.update,
  }).finally(staging.done)
  if (!quiet) {
    for (const reason of selection.because) say(`all that is sent is staged: ${reason}`)
    sayLeftOut(staged.leftOut)
    sayOf(staged, build, snapshot.request, out)
  }
  sayIncomplete(
    context.incomplete.filter(({ note }) => !note),
    quiet,
  )
  const output = openOutput(options.output)
  await output.write(`${out}\n`)
  await output.finish()
  return EXIT.ok
}

function outOf({ out, format, json }: StageOptions): string {
  if (json || format !== undefined)
    throw new UsageError('stage has no --format', { hint: 'ctxguard ls --json lists what it would hold' })
  if (out === undefined || out === '')
    throw new UsageError('stage needs --out DIR', { hint: 'ctxguard stage . --out ../ctx' })
  return out
}

const NAMES: Partial<Record<ContextEntry['kind'], string>> = {
  fifo: 'a FIFO',
  socket: 'a socket',
  device: 'a device',
}

export function sayLeftOut(leftOut: readonly ContextEntry[]): void {
  for (const { path, kind } of leftOut.slice(0, 10))
    say(`${path} is ${NAMES[kind]}, and left out: a directory can't hold it for any user`)
  if (leftOut.length > 10) say(`and ${formatNumberOf(leftOut.length - 10, 'more such file')}`)
}

function sayOf(
  { copied, kept, removed }: Staged,
  build: StageBuild,
  request: BuildRequest,
  out: string,
): void {
  const files = formatNumberOf(build.entries.filter(isFile).length, 'file')
  const gone = removed === 0 ? '' : `, ${removed} removed`
  const news =
    copied.files === 0 && removed === 0
      ? 'nothing changed'
      : `${copied.files} copied (${formatBytes(copied.bytes)}), ${kept} as before${gone}`
  say(`${out} holds ${files}: ${news}`)
  const command = commandFor(build, request, out)
  if (command !== undefined) say(`build it with: ${command}`)
}

function isFile({ kind }: ContextEntry): boolean {
  return kind === 'file'
}

/** What has to be typed; undefined where the directory alone will do. */
function commandFor(
  { dockerfile, named }: StageBuild,
  { builder, target, dockerfile: given, origin, namedContexts }: BuildRequest,
  out: string,
): string | undefined {
  const file =
    dockerfile !== null
      ? named && join(out, dockerfile)
      : given.kind === 'file'
        ? (given.given ?? relative(process.cwd(), given.file))
        : given.kind === 'inline' && origin.kind === 'flags' && '-'
  const words = [
    ...(file ? ['-f', file] : []),
    ...(target === undefined ? [] : ['--target', target]),
    ...Object.entries(namedContexts ?? {}).flatMap(([name, value]) => [
      '--build-context',
      `${name}=${value}`,
    ]),
  ]
  if (words.length === 0) return undefined
  const tool = builder === 'podman' ? 'podman' : 'docker'
  return [tool, 'build', ...words, out].map(shellWord).join(' ')
}
