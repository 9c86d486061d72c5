import { openDockerfile, openedBytes, openOnHost } from './context/open.ts'
import { filesOf } from './context/this-machine.ts'
import { planBuild } from './dockerfile/plan/index.ts'
import { readDockerfile } from './dockerfile/read.ts'
import { DockerfileError, UsageError } from './errors.ts'
import type { BuildPlan, PlanUnknown } from './model/build-plan.ts'
import type { DockerfileProblem, DockerfileText } from './model/dockerfile.ts'
import { rawFromBytes } from './model/path.ts'
import type { BuildRequest } from './model/request.ts'
import type { Incomplete } from './model/snapshot.ts'
import { redactor } from './redact.ts'
import { writtenSecrets } from './written.ts'

/** What a request's Dockerfile asks for. */
export interface Planned {
  /** what reports call the Dockerfile; null where there is none */
  label: string | null
  /** the Dockerfile, refused or not; absent where there is none that can be read */
  text?: DockerfileText
  /** absent where there is no Dockerfile, or the builder would refuse it */
  plan?: BuildPlan
  /** what the builder would say of it, where it refuses it */
  refused?: DockerfileError
  incomplete: Incomplete[]
}

/**
 * Reads the Dockerfile of a request and plans its build. What the builder would refuse is a fatal entry of
 * `incomplete`; rejects with a UsageError where it is the target that somebody named and that is not there.
 */
export async function planFor(request: BuildRequest): Promise<Planned> {
  const { dockerfile } = request
  if (dockerfile.kind === 'none' || dockerfile.kind === 'refused') return { label: null, incomplete: [] }
  const label = dockerfileLabel(request)
  const read = dockerfile.kind === 'inline' ? { text: dockerfile.text } : readText(request, dockerfile.file)
  if ('reason' in read) return refused(request, label, { line: 0, column: 0, reason: read.reason })
  const text = readDockerfile(read.text, dockerfile.kind === 'inline' ? dockerfile.line : undefined)
  const { target, buildArgs, platform, namedContexts, builder } = request
  const result = planBuild(text, { target, buildArgs, platform, namedContexts, builder })
  if ('problem' in result) {
    const redacted = redactor(request, text, await writtenSecrets(request, text))
    return { ...refused(request, label, await redacted(result.problem)), text }
  }
  const { plan } = result
  // nothing is more than everything
  const open = plan.unknown.filter(({ kind }) => kind !== 'base-variable' || !plan.context.whole)
  return { label, text, plan, incomplete: open.map(one => untold(one, label)) }
}

/** As ignore files are called: relative to the context where it lies inside. */
function dockerfileLabel({ context, dockerfile }: BuildRequest): string {
  if (dockerfile.kind === 'inline') return dockerfile.label
  const { file } = dockerfile as { file: string }
  return file.startsWith(`${context.dir}/`) ? file.slice(context.dir.length + 1) : file
}

/** BuildKit gets to see the Dockerfile's directory and nothing else; the others open it as any program does. */
function readText(request: BuildRequest, file: string): { text: string } | { reason: string } {
  const files = filesOf(request)
  try {
    const inRoot = request.builder === 'buildkit' || files.treeAt(file)?.kind === 'archive'
    const opened = inRoot ? openDockerfile(files, file) : openOnHost(files, file)
    if (opened.state !== 'read') return { reason: `it can't be read (${opened.state})` }
    const found = openedBytes(files, opened)
    return 'bytes' in found ? { text: rawFromBytes(found.bytes) } : found
  } catch (error) {
    return { reason: (error as Error).message }
  }
}

function refused(request: BuildRequest, label: string, { line, column, reason }: DockerfileProblem): Planned {
  const { builder, origin, target } = request
  if (target !== undefined && origin.kind === 'flags' && line === 0 && /\btarget\b/.test(reason))
    throw new UsageError(`${label}: ${reason}`, { hint: 'name a stage of the Dockerfile with --target' })
  const problem: Incomplete = {
    what: `${builder} would refuse the Dockerfile`,
    path: line === 0 ? label : `${label}:${line}:${column}`,
    reason,
    hint: 'mend it: the build fails on it too; how far files get is not known',
    fatal: true,
  }
  const error = new DockerfileError({ file: label, line, column, reason }, { hint: problem.hint! })
  return { label, refused: error, incomplete: [problem] }
}

function untold({ kind, line, reason, everything }: PlanUnknown, label: string): Incomplete {
  const general = kind === 'base-onbuild' && line === 0
  return {
    what: everything ? 'what the build takes is not known' : 'the build may take more',
    path: line === 0 ? label : `${label}:${line}`,
    // what names another frontend may be a URL
    reason: reason.replace(/:\/\/[^/@\s]+@/g, '://***@'),
    hint: everything ? 'all that is sent counts as taken' : null,
    fatal: false,
    ...(general && { caveat: true }),
  }
}
