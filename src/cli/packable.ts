import { readFileSync } from 'node:fs'
import type { PolicyOptions } from '../config/settings.ts'
import { CtxguardError, EXIT, UsageError } from '../errors.ts'
import { rawFromBytes } from '../model/path.ts'
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { BuildRequest } from '../model/request.ts'
import { auditedContext, type Packable, unauditedContext } from '../packable.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { resolveRequest } from '../request/resolve.ts'
import { type GivenContext, withOpened } from './opened.ts'
import { type ContextOptions, terminalWidth, wantsColour } from './options.ts'
import { progress } from './progress.ts'
import { say } from './talk.ts'

export interface PackOptions extends ContextOptions, PolicyOptions {
  /** false packs whatever an audit would say */
  check?: boolean
  allSent?: boolean
}

/**
 * Does `work` on the context that is to be packed or staged, audited first unless `--no-check` is given. Returns the exit
 * code of `work`; where the audit refuses the context its report is on stderr, and its exit code is returned.
 */
export async function withPackable(
  context: GivenContext,
  { file, ...options }: PackOptions,
  work: (context: Packable) => Promise<number>,
): Promise<number> {
  // `-f -` is the Dockerfile on standard input, as for docker build
  const named = file === undefined || file === '-' ? options : { ...options, file }
  const inlineDockerfile =
    file === '-' ? { text: standardInput(options), label: 'standard input' } : undefined
  return withOpened(context, named, async given => {
    const request = resolveRequest({ ...given, ...(inlineDockerfile && { inlineDockerfile }) })
    const found = await examined(request, options)
    return 'exitCode' in found ? found.exitCode : work(found)
  })
}

async function examined(
  request: BuildRequest,
  options: PackOptions,
): Promise<Packable | { exitCode: number }> {
  const walking = progress(options.quiet === true)
  const watch = { onProgress: walking.update }
  try {
    if (options.check === false) return await unauditedContext(request, watch)
    const [{ RULE_IDS }, { loadPolicy }] = await Promise.all([
      import('../audit.ts'),
      import('../config/policy.ts'),
    ])
    const { policy } = await loadPolicy({
      contextDir: request.context.dir,
      ...(request.context.files && { files: request.context.files }),
      options,
      environment: process.env,
      knownRules: RULE_IDS,
    })
    const { context, audited } = await auditedContext(request, policy, watch)
    const reports = audited.map(({ report }) => report)
    const exitCode = exitCodeOf(reports, policy.failOn)
    if (exitCode === EXIT.ok) return context
    walking.done()
    await sayReports(reports, options, policy.failOn)
    return { exitCode }
  } finally {
    walking.done()
  }
}

function standardInput({ tar }: PackOptions): string {
  if (tar === '-')
    throw new UsageError("-f - and --tar - can't both be standard input", { hint: 'put one into a file' })
  try {
    return rawFromBytes(readFileSync(0))
  } catch (error) {
    throw new CtxguardError(`the Dockerfile on standard input can't be read: ${(error as Error).message}`, {
      hint: 'ctxguard tar -f - . < Dockerfile',
      cause: error,
    })
  }
}

async function sayReports(
  reports: readonly Report[],
  options: PackOptions,
  failOn: Policy['failOn'],
): Promise<void> {
  const { checkText } = await import('../report/text.ts')
  const { color } = options
  const set = {
    width: terminalWidth(process.stderr),
    colour: wantsColour({ color }, process.stderr),
    failOn,
    all: false,
    verbose: options.verbose === true,
    quiet: options.quiet === true,
  }
  process.stderr.write(checkText(reports, set))
  if (!options.quiet)
    say('nothing was packed', 'mend or allow what is named above, or pack it all the same with --no-check')
}
