import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildRequest } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'
import type { NamedRequest } from '../request/combine.ts'
import type { BuildCommand, CommandBuild, CommandDockerfile } from '../request/command/command.ts'
import { requestIn, requestsOf } from '../request/command/requests.ts'
import type { Input } from './build-input.ts'
import { masked } from './talk.ts'

/** What is audited of a command. */
export interface FoundRequests {
  requests: readonly BuildRequest[]
  /** by the names of services and targets */
  named: readonly NamedRequest[]
  /** of what is no directory of the user's: an archive, or no context at all */
  standIns: ReadonlySet<BuildRequest>
  incomplete: readonly Incomplete[]
  /** ends what was opened for them */
  close(): void
}

/** What a command builds: of its directories, its standard input, and what is said of contexts from elsewhere. */
export async function requestsFor(command: BuildCommand, input: Input | undefined): Promise<FoundRequests> {
  const { requests, named, elsewhere, incomplete } = await requestsOf(command, input?.dockerfile)
  const standIns = new Set<BuildRequest>()
  const more: Incomplete[] = []
  let close = (): void => {}
  for (const build of elsewhere) {
    const { context } = build
    if (context.kind === 'remote') more.push(await notAudited(command, context))
    else {
      const standIn = await standInFor(command, build, input)
      close = standIn.close
      more.push(...standIn.notes)
      standIns.add(standIn.request)
    }
  }
  return {
    requests: [...requests, ...standIns],
    named,
    standIns,
    incomplete: await Promise.all([...incomplete, ...more].map(withoutTokens)),
    close,
  }
}

/** What is said of an address may hold a token of it. */
async function withoutTokens(one: Incomplete): Promise<Incomplete> {
  return { ...one, what: await masked(one.what), reason: await masked(one.reason) }
}

/** An archive on standard input, or nothing at all: a build without a context still has a Dockerfile. */
async function standInFor(command: BuildCommand, build: CommandBuild, input: Input | undefined) {
  const isArchive = build.context.kind === 'stdin' && input !== undefined && input.dockerfile === undefined
  const { files, dir, close } = isArchive
    ? await (await import('../archive-files.ts')).archiveFiles('-', { ...command, input: input.file })
    : await emptyFiles(command)
  try {
    const asked = { ...build, dockerfile: isArchive ? inArchive(build, dir) : dockerfileOnStdin(build) }
    const { request, notes } = requestIn(command, asked, { contextDir: dir, files }, input?.dockerfile)
    // where it lies meanwhile is nobody's business
    const given = build.context.kind === 'stdin' ? 'stdin' : 'no context'
    return { request: { ...request, context: { ...request.context, given } }, notes, close }
  } catch (error) {
    close()
    throw error
  }
}

async function emptyFiles({ cwd }: BuildCommand) {
  const [{ laidFiles }, { newDirectory }] = await Promise.all([
    import('../context/laid-files.ts'),
    import('../context/tree.ts'),
  ])
  const dir = join(realpathSync(cwd), '-')
  const root = newDirectory(0o755, 0n, 0)
  const contents = { read: () => 0 }
  const files = laidFiles({ root, contents }, { kind: 'archive', dir, label: '-', notesOn: () => [] })
  return { files, dir, close() {} }
}

/** There `-f` is a path in the archive. */
function inArchive({ dockerfile }: CommandBuild, dir: string): CommandDockerfile {
  if (dockerfile.kind !== 'files') return dockerfile
  return { ...dockerfile, given: dockerfile.given.map(one => join(dir, one)) }
}

function dockerfileOnStdin({ context, dockerfile }: CommandBuild): CommandDockerfile {
  return context.kind === 'stdin' ? { kind: 'stdin', at: context.at } : dockerfile
}

async function notAudited(
  { name, cwd }: BuildCommand,
  { protocol, text }: Extract<CommandBuild['context'], { kind: 'remote' }>,
): Promise<Incomplete> {
  const { localRefOf } = await import('../guard/local-ref.ts')
  const here = protocol === 'git' ? await localRefOf(text, cwd) : undefined
  const download =
    protocol === 'git'
      ? 'in a clone of it: ctxguard check --ref REF'
      : 'download it: ctxguard check --tar FILE'
  return {
    what: `the context of ${name} was not audited`,
    path: null,
    reason: `it is fetched from ${text}`,
    hint: here
      ? `this repository has it: ctxguard check --ref ${here.ref}${here.folder && ` ${here.folder}`}`
      : download,
    fatal: false,
  }
}
