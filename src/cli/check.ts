import { audit, RULE_IDS } from '../audit.ts'
import { loadPolicy } from '../config/policy.ts'
import type { PolicyOptions } from '../config/settings.ts'
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
  const output = openOutput(options.output)
  const walking = progress(options.quiet === true)
  try {
    const report = await audit(request, policy, { onProgress: walking.update })
    walking.done()
    if (format === 'json') {
      const { checkJson } = await import('../report/json.ts')
      await output.write(checkJson([report], { name: 'ctxguard', version: toolVersion() }))
    } else {
      const { checkText } = await import('../report/text.ts')
      const text = checkText(report, {
        width: terminalWidth(),
        colour: wantsColour(options),
        failOn: policy.failOn,
        all: options.all === true,
        verbose: options.verbose === true,
        quiet: options.quiet === true,
      })
      await output.write(text)
    }
    await output.finish()
    return exitCodeOf([report], policy.failOn)
  } catch (error) {
    walking.done()
    output.abandon()
    throw error
  }
}
