import { EXIT } from '../errors.ts'
import type { Report } from '../model/report.ts'
import { type CommandAudit, reportsOf } from './build-audit.ts'
import type { BuildCommandOptions, Terms } from './build-terms.ts'
import { formatOf, terminalWidth, wantsColour } from './options.ts'
import { openOutput } from './output.ts'
import { say, sayIncomplete } from './talk.ts'
import { toolVersion } from './version.ts'

/** What becomes of the command. */
export interface Fate {
  /** such as `docker build` */
  name: string
  runs: boolean
  forced: Terms['forced']
  /** what to type to run it in spite of findings */
  around: string
}

/** Writes the report where `-o` says, and says on stderr what the user has to know: stdout is the command's. */
export async function reportAudit(
  audit: CommandAudit,
  fate: Fate,
  options: BuildCommandOptions,
): Promise<void> {
  if (options.output !== undefined) await writeReport(audit, fate, options)
  const isClean = audit.exitCode === EXIT.ok
  if (isClean && options.quiet) return
  if (audit.groups.length === 0) sayIncomplete(audit.incomplete, options.quiet === true)
  else if (isClean && !options.verbose) await sayPassed(audit, options)
  else {
    const brief = options.quiet === true || options.output !== undefined
    const { output: _, ...shown } = options
    process.stderr.write(await textOf(audit, fate, { ...shown, quiet: brief }, process.stderr))
  }
  if (!isClean) sayFate(audit, fate, options.quiet === true)
}

async function sayPassed(audit: CommandAudit, options: BuildCommandOptions): Promise<void> {
  const { passedLine } = await import('../report/passed.ts')
  const colour = wantsColour({ color: options.color }, process.stderr)
  for (const { audited, policy } of audit.groups)
    process.stderr.write(`ctxguard: ${passedLine(reportsOf(audited), policy.failOn, colour)}\n`)
  // what could not be looked at is no part of what passed
  sayIncomplete(audit.incomplete, false)
}

function sayFate({ exitCode }: CommandAudit, { name, runs, forced, around }: Fate, quiet: boolean): void {
  if (runs) {
    say(`${name} runs all the same, by ${forced!.by}: ${forced!.reason}`)
    return
  }
  const why = exitCode === EXIT.incomplete ? ": the audit can't be trusted" : ''
  say(`${name} was not started${why}`)
  if (quiet) return
  process.stderr.write('  mend what is named above, or allow it with a reason (docs/CONFIGURATION.md)\n')
  process.stderr.write(`  to run it all the same: ${around}\n`)
}

async function textOf(
  { groups, incomplete }: CommandAudit,
  { runs }: Fate,
  options: BuildCommandOptions,
  stream: NodeJS.WriteStream | undefined,
): Promise<string> {
  const { checkText } = await import('../report/text.ts')
  const texts = groups.map(({ audited, policy }, i) =>
    checkText(
      reportsOf(audited),
      {
        width: terminalWidth(stream),
        colour: stream !== undefined && wantsColour(options, stream),
        failOn: policy.failOn,
        all: false,
        verbose: options.verbose === true,
        quiet: options.quiet === true,
        runs,
      },
      i === 0 ? incomplete : [],
    ),
  )
  return texts.join('\n')
}

async function writeReport(audit: CommandAudit, fate: Fate, options: BuildCommandOptions): Promise<void> {
  const text =
    formatOf(options) === 'json'
      ? await jsonOf(audit, fate)
      : await textOf(audit, fate, { ...options, quiet: false }, undefined)
  const output = openOutput(options.output)
  try {
    await output.write(text)
    await output.finish()
  } catch (error) {
    output.abandon()
    throw error
  }
}

async function jsonOf({ groups, incomplete }: CommandAudit, { name, runs, forced }: Fate): Promise<string> {
  const { checkJson, incompleteJson } = await import('../report/json.ts')
  const reports: Report[] = groups.flatMap(({ audited }) => reportsOf(audited))
  const command = {
    name,
    started: runs,
    forced: forced?.reason ?? null,
    incomplete: incomplete.map(incompleteJson),
  }
  return checkJson(reports, { name: 'ctxguard', version: toolVersion() }, { command })
}
