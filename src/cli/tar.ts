import { CtxguardError, EXIT, UsageError } from '../errors.ts'
import type { BuildRequest } from '../model/request.ts'
import type { ContextSource } from '../model/source.ts'
import { type Packing, packingOf } from '../pack/packing.ts'
import { packTar } from '../pack/tar.ts'
import type { Packable } from '../packable.ts'
import type { GivenContext } from './opened.ts'
import { openOutput } from './output.ts'
import { type PackOptions, withPackable } from './packable.ts'
import { shellWord } from './shell-word.ts'
import { say, sayIncomplete } from './talk.ts'

export interface TarOptions extends PackOptions {
  mtime?: string
  gzip?: boolean
  digest?: boolean
}

/** Packs a context, or prints its digest, and returns the exit code. */
export async function tar(context: GivenContext, options: TarOptions): Promise<number> {
  checkForm(options)
  const mtime = timeOf(options)
  // a digest takes nothing anywhere: there is nothing to refuse
  const given = options.digest ? { ...options, check: false } : options
  return withPackable(context, given, packable => pack(packable, options, mtime))
}

async function pack(context: Packable, options: TarOptions, mtime: number | undefined): Promise<number> {
  const { snapshot, reach, text } = context
  const packing = packingOf(snapshot, reach, text, options)
  const { builder } = snapshot.request
  const quiet = options.quiet === true
  if (!quiet && !options.digest) sayOf(packing, snapshot.request)
  sayIncomplete(
    context.incomplete.filter(({ note }) => !note),
    quiet,
  )
  const pieces = options.digest
    ? [`${await digestOf(packing, snapshot.source, builder)}\n`]
    : packTar(packing.members, snapshot.source, {
        builder,
        recycle: true,
        ...(mtime !== undefined && { mtime }),
        ...(options.gzip && { gzip: true }),
      })
  await write(pieces, options.output)
  return EXIT.ok
}

async function digestOf(
  { members }: Packing,
  source: ContextSource,
  builder: BuildRequest['builder'],
): Promise<string> {
  // what it takes to load is worth a packed megabyte or two
  const { contentDigest } = await import('../pack/digest.ts')
  return contentDigest(members, source, { builder })
}

function checkForm({ digest, gzip, mtime, format, json, output }: TarOptions): void {
  if (json || format !== undefined)
    throw new UsageError('tar has no --format', { hint: 'ctxguard ls --json lists what it would hold' })
  if (digest && (gzip || mtime !== undefined))
    throw new UsageError(`--digest and ${gzip ? '--gzip' : '--mtime'} contradict each other`, {
      hint: 'a digest is of the content: leave the other one out',
    })
  if (!digest && output === undefined && process.stdout.isTTY)
    throw new UsageError('a tar is not for a terminal', {
      hint: 'write it to a file with -o, or pipe it: ctxguard tar . | docker build -',
    })
}

/** The time of every member, in seconds since the epoch; undefined where each keeps its own. */
function timeOf({ mtime }: TarOptions): number | undefined {
  const [name, given] =
    mtime === undefined
      ? ['SOURCE_DATE_EPOCH', process.env.SOURCE_DATE_EPOCH || undefined]
      : ['--mtime', mtime]
  if (given === undefined) return undefined
  const seconds = Number(given)
  if (/^\d+$/.test(given) && Number.isSafeInteger(seconds)) return seconds
  throw new UsageError(`${name}: ${JSON.stringify(given)} is no time`, {
    hint: 'whole seconds since 1970, such as $(git log -1 --format=%ct)',
  })
}

/** What has to be known of the tar before it is built from. */
function sayOf(packing: Packing, request: BuildRequest): void {
  const { dockerfile, named, selection } = packing
  for (const reason of selection.because) say(`all that is sent is packed: ${reason}`)
  const differences = differencesOf(packing)
  if (differences.length > 0)
    say(
      `a build of this tar is not quite one of the directory: ${differences.join('; ')}`,
      'ctxguard stage makes a directory that builds the same',
    )
  if (dockerfile !== null && named)
    say(`the Dockerfile is in the tar as ${dockerfile}`, `build it with: ${commandFor(dockerfile, request)}`)
}

function differencesOf({ exposesDockerfile, otherKeys, dockerfile }: Packing): string[] {
  return [
    ...(exposesDockerfile
      ? [`a COPY or a mount takes ${dockerfile} too, which a tar can't keep from it`]
      : []),
    ...(otherKeys ? ['what copies the whole context has other cache keys, and the same image'] : []),
  ]
}

function commandFor(dockerfile: string, { builder, target, namedContexts }: BuildRequest): string {
  const words = [
    builder === 'podman' ? 'podman' : 'docker',
    ...['build', '-f', dockerfile],
    ...(target === undefined ? [] : ['--target', target]),
    ...Object.entries(namedContexts ?? {}).flatMap(([name, value]) => [
      '--build-context',
      `${name}=${value}`,
    ]),
  ]
  return [...words, '-'].map(shellWord).join(' ')
}

async function write(
  pieces: Iterable<string> | AsyncIterable<Uint8Array>,
  file: string | undefined,
): Promise<void> {
  // only now: a file that is being written must not be part of what is packed
  const output = openOutput(file)
  try {
    for await (const piece of pieces) {
      if (!(await output.write(piece)))
        throw new CtxguardError('whatever reads the tar stopped before its end', {
          hint: 'see what it says: no more than a part of the context reached it',
        })
    }
    await output.finish()
  } catch (error) {
    output.abandon()
    throw error
  }
}
