import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Audited } from '../audit.ts'
import { userCacheDir } from '../config/cache-dir.ts'
import { CtxguardError, UsageError } from '../errors.ts'
import { type BuildRequest, dockerfilePath } from '../model/request.ts'
import { selectEntries } from '../pack/selection.ts'
import { type Held, stageContext } from '../pack/stage.ts'
import { checkApart, type StageBuild, stageBuildOf } from '../pack/stage-build.ts'
import { removeTree } from '../pack/stage-remove.ts'
import type { NamedRequest } from '../request/combine.ts'
import type { BuildCommand } from '../request/command/command.ts'
import { type Replacement, rewriteCommand } from '../request/command/rewrite.ts'
import { runDocker } from '../request/run-docker.ts'
import { progress } from './progress.ts'
import { sayLeftOut } from './stage.ts'
import { say } from './talk.ts'

/** Throws a UsageError where no arguments can give the command another context; nothing was audited then. */
export function requireMinimal(command: BuildCommand): void {
  const rewritten = rewriteCommand(command, [{ directory: '' }])
  if (!('unsupported' in rewritten)) return
  const hint =
    command.project?.kind === 'compose'
      ? 'leave it out, or stage the contexts (ctxguard stage) and name these in the compose file'
      : 'leave it out'
  throw new UsageError(`--minimal: ${rewritten.unsupported}`, { hint })
}

/** A command that is given staged contexts. */
export interface MinimalCommand {
  argv: readonly string[]
  /** others may stage there again */
  release(): void
  /** takes the staged contexts away, for one that should not lie around, and says so; before `release` */
  discard(): void
}

/**
 * Stages what was audited of each context and puts it in the place of the command's own: what was walked and read for
 * the report is, byte for byte, what is sent. Throws where the files are no longer those.
 */
export async function minimalCommand(
  command: BuildCommand,
  named: readonly NamedRequest[],
  audited: readonly Audited[],
  quiet: boolean,
): Promise<MinimalCommand> {
  const held: Held[] = []
  const release = () => {
    for (const one of held) one.release()
  }
  try {
    const argv = await rewritten(command, { named, audited, quiet, held })
    return { argv, release, discard: () => discard(held, quiet) }
  } catch (error) {
    release()
    throw error
  }
}

function discard(held: readonly Held[], quiet: boolean): void {
  const left = held.filter(({ dir }) => {
    try {
      removeTree(dir)
      return false
    } catch {
      return true
    }
  })
  for (const { dir } of left) say(`the staged context holds what was found, and could not be removed: ${dir}`)
  if (left.length === 0 && !quiet) say('the staged context holds what was found, and was removed')
}

interface Staging {
  named: readonly NamedRequest[]
  audited: readonly Audited[]
  quiet: boolean
  /** those that were staged, so far */
  held: Held[]
}

async function rewritten(
  command: BuildCommand,
  { named, audited, quiet, held }: Staging,
): Promise<readonly string[]> {
  const replacements: Replacement[] = []
  const mains = audited.filter(({ report }) => report.request.named === undefined)
  for (const one of mains) {
    const { request } = one.snapshot
    const target = named.find(({ request: { origin } }) => origin.label === request.origin.label)?.name
    const { place, build } = await staged(one, quiet)
    held.push(place)
    replacements.push(replacementFor(command, request, place.dir, build, target))
  }
  for (const { report } of audited)
    if (report.request.named !== undefined && !quiet)
      say(`the named context ${report.request.named} is given as it is: --minimal is about the main one`)
  const allowReads = command.project?.kind === 'bake' && (await asksForReads(command))
  const changed = rewriteCommand(command, replacements, { allowReads })
  if ('unsupported' in changed)
    throw new UsageError(`--minimal: ${changed.unsupported}`, { hint: 'leave it out' })
  return changed.argv
}

async function staged({ snapshot, reach, planned }: Audited, quiet: boolean) {
  const out = placeFor(snapshot.request)
  try {
    checkApart(snapshot, out)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`--minimal: ${out} lies in the context`, {
      hint: 'let XDG_CACHE_HOME name a directory outside',
      cause: error,
    })
  }
  const selection = selectEntries(snapshot, reach)
  const build = stageBuildOf(snapshot, selection, planned.text?.source)
  const staging = progress(quiet)
  const place = await stageContext(build.entries, snapshot.source, out, {
    check: build.check,
    hold: true,
    onProgress: staging.update,
  }).finally(staging.done)
  if (!quiet) {
    for (const reason of selection.because) say(`all that is sent is given to the command: ${reason}`)
    sayLeftOut(place.leftOut)
  }
  return { place, build }
}

/**
 * A directory of its own for each build of a context, with a name that no other has: by the name BuildKit finds what it
 * fetched before, and would take a file of the same size and time for the same (SEMANTICS.md 10.5).
 */
function placeFor(request: BuildRequest): string {
  const cache = userCacheDir(process.env)
  if (cache === undefined)
    throw new CtxguardError('--minimal needs a directory for the staged context, and there is no home', {
      hint: 'let XDG_CACHE_HOME name one',
    })
  const { context, dockerfile, target = '', origin } = request
  const file = dockerfilePath(dockerfile) ?? dockerfile.kind
  const key = createHash('sha256')
    .update(JSON.stringify([context.dir, file, target, origin.label]))
    .digest('hex')
    .slice(0, 12)
  const name = basename(context.dir) || 'root'
  const out = join(cache, 'minimal', `${name}-${key}`)
  mkdirSync(dirname(out), { recursive: true, mode: 0o700 })
  return out
}

/** A Dockerfile in the context was staged with it; one outside stays where it is. */
function replacementFor(
  command: BuildCommand,
  { dockerfile }: BuildRequest,
  directory: string,
  build: StageBuild,
  name: string | undefined,
): Replacement {
  if (command.project?.kind === 'bake') {
    // bake's are relative to the context, which is elsewhere now
    const outside = build.dockerfile === null ? dockerfilePath(dockerfile) : undefined
    return {
      target: name!.replace(/^target /, ''),
      directory,
      ...(outside !== undefined && { dockerfile: outside }),
    }
  }
  const isNamed = build.named || command.builds[0]?.dockerfile.kind === 'files'
  return {
    directory,
    ...(build.dockerfile !== null && isNamed && { dockerfile: join(directory, build.dockerfile) }),
  }
}

/** From 0.18 on buildx knows the permission to read outside the working directory. */
async function asksForReads({ cwd, environment }: BuildCommand): Promise<boolean> {
  const answer = await runDocker(['buildx', 'version'], cwd, environment)
  const [, major, minor] = ('stdout' in answer && /\bv?(\d+)\.(\d+)\.\d/.exec(answer.stdout)) || []
  return major !== undefined && (Number(major) > 0 || Number(minor) >= 18)
}
