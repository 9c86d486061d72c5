import { audit, RULE_IDS } from '../audit.ts'
import { loadPolicy } from '../config/policy.ts'
import type { PolicyOptions } from '../config/settings.ts'
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { BuildRequest } from '../model/request.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { resolveRequest } from '../request/resolve.ts'
import { type ContextOptions, formatOf, requestOptions, terminalWidth, wantsColour } from './options.ts'
import { openOutput } from './output.ts'
import { progress } from './progress.ts'
import { toolVersion } from './version.ts'

export type CheckOptions = ContextOptions & PolicyOptions & { all?: boolean }

/** Audits a context, prints the report and returns the exit code. */
export async function check(contextDir: string, options: CheckOptions): Promise<number> {
  const format = formatOf(options)
  const request = resolveRequest(requestOptions(contextDir, options))
  const { policy } = await loadPolicy({
    contextDir: request.context.dir,
    options,
    environment: process.env,
    knownRules: RULE_IDS,
  })
  const report = await auditWithProgress(request, policy, options.quiet === true)
  // only now: a file that is being written must not be part of what is audited
  const output = openOutput(options.output)
  try {
    await output.write(
      format === 'json' ? await asJson(report) : await asText(report, options, policy.failOn),
    )
    await output.finish()
  } catch (error) {
    output.abandon()
    throw error
  }
  return exitCodeOf([report], policy.failOn)
}

async function auditWithProgress(request: BuildRequest, policy: Policy, quiet: boolean): Promise<Report> {
  const walking = progress(quiet)
  try {
    return await audit(request, policy, { onProgress: walking.update })
  } finally {
    walking.done()
  }
}

async function asJson(report: Report): Promise<string> {
  const { checkJson } = await import('../report/json.ts')
  return checkJson([report], { name: 'ctxguard', version: toolVersion() })
}

async function asText(report: Report, options: CheckOptions, failOn: Policy['failOn']): Promise<string> {
  const { checkText } = await import('../report/text.ts')
  return checkText(report, {
    width: terminalWidth(),
    colour: wantsColour(options),
    failOn,
    all: options.all === true,
    verbose: options.verbose === true,
    quiet: options.quiet === true,
  })
}
