import { auditBuilds, RULE_IDS, type Walks } from '../audit.ts'
import { loadPolicy } from '../config/policy.ts'
import type { PolicyOptions } from '../config/settings.ts'
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import type { RequestOptions } from '../request/resolve.ts'
import { type BuildOptions, buildsFor, type FoundBuilds } from './builds.ts'
import { type GivenContext, withOpened } from './opened.ts'
import { formatOf, terminalWidth, wantsColour } from './options.ts'
import { openOutput } from './output.ts'
import { progress } from './progress.ts'
import { toolVersion } from './version.ts'

export type CheckOptions = BuildOptions & PolicyOptions & { all?: boolean }

/** Audits what is built of a context, prints the reports and returns the exit code. */
export async function check(context: GivenContext, options: CheckOptions): Promise<number> {
  const format = formatOf(options)
  return withOpened(context, options, given => checkGiven(given, options, format))
}

async function checkGiven(
  given: RequestOptions,
  options: CheckOptions,
  format: 'text' | 'json',
): Promise<number> {
  const builds = await buildsFor(given, options)
  const { policy } = await loadPolicy({
    contextDir: builds.dir,
    files: given.files,
    options,
    environment: process.env,
    knownRules: RULE_IDS,
  })
  const found = await auditWithProgress(builds, policy, options.quiet === true)
  const reports = told(found)
  // only now: a file that is being written must not be part of what is audited
  const output = openOutput(options.output)
  try {
    await output.write(
      format === 'json' ? await asJson(reports) : await asText(found, options, policy.failOn),
    )
    await output.finish()
  } catch (error) {
    output.abandon()
    throw error
  }
  return exitCodeOf(reports, policy.failOn)
}

async function auditWithProgress(
  { first, others }: FoundBuilds,
  policy: Policy,
  quiet: boolean,
): Promise<Audited> {
  const walking = progress(quiet)
  const watch = { onProgress: walking.update }
  const walks: Walks = new Map()
  try {
    // whether there are others is found out while the first is walked
    const [reports, all] = await Promise.all([auditBuilds(first.requests, policy, watch, walks), others()])
    if (all === undefined) return { reports, unfound: first.incomplete }
    return { reports: await auditBuilds(all.requests, policy, watch, walks), unfound: all.incomplete }
  } finally {
    walking.done()
  }
}

interface Audited {
  reports: Report[]
  /** what could not be learnt of the files that say what is built */
  unfound: readonly Incomplete[]
}

/** Reports as they are without a place for what is about none of them: the first one says it. */
function told({ reports: [first, ...others], unfound }: Audited): Report[] {
  if (first === undefined) return []
  return [{ ...first, incomplete: [...unfound, ...first.incomplete] }, ...others]
}

async function asJson(reports: readonly Report[]): Promise<string> {
  const { checkJson } = await import('../report/json.ts')
  return checkJson(reports, { name: 'ctxguard', version: toolVersion() })
}

async function asText(
  { reports, unfound }: Audited,
  options: CheckOptions,
  failOn: Policy['failOn'],
): Promise<string> {
  const { checkText } = await import('../report/text.ts')
  const set = {
    width: terminalWidth(),
    colour: wantsColour(options),
    failOn,
    all: options.all === true,
    verbose: options.verbose === true,
    quiet: options.quiet === true,
  }
  return checkText(reports, set, unfound)
}
